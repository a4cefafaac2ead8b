import {
  addMonths,
  earliestDay,
  latestDay,
  yearsBetween,
  type CalendarDay,
  type RecordedDate,
} from '../patient/recorded-date.ts';
import type { DxaResult, Exclusion, ReadStudy, ValidationCase } from './validation-case.ts';

/** How far a DXA may lie from the film, in months. */
export interface PairingWindow {
  readonly monthsBefore: number;
  readonly monthsAfter: number;
}

export const DEFAULT_WINDOW: PairingWindow = { monthsBefore: 12, monthsAfter: 6 };

/** The analysed pairs and, for the flow diagram, what became of every other study. */
export interface Pairing {
  readonly studies: number;
  readonly cases: readonly ValidationCase[];
  readonly excluded: Readonly<Partial<Record<Exclusion, number>>>;
  /** Refusal reasons of the films of studies that could have been a pair and gave no score at all. */
  readonly refusals: Readonly<Record<string, number>>;
}

type Excluded = { readonly kind: 'excluded'; readonly reason: Exclusion };
type Verdict = Excluded | ({ readonly kind: 'paired' } & Pair);

interface Pair {
  readonly personId: string;
  readonly result: ValidationCase;
}

/**
 * One pair a person: the study and the DXA that lie nearest to each other within the window. Every study is either a
 * case or is counted under the first reason that applies.
 */
export function pairFilms(
  studies: readonly ReadStudy[],
  dxaResults: readonly DxaResult[],
  window: PairingWindow = DEFAULT_WINDOW,
): Pairing {
  const excluded: Partial<Record<Exclusion, number>> = {};
  const refusals: Record<string, number> = {};
  const exclude = (reason: Exclusion) => (excluded[reason] = (excluded[reason] ?? 0) + 1);
  const byPerson = Map.groupBy(dxaResults, (dxa) => dxa.personId);
  const nearest = new Map<string, Pair>();
  for (const study of studies) {
    const verdict = judge(study, byPerson.get(study.personId ?? '') ?? [], window);
    if (verdict.kind === 'excluded') {
      exclude(verdict.reason);
      if (verdict.reason === 'film-refused')
        for (const reason of new Set(study.refusals)) refusals[reason] = (refusals[reason] ?? 0) + 1;
      continue;
    }
    const earlier = nearest.get(verdict.personId);
    if (earlier !== undefined) exclude('other-pair-nearer');
    if (earlier === undefined || gap(verdict.result) < gap(earlier.result))
      nearest.set(verdict.personId, verdict);
  }
  return {
    studies: studies.length,
    cases: [...nearest.values()].map((pair) => pair.result),
    excluded,
    refusals,
  };
}

/** Pairings of different people as one. */
export function joinPairings(pairings: readonly Pairing[]): Pairing {
  const excluded: Partial<Record<Exclusion, number>> = {};
  const refusals: Record<string, number> = {};
  for (const pairing of pairings) {
    for (const [reason, count] of Object.entries(pairing.excluded))
      excluded[reason as Exclusion] = (excluded[reason as Exclusion] ?? 0) + count;
    for (const [reason, count] of Object.entries(pairing.refusals))
      refusals[reason] = (refusals[reason] ?? 0) + count;
  }
  return {
    studies: pairings.reduce((sum, pairing) => sum + pairing.studies, 0),
    cases: pairings.flatMap((pairing) => pairing.cases),
    excluded,
    refusals,
  };
}

/** Whether the study would be a pair if its films can be scored: only then is it worth reading them. */
export function couldPair(
  study: Omit<ReadStudy, 'scores' | 'refusals'>,
  dxaResults: readonly DxaResult[],
  window: PairingWindow,
): boolean {
  return 'performedOn' in nearestDxa(study, dxaResults, window);
}

function judge(study: ReadStudy, dxas: readonly DxaResult[], window: PairingWindow): Verdict {
  if (study.refusals.includes('identity-mismatch')) return excludedAs('identity-mismatch');
  const found = nearestDxa(study, dxas, window);
  if ('kind' in found) return found;
  const { scores, personId = '', acquiredOn = '' } = study;
  if (scores === undefined) return excludedAs('film-refused');
  return {
    kind: 'paired',
    personId,
    result: {
      studyInstanceUid: study.studyInstanceUid,
      scores,
      ageYears: study.birthDate === undefined ? undefined : certainYears(study.birthDate, acquiredOn),
      sex: study.sex,
      manufacturer: study.manufacturer,
      spineTScore: found.spineTScore,
      hipTScore: found.hipTScore,
      daysFromFilmToDxa: daysBetween(acquiredOn, found.performedOn),
    },
  };
}

const excludedAs = (reason: Exclusion): Excluded => ({ kind: 'excluded', reason });

/** The DXA that the study is compared with, or the first reason against all of them. */
function nearestDxa(
  { personId, acquiredOn, birthDate }: Omit<ReadStudy, 'scores' | 'refusals'>,
  dxas: readonly DxaResult[],
  window: PairingWindow,
): DxaResult | Excluded {
  if (personId === undefined) return excludedAs('no-person');
  if (acquiredOn === undefined) return excludedAs('no-film-date');
  if (birthDate !== undefined && acquiredOn < earliestDay(birthDate)) return excludedAs('dates-out-of-order');
  if (dxas.length === 0) return excludedAs('no-dxa');
  const near = dxas.filter(
    ({ performedOn }) =>
      performedOn >= addMonths(acquiredOn, -window.monthsBefore) &&
      performedOn <= addMonths(acquiredOn, window.monthsAfter),
  );
  if (near.length === 0) return excludedAs('dxa-outside-window');
  const measured = near.filter((dxa) => dxa.spineTScore !== undefined || dxa.hipTScore !== undefined);
  if (measured.length === 0) return excludedAs('no-t-score');
  const untouched = measured.filter((dxa) => !treatedBetween(acquiredOn, dxa));
  if (untouched.length === 0) return excludedAs('treatment-between');
  const distance = (dxa: DxaResult) => Math.abs(daysBetween(acquiredOn, dxa.performedOn));
  return untouched.reduce((best, next) => (distance(next) < distance(best) ? next : best));
}

/** Undefined when a partial birth date leaves the age open: then no probability is fitted, as in service. */
function certainYears(birthDate: RecordedDate, day: CalendarDay): number | undefined {
  const { least, most } = yearsBetween(birthDate, day);
  return least === most ? least : undefined;
}

/**
 * Treatment changes bone within the window: begun after the earlier and up to the later of the two examinations. A
 * partial date counts when it can mean such a day.
 */
function treatedBetween(acquiredOn: CalendarDay, { performedOn, treatmentStarts }: DxaResult): boolean {
  const [first, last] = acquiredOn <= performedOn ? [acquiredOn, performedOn] : [performedOn, acquiredOn];
  return treatmentStarts.some((start) => latestDay(start) > first && earliestDay(start) <= last);
}

function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

const gap = (pair: ValidationCase) => Math.abs(pair.daysFromFilmToDxa);
