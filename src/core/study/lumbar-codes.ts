import type { StudyCode } from './study-description.ts';

const LOINC = 'http://loinc.org';
const CPT = 'http://www.ama-assn.org/go/cpt';
const SNOMED = 'http://snomed.info/sct';

/**
 * Procedures by code. LOINC 24970-6 AP and lateral, 24972-2 views, 24969-8 lateral, 24971-4 flexion and extension
 * (loinc.org). CPT 72100, 72110 lumbosacral spine, 72114 with bending views; 72120 bending views only (unverified).
 */
const procedures: Readonly<Record<string, 'lumbar' | 'not-standard'>> = {
  [`${LOINC}|24970-6`]: 'lumbar',
  [`${LOINC}|24972-2`]: 'lumbar',
  [`${LOINC}|24969-8`]: 'lumbar',
  [`${LOINC}|24971-4`]: 'not-standard',
  [`${CPT}|72100`]: 'lumbar',
  [`${CPT}|72110`]: 'lumbar',
  [`${CPT}|72114`]: 'lumbar',
  [`${CPT}|72120`]: 'not-standard',
};

/** What a film whose own tags say "lumbar" is of. */
export const LUMBAR_SPINE = { system: SNOMED, code: '122496007' } as const;

/** Lumbar, lumbosacral and thoracolumbar spine (DICOM PS3.16 CID 4031; 297172009 is the older thoracolumbar code). */
const lumbarBodySites: ReadonlySet<string> = new Set([
  `${SNOMED}|122496007`,
  `${SNOMED}|1217253001`,
  `${SNOMED}|1217256009`,
  `${SNOMED}|297172009`,
]);

export function procedureKind(code: StudyCode): 'lumbar' | 'not-standard' | undefined {
  return procedures[keyOf(code)];
}

export function isLumbarBodySite(code: StudyCode): boolean {
  return lumbarBodySites.has(keyOf(code));
}

const keyOf = ({ system, code }: StudyCode) => `${system ?? ''}|${code}`;
