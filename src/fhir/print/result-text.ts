import type { AvailableImageEvidence, ImageOutcome } from '../../core/evidence/image-evidence.ts';
import type { View } from '../../core/film/film.ts';
import { LIMITS, noticeOf } from './resource-labels.ts';

const VIEW: Readonly<Record<View, string>> = { ap: 'AP', lateral: 'lateral' };

const RESULT: Readonly<Record<ImageOutcome, string>> = {
  flagged: 'Flagged.',
  uncertain: 'Uncertain: the score lies between the two cuts.',
  'not-flagged': 'Not flagged. This does not exclude osteoporosis or fracture; screen by guideline.',
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function probabilityLine({ probability }: AvailableImageEvidence): string {
  if (probability.kind === 'absent')
    return 'No probability: the score was not fitted for this person at this site.';
  const { value, lower, upper, ageSexValue, fittedOn } = probability;
  return (
    `Group estimate of a lumbar-spine DXA T-score <= -2.5: ${percent(value)} ` +
    `(95 % interval of the group estimate ${percent(lower)} to ${percent(upper)}), ` +
    `by age and sex alone ${percent(ageSexValue)}. Fitted on: ${fittedOn}.`
  );
}

/** A result in sentences, the same wherever it is written: the notice first, the limits last. */
export function resultLines(evidence: AvailableImageEvidence): readonly string[] {
  const views = evidence.films.map((film) => VIEW[film.view]).join(' and ');
  const date = evidence.acquiredOn ?? 'unknown date';
  return [
    noticeOf(evidence.trainingData),
    `Lumbar radiograph (${views}) of ${date}. ${RESULT[evidence.outcome]}`,
    `Film model score ${evidence.filmScore.toFixed(2)}, flagged at or above ${evidence.flaggedAtOrAbove.toFixed(2)}; ` +
      'a model score is not a probability.',
    probabilityLine(evidence),
    LIMITS,
  ];
}
