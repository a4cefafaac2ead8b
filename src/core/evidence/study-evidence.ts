import type { FilmIdentity, FilmRefusal, ScoredFilm, View } from '../film/film.ts';
import type { StudyReader } from './study-reader.ts';
import type { AvailableImageEvidence, ImageEvidence } from './image-evidence.ts';
import {
  combineByOwnCuts,
  combineFilms,
  groupProbability,
  type Person,
  type ViewScores,
} from '../model/combination.ts';

/** What became of one film that was looked at. */
export type FilmResult =
  | { readonly kind: 'scored'; readonly film: ScoredFilm }
  | {
      readonly kind: 'refused';
      readonly identity: FilmIdentity;
      readonly view: View | undefined;
      readonly refusal: FilmRefusal;
    };

export interface StudyFilms {
  readonly studyInstanceUid: string;
  readonly acquiredOn: string | undefined;
  readonly results: readonly FilmResult[];
  readonly imageResultKey: string;
}

/**
 * The films of one study as one piece of evidence: at most one scored film a view (the choice of films sees to that),
 * combined by the fitted combination, or by each model's own cuts when none was fitted with these models. Evidence
 * without a score is "unavailable" with the refusal that says most.
 */
export function studyEvidence(study: StudyFilms, reader: StudyReader, person: Person): ImageEvidence {
  const { studyInstanceUid, results } = study;
  const refusals = results.filter((result) => result.kind === 'refused');
  const mismatch = refusals.find(({ refusal }) => refusal.reason === 'identity-mismatch');
  // One film of another person's makes the whole study suspect: it may have been filed under the wrong patient.
  if (mismatch) return { kind: 'unavailable', refusal: mismatch.refusal, studyInstanceUid };
  const films = results.flatMap((result) => (result.kind === 'scored' ? [result.film] : []));
  const scores = viewScoresOf(films);
  if (scores === undefined)
    return { kind: 'unavailable', refusal: tellingRefusal(refusals), studyInstanceUid };
  return availableEvidence(study, films, scores, reader, person, refusals);
}

function availableEvidence(
  study: StudyFilms,
  films: readonly ScoredFilm[],
  scores: ViewScores,
  reader: StudyReader,
  person: Person,
  refused: AvailableImageEvidence['refused'],
): AvailableImageEvidence {
  const { combination } = reader;
  const fitted = combination.kind === 'fitted' ? combination.combination : undefined;
  const together = fitted ? combineFilms(scores, fitted) : combineByOwnCuts(scores, reader.cutsOf);
  return {
    kind: 'available',
    studyInstanceUid: study.studyInstanceUid,
    acquiredOn: study.acquiredOn,
    films,
    refused: refused.map(({ identity, view, refusal }) => ({ identity, view, refusal })),
    outcome: together.outcome,
    filmScore: together.filmScore,
    flaggedAtOrAbove: together.flaggedAtOrAbove,
    probability:
      combination.kind === 'fitted' ? groupProbability(scores, person, combination.combination) : combination,
    trainingData: reader.trainingData,
    imageResultKey: study.imageResultKey,
  };
}

/** The first film of each view speaks; undefined when there is none. */
export function viewScoresOf(films: readonly ScoredFilm[]): ViewScores | undefined {
  const scoreOf = (view: View): number | undefined => films.find((film) => film.view === view)?.score;
  const ap = scoreOf('ap');
  const lateral = scoreOf('lateral');
  if (ap !== undefined) return lateral === undefined ? { ap } : { ap, lateral };
  return lateral === undefined ? undefined : { lateral };
}

/** Films that were a lumbar view and failed the gate say more than films that were no lumbar view at all. */
function tellingRefusal(
  refusals: readonly { readonly view: View | undefined; readonly refusal: FilmRefusal }[],
): FilmRefusal {
  const [first] = [...refusals].sort((a, b) => Number(b.view !== undefined) - Number(a.view !== undefined));
  return (
    first?.refusal ?? { reason: 'no-lumbar-film', detail: 'the study holds no lumbar AP or lateral film' }
  );
}
