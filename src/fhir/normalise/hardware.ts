import type { Condition, Procedure } from '@medplum/fhirtypes';
import type { RecordedCondition } from '../../core/patient/patient-context.ts';
import { isIn, textOf, wordsOf } from '../coded.ts';
import { firstDay, referenceTo } from '../recorded-day.ts';
import { ARTHRODESIS_STATUS, HIP_REPLACEMENT, LUMBAR_FUSION } from '../terminology/care-and-hardware.ts';
import { recorded } from './conditions.ts';

/** Joints other than the lumbar spine that an arthrodesis can be of. */
const ANOTHER_JOINT = /\b(cervical|ankle|foot|toe|wrist|hand|finger|thumb|knee|shoulder|elbow|subtalar)\b/;

/**
 * Fusion or instrumentation of the lumbar spine. Z98.1 is arthrodesis of any joint and mostly the spine's: unless its
 * words name another one, it counts, since a density read beside screws and cages is wrong.
 */
export function lumbarHardwareFrom(
  conditions: readonly Condition[],
  procedures: readonly Procedure[],
): RecordedCondition[] {
  const ofTheSpine = conditions.filter(({ code, bodySite }) => {
    if (isIn(code, LUMBAR_FUSION)) return true;
    return isIn(code, ARTHRODESIS_STATUS) && !ANOTHER_JOINT.test(wordsOf(code, ...(bodySite ?? [])));
  });
  return [...ofTheSpine.map(recorded), ...doneIn(procedures, LUMBAR_FUSION)];
}

export const hipHardwareFrom = (
  conditions: readonly Condition[],
  procedures: readonly Procedure[],
): RecordedCondition[] => [
  ...conditions.filter(({ code }) => isIn(code, HIP_REPLACEMENT)).map(recorded),
  ...doneIn(procedures, HIP_REPLACEMENT),
];

const doneIn = (procedures: readonly Procedure[], table: typeof LUMBAR_FUSION): RecordedCondition[] =>
  procedures
    .filter(
      ({ status, code, bodySite }) =>
        status === 'completed' &&
        isIn(code, table) &&
        !/\bcervical\b/.test(wordsOf(code, ...(bodySite ?? []))),
    )
    .map((procedure) => ({
      recordedOn: firstDay(procedure.performedDateTime, procedure.performedPeriod?.start),
      text: textOf(procedure.code),
      reference: referenceTo(procedure),
    }));
