import type { Coding, Meta, Narrative } from '@medplum/fhirtypes';
import type { TrainingDataKind } from '../../core/evidence/image-evidence.ts';
import { AI_TRANSPARENCY, HL7 } from './canonical-urls.ts';

/** What every text that shows a model's output says first. */
const NOTICE: Readonly<Record<TrainingDataKind, string>> = {
  simulated: 'Research model, trained on simulated radiographs, not for clinical use.',
  clinical: 'Result of a computer model; it does not replace a DXA measurement.',
};

/** Holds for every model: 21 CFR 892.1171 devices cannot rule out, and these models look at no fracture. */
export const LIMITS =
  'This model does not look for fractures. It excludes neither osteoporosis nor fracture; screen by guideline.';

export const noticeOf = (training: TrainingDataKind): string => NOTICE[training];

export const AIAST: Coding = {
  system: AI_TRANSPARENCY.observationValue,
  code: 'AIAST',
  display: 'Artificial Intelligence asserted',
};

export const NOPAT: Coding = {
  system: HL7.actCode,
  code: 'NOPAT',
  display: "no disclosure to patient, family or caregivers without attending provider's authorization",
};

/** Profile and labels: machine-made always; kept from the patient until reviewed, unless the site decides otherwise. */
export const labelled = (profile: string, patientVisible: boolean): Meta => ({
  profile: [profile],
  security: patientVisible ? [AIAST] : [AIAST, NOPAT],
});

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The human-readable part (FHIR R4 Narrative): one paragraph a line. */
export const narrative = (lines: readonly string[]): Narrative => ({
  status: 'generated',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${lines.map((line) => `<p>${escaped(line)}</p>`).join('')}</div>`,
});
