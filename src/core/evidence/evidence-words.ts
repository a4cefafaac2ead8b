import { researchNotice } from '../film/research-notice.ts';
import type { AvailableImageEvidence, ImageEvidence, ImageOutcome } from './image-evidence.ts';

const outcomeWords: Readonly<Record<ImageOutcome, string>> = {
  flagged: 'FLAGGED: the films look like those of people with a lumbar T-score of -2.5 or below',
  uncertain: 'UNCERTAIN: the films are close to the cut; they neither flag nor leave unflagged',
  'not-flagged': 'not flagged; this does not replace guideline screening',
};

const noProbabilityWords = {
  'no-site-fit': 'no probability: no combination was fitted for these models',
  'age-or-sex-unknown': 'no probability: age or sex is not known',
  'model-version-differs': 'no probability: it was fitted with other versions of the models',
} as const;

/** Image evidence for a reader at a terminal, one line a statement, without patient data. */
export function evidenceWords(evidence: ImageEvidence): readonly string[] {
  if (evidence.kind === 'unavailable')
    return [
      `study ${evidence.studyInstanceUid ?? 'unknown'}`,
      `no AI result: ${evidence.refusal.reason}: ${evidence.refusal.detail}`,
      'guideline screening goes on without it',
    ];
  return [
    `study ${evidence.studyInstanceUid}, ${evidence.acquiredOn ?? 'date unknown'}`,
    ...evidence.films.map(
      (film) =>
        `${film.view} film ${film.identity.sopInstanceUid} (view by ${film.viewEvidence}): score ${film.score.toFixed(2)}, ` +
        `${film.modelId} ${film.modelVersion.slice(0, 12)}`,
    ),
    ...evidence.refused.map(
      ({ identity, refusal }) => `refused ${identity.sopInstanceUid}: ${refusal.reason}: ${refusal.detail}`,
    ),
    `film score ${evidence.filmScore.toFixed(2)}, flagged at or above ${evidence.flaggedAtOrAbove.toFixed(2)}`,
    outcomeWords[evidence.outcome],
    ...probabilityWords(evidence),
    researchNotice[evidence.trainingData],
  ];
}

function probabilityWords({ probability }: AvailableImageEvidence): readonly string[] {
  if (probability.kind === 'absent') return [noProbabilityWords[probability.reason]];
  const { value, lower, upper, ageSexValue, fittedOn } = probability;
  return [
    `of a group of people with such films, age and sex, ${percent(value)} have a lumbar T-score of -2.5 or below ` +
      `(95 % interval ${percent(lower)} to ${percent(upper)}); age and sex alone say ${percent(ageSexValue)}`,
    `fitted on: ${fittedOn}`,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
