import type { Condition, Observation } from '@medplum/fhirtypes';
import { absent, known, type Known } from '../../core/patient/known.ts';
import type { Measured, PatientContext, RecordedToolResult } from '../../core/patient/patient-context.ts';
import { earliestDay, latestDay, type RecordedDate } from '../../core/patient/recorded-date.ts';
import { isIn } from '../coded.ts';
import { referenceTo } from '../recorded-day.ts';
import {
  BODY_WEIGHT,
  POSTMENOPAUSAL,
  PREMENOPAUSAL,
  TOOL_RESULTS,
} from '../terminology/care-and-hardware.ts';
import { dayOfCondition } from './conditions.ts';
import { dayOfObservation, isCounted } from './t-scores.ts';

const KG_PER_UNIT: Readonly<Record<string, number>> = {
  kg: 1,
  g: 0.001,
  '[lb_av]': 0.45359237,
  lb: 0.45359237,
  lbs: 0.45359237,
};

/** The newest weight in a unit that is known; outside 25-300 kg it is an error of entry and is not used. */
export function weightFrom(observations: readonly Observation[]): Known<Measured> {
  const weights = observations
    .filter((observation) => isCounted(observation) && isIn(observation.code, BODY_WEIGHT))
    .map((observation) => ({ observation, measuredOn: dayOfObservation(observation) }))
    .filter((entry): entry is typeof entry & { measuredOn: string } => entry.measuredOn !== undefined)
    .toSorted((a, b) => (a.measuredOn < b.measuredOn ? 1 : -1));
  const newest = weights[0];
  if (newest === undefined) return absent('not-recorded');
  const { value, unit, code, comparator } = newest.observation.valueQuantity ?? {};
  const factor = KG_PER_UNIT[(code ?? unit ?? '').toLowerCase()];
  if (value === undefined || factor === undefined || comparator !== undefined) return absent('not-usable');
  const kg = value * factor;
  if (kg < 25 || kg > 300) return absent('not-usable');
  return known({ value: kg, measuredOn: newest.measuredOn, reference: referenceTo(newest.observation) });
}

/** Recorded results of risk tools; FRAX in percent. */
export function toolResultsFrom(observations: readonly Observation[]): RecordedToolResult[] {
  const tools = Object.keys(TOOL_RESULTS) as (keyof typeof TOOL_RESULTS)[];
  return observations.filter(isCounted).flatMap((observation) => {
    const tool = tools.find((name) => isIn(observation.code, TOOL_RESULTS[name]));
    if (tool === undefined) return [];
    const recordedOn = dayOfObservation(observation);
    const value = observation.valueQuantity?.value ?? observation.valueInteger;
    if (recordedOn === undefined || value === undefined) return [];
    return [{ tool, value, recordedOn, reference: referenceTo(observation) }];
  });
}

/** The newest statement on menopause; "premenopausal" after "postmenopausal" is a contradiction. */
export function menopauseFrom(
  conditions: readonly Condition[],
  observations: readonly Observation[],
): PatientContext['menopause'] {
  const counted = observations.filter(isCounted);
  const saying = (table: typeof POSTMENOPAUSAL) =>
    [
      ...conditions
        .filter(({ code }) => isIn(code, table))
        .map((condition) => ({
          recordedOn: dayOfCondition(condition),
          reference: referenceTo(condition),
        })),
      ...counted
        .filter(({ code, valueCodeableConcept }) => isIn(code, table) || isIn(valueCodeableConcept, table))
        .map((observation) => ({
          recordedOn: dayOfObservation(observation),
          reference: referenceTo(observation),
        })),
    ].toSorted((a, b) => ((a.recordedOn ?? '') < (b.recordedOn ?? '') ? 1 : -1))[0];
  const after = saying(POSTMENOPAUSAL);
  const before = saying(PREMENOPAUSAL);
  if (after !== undefined && isLater(before?.recordedOn, after.recordedOn)) return absent('conflicting');
  if (after !== undefined)
    return known({ state: 'postmenopausal', recordedOn: after.recordedOn, reference: after.reference });
  if (before === undefined) return absent('not-recorded');
  return known({ state: 'premenopausal', recordedOn: before.recordedOn, reference: before.reference });
}

const isLater = (a: RecordedDate | undefined, b: RecordedDate | undefined): boolean =>
  a !== undefined && b !== undefined && earliestDay(a) > latestDay(b);
