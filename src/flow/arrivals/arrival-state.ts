import type { ArrivalBatch } from '../ports/arrival-feed.ts';

interface WaitingStudy {
  readonly fingerprint: string;
  /** ISO time since which the fingerprint has been the same. */
  readonly quietSince: string;
  /** Failed tries to place the study. */
  readonly tries: number;
}

interface PlacedStudy {
  readonly fingerprint: string;
  readonly at: string;
}

/** How far the watch over an archive has come: kept durably as one text, so that a restart loses no film. */
export interface ArrivalState {
  readonly position: string | undefined;
  readonly waiting: Readonly<Record<string, WaitingStudy>>;
  /** Studies done lately, so that a sweep that finds them again does not ask again. */
  readonly placed: Readonly<Record<string, PlacedStudy>>;
}

export interface ArrivalRules {
  /**
   * A study is placed when nothing was added for this long, so that AP and lateral are read together. What comes
   * later changes the fingerprint: the study waits and is placed once more, and the new assessment supersedes.
   */
  readonly quietMs: number;
  /** Failed tries after which a study is given up (it is found again when anything is added to it). */
  readonly maxTries: number;
  /** How long a placed study is remembered: longer than a sweep looks back. */
  readonly rememberMs: number;
}

export const DEFAULT_ARRIVAL_RULES: ArrivalRules = {
  quietMs: 2 * 60_000,
  maxTries: 30,
  rememberMs: 10 * 86_400_000,
};

export function readArrivalState(text: string | undefined): ArrivalState {
  return text === undefined
    ? { position: undefined, waiting: {}, placed: {} }
    : (JSON.parse(text) as ArrivalState);
}

export const writeArrivalState = (state: ArrivalState): string => JSON.stringify(state);

/** Takes in what a feed reported; a fingerprint that changed starts the quiet time anew. */
export function withBatch(state: ArrivalState, batch: ArrivalBatch, asOf: Date): ArrivalState {
  const waiting = { ...state.waiting };
  for (const { studyInstanceUid, fingerprint } of batch.studies) {
    if (state.placed[studyInstanceUid]?.fingerprint === fingerprint) continue;
    if (waiting[studyInstanceUid]?.fingerprint === fingerprint) continue;
    waiting[studyInstanceUid] = { fingerprint, quietSince: asOf.toISOString(), tries: 0 };
  }
  return { ...state, position: batch.position, waiting };
}

/** Studies that have been quiet for long enough, the longest waiting first. */
export function quietStudies(state: ArrivalState, asOf: Date, rules: ArrivalRules): readonly string[] {
  return Object.entries(state.waiting)
    .filter(([, { quietSince }]) => asOf.getTime() - Date.parse(quietSince) >= rules.quietMs)
    .sort(([uidA, a], [uidB, b]) => a.quietSince.localeCompare(b.quietSince) || uidA.localeCompare(uidB))
    .map(([studyInstanceUid]) => studyInstanceUid);
}

/** The study is dealt with. */
export function withPlaced(state: ArrivalState, studyInstanceUid: string, asOf: Date): ArrivalState {
  const { [studyInstanceUid]: done, ...waiting } = state.waiting;
  if (done === undefined) return state;
  const placed = { fingerprint: done.fingerprint, at: asOf.toISOString() };
  return { ...state, waiting, placed: { ...state.placed, [studyInstanceUid]: placed } };
}

/** The study could not be placed now: it is tried again at the next round, up to the limit. */
export function withFailure(
  state: ArrivalState,
  studyInstanceUid: string,
  asOf: Date,
  rules: ArrivalRules,
): { readonly state: ArrivalState; readonly givenUp: boolean } {
  const study = state.waiting[studyInstanceUid];
  if (study === undefined) return { state, givenUp: false };
  if (study.tries + 1 >= rules.maxTries) {
    return { state: withPlaced(state, studyInstanceUid, asOf), givenUp: true };
  }
  const waiting = { ...state.waiting, [studyInstanceUid]: { ...study, tries: study.tries + 1 } };
  return { state: { ...state, waiting }, givenUp: false };
}

/** Forgets placed studies that no sweep can bring back. */
export function withoutOld(state: ArrivalState, asOf: Date, rules: ArrivalRules): ArrivalState {
  const placed = Object.entries(state.placed).filter(
    ([, { at }]) => asOf.getTime() - Date.parse(at) < rules.rememberMs,
  );
  return { ...state, placed: Object.fromEntries(placed) };
}
