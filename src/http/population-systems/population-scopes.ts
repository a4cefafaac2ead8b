import type { ListedQuestion } from '../../flow/ports/population-questions.ts';

/**
 * What another system may be granted on the population API, as SMART App Launch 2.2 system scopes. Everything else, and
 * all writing, is for people.
 */
export const POPULATION_SCOPES = {
  /** Questions that answer with counts, and the list of questions. */
  counts: 'system/MeasureReport.rs',
  /** Questions that answer with patients (work lists). Includes no counts. */
  workLists: 'system/Group.rs',
  /** Screening runs and how far they are. */
  progress: 'system/Task.rs',
} as const;

export type PopulationScope = (typeof POPULATION_SCOPES)[keyof typeof POPULATION_SCOPES];

export const isPopulationScope = (text: string): text is PopulationScope =>
  Object.values<string>(POPULATION_SCOPES).includes(text);

/**
 * The scopes of which one is needed for a call; none for what no system may do. An unknown question needs what the list
 * needs, and is then not found.
 *
 * @param path - below the API's own base, like "/questions/care-gap"
 */
export function scopesFor(
  method: string,
  path: string,
  questions: readonly ListedQuestion[],
): readonly PopulationScope[] {
  if (method !== 'GET') return [];
  const { counts, workLists, progress } = POPULATION_SCOPES;
  if (path === '/questions') return [counts, workLists];
  if (path === '/screening-runs') return [progress];
  const [, name] = /^\/questions\/([^/]+)$/.exec(path) ?? [];
  if (name === undefined) return [];
  const asked = questions.find((question) => question.name === name);
  if (asked === undefined) return [counts, workLists];
  return [asked.rowsAre === 'patients' ? workLists : counts];
}
