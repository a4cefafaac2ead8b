import type { CodeableConcept } from '@medplum/fhirtypes';
import type { DraftOrder } from '../../core/decision/request.ts';
import { codingIn, isIn, wordsOf } from '../coded.ts';
import type { LocalCode } from '../../core/patient/local-code.ts';
import {
  CENTRAL_DENSITY,
  DXA_STUDY,
  NOT_DXA,
  LUMBAR_RADIOGRAPH,
  PERIPHERAL_DXA_STUDY,
} from '../terminology/bone-density.ts';
import { SYSTEM } from '../terminology/concept-table.ts';

const DXA_WORDS = /\b(dxa|dexa|bone densitometry|bone (mineral )?density)\b/;
const PERIPHERAL_WORDS = /\b(heel|calcaneus|peripheral|finger|wrist)\b/;
const LUMBAR_WORDS = /\b(lumbar|l-?spine|lumbosacral)\b/;
const RADIOGRAPH_WORDS = /\b(x-?ray|xr|radiograph\w*)\b/;

/**
 * What an order, procedure or report is about: by code, by the site's own codes, and by its words, because imaging
 * orders mostly carry local codes. A vertebral fracture assessment alone is no DXA.
 */
export function kindOf(
  concepts: readonly (CodeableConcept | undefined)[],
  localCodes: readonly LocalCode[],
): DraftOrder['orders'] {
  const some = (...tables: Parameters<typeof isIn>[1][]): boolean =>
    concepts.some((concept) => isIn(concept, ...tables));
  const local = localCodes.find(({ system, code }) =>
    concepts.some((concept) =>
      concept?.coding?.some((coding) => coding.system === system && coding.code === code),
    ),
  );
  if (local !== undefined) return local.means;
  if (some(NOT_DXA)) return 'other';
  if (some(DXA_STUDY, CENTRAL_DENSITY)) return 'central-dxa';
  if (some(PERIPHERAL_DXA_STUDY)) return 'peripheral-dxa';
  return some(LUMBAR_RADIOGRAPH) ? 'lumbar-radiograph' : kindByWords(wordsOf(...concepts));
}

function kindByWords(words: string): DraftOrder['orders'] {
  if (DXA_WORDS.test(words)) return PERIPHERAL_WORDS.test(words) ? 'peripheral-dxa' : 'central-dxa';
  return LUMBAR_WORDS.test(words) && RADIOGRAPH_WORDS.test(words) ? 'lumbar-radiograph' : 'other';
}

/** CPT and the densities name the site; other codes leave it open. */
export function extentOf(
  concepts: readonly (CodeableConcept | undefined)[],
  kind: 'central-dxa' | 'peripheral-dxa',
): 'central' | 'peripheral' | 'not-stated' {
  if (kind === 'peripheral-dxa') return 'peripheral';
  const sited = concepts.some(
    (concept) => isIn(concept, CENTRAL_DENSITY) || codingIn(concept, DXA_STUDY)?.system === SYSTEM.cpt,
  );
  return sited ? 'central' : 'not-stated';
}
