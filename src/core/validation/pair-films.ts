import { addMonths, yearsBetween, type CalendarDay } from '../patient/recorded-date.ts';
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
  /** Refusal reasons of the films of studies that gave no score at all. */
  readonly refusals: Readonly<Record<string, number>>;
}

type Verdict =
  { readonly kind: 'excluded'; readonly reason: Exclusion } | ({ readonly kind: 'paired' } & Pair);

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
  const exclude = (reason: Exclusion) => (excluded[reason] = (excluded[reason] ?? 0) + 1);
  const byPerson = Map.groupBy(dxaResults, (dxa) => dxa.personId);
  const nearest = new Map<string, Pair>();
  for (const study of studies) {
    const verdict = judge(study, byPerson, window);
    if (verdict.kind === 'excluded') {
      exclude(verdict.reason);
      continue;
    }
    const earlier = nearest.get(verdict.personId);
    if (earlier !== undefined) exclude('other-pair-nearer');
    if (earlier === undefined || gap(verdict.result) < gap(earlier.result))
      nearest.set(verdict.personId, verdict);
  }
  const cases = [...nearest.values()].map((pair) => pair.result);
  return { studies: studies.length, cases, excluded, refusals: countRefusals(studies) };
}

function judge(
  study: ReadStudy,
  byPerson: ReadonlyMap<string, readonly DxaResult[]>,
  window: PairingWindow,
): Verdict {
  const excluded = (reason: Exclusion): Verdict => ({ kind: 'excluded', reason });
  const { personId, acquiredOn, scores } = study;
  if (personId === undefined) return excluded('no-person');
  if (acquiredOn === undefined) return excluded('no-film-date');
  const dxas = byPerson.get(personId);
  if (dxas === undefined) return excluded('no-dxa');
  if (scores === undefined) return excluded('film-refused');
  const near = dxas.filter(
    ({ performedOn }) =>
      performedOn >= addMonths(acquiredOn, -window.monthsBefore) &&
      performedOn <= addMonths(acquiredOn, window.monthsAfter),
  );
  if (near.length === 0) return excluded('dxa-outside-window');
  const measured = near.filter((dxa) => dxa.spineTScore !== undefined || dxa.hipTScore !== undefined);
  if (measured.length === 0) return excluded('no-t-score');
  const untouched = measured.filter((dxa) => !treatedBetween(acquiredOn, dxa));
  if (untouched.length === 0) return excluded('treatment-between');
  const dxa = untouched.reduce((best, next) =>
    Math.abs(daysBetween(acquiredOn, next.performedOn)) < Math.abs(daysBetween(acquiredOn, best.performedOn))
      ? next
      : best,
  );
  return {
    kind: 'paired',
    personId,
    result: {
      studyInstanceUid: study.studyInstanceUid,
      scores,
      ageYears: study.birthDate === undefined ? undefined : yearsBetween(study.birthDate, acquiredOn).least,
      sex: study.sex,
      manufacturer: study.manufacturer,
      spineTScore: dxa.spineTScore,
      hipTScore: dxa.hipTScore,
      daysFromFilmToDxa: daysBetween(acquiredOn, dxa.performedOn),
    },
  };
}

/** Treatment changes bone within the window: begun after the earlier and up to the later of the two examinations. */
function treatedBetween(acquiredOn: CalendarDay, { performedOn, treatmentStartedOn }: DxaResult): boolean {
  if (treatmentStartedOn === undefined) return false;
  const [first, last] = acquiredOn <= performedOn ? [acquiredOn, performedOn] : [performedOn, acquiredOn];
  return treatmentStartedOn > first && treatmentStartedOn <= last;
}

function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

const gap = (pair: ValidationCase) => Math.abs(pair.daysFromFilmToDxa);

function countRefusals(studies: readonly ReadStudy[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { scores, refusals } of studies) {
    if (scores !== undefined) continue;
    for (const reason of new Set(refusals)) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}
