import type { ScoreName, ScoreReport, SiteReport } from '../validation/site-report.ts';
import type { Estimated } from '../statistics/estimate.ts';
import type { MeasuredFigure, ValidationFigures, ValidationWords } from './records.ts';

/**
 * The figures of a validation that the criteria judge: films of a study together, any-site osteoporosis, Wilson limits
 * at the flagging cut. A figure that the report could not estimate stays undefined and meets no criterion.
 */
export function figuresOf(report: SiteReport): ValidationFigures {
  const accuracy = report.scores.find((s) => s.score === 'together' && s.target === 'any-site')?.accuracy;
  if (accuracy?.kind !== 'estimated')
    return {
      people: report.pairing.analysed,
      withOsteoporosis: 0,
      dxaPositive: report.dxaPositive,
      sensitivityLower: undefined,
      ppvLower: undefined,
    };
  const { sensitivity, ppv } = accuracy;
  return {
    people: accuracy.people,
    withOsteoporosis: accuracy.withCondition,
    dxaPositive: report.dxaPositive,
    sensitivityLower: sensitivity.wilson.kind === 'estimated' ? sensitivity.wilson.lower : undefined,
    ppvLower: ppv.kind === 'estimated' ? ppv.lower : undefined,
  };
}

/** The same result in words: films of a study together, any-site osteoporosis, 95 % intervals. */
export function wordsOf(report: SiteReport): ValidationWords {
  const people = report.patients === 'simulated' ? 'simulated people' : 'people';
  const main = report.scores.find((s) => s.score === 'together' && s.target === 'any-site');
  if (main?.accuracy.kind !== 'estimated') return { validity: 'not estimable', fairness: 'not estimable' };
  const { accuracy, subgroups } = main;
  const area = accuracy.auc.kind === 'estimated' ? accuracy.auc.interval : accuracy.auc;
  const gaps = subgroups.flatMap(({ attribute, gaps: found }) =>
    found.map(
      (g) => `${attribute}, ${g.measure}, ${g.highest} minus ${g.lowest}: ${figureWords(g.difference)}`,
    ),
  );
  return {
    validity: `${accuracy.people} ${people}, ${accuracy.withCondition} with osteoporosis by DXA: AUC ${figureWords(area)}, sensitivity ${figureWords(accuracy.sensitivity.wilson)}, specificity ${figureWords(accuracy.specificity.wilson)}, PPV ${figureWords(accuracy.ppv)}`,
    fairness: gaps.length === 0 ? 'no two groups large enough to compare' : gaps.join('; '),
  };
}

const scoreWords: Readonly<Record<ScoreName, string>> = {
  together: 'films together',
  ap: 'AP view',
  lateral: 'lateral view',
};

/**
 * Every figure against any-site osteoporosis that could be estimated, for a plot: AUC, sensitivity, specificity and PPV at
 * the flagging cut of each score, then sensitivity and specificity by subgroup of the films together.
 */
export function measuredIn(report: SiteReport): readonly MeasuredFigure[] {
  const scores = report.scores.filter(({ target }) => target === 'any-site');
  return [
    ...scores.flatMap((score) => accuracyFigures(score)),
    ...scores.filter(({ score }) => score === 'together').flatMap((score) => subgroupFigures(score)),
  ];
}

function accuracyFigures({ score, accuracy }: ScoreReport): readonly MeasuredFigure[] {
  if (accuracy.kind !== 'estimated') return [];
  const { auc, sensitivity, specificity, ppv } = accuracy;
  const of = scoreWords[score];
  return [
    ...(auc.kind === 'estimated' ? measured(`AUC, ${of}`, auc.interval) : []),
    ...measured(`sensitivity, ${of}`, sensitivity.wilson),
    ...measured(`specificity, ${of}`, specificity.wilson),
    ...measured(`PPV, ${of}`, ppv),
  ];
}

function subgroupFigures({ subgroups }: ScoreReport): readonly MeasuredFigure[] {
  return subgroups.flatMap(({ attribute, groups }) =>
    groups.flatMap(({ name, accuracy }) =>
      accuracy === undefined
        ? []
        : [
            ...measured(`sensitivity, ${attribute} ${name}`, accuracy.sensitivity.wilson),
            ...measured(`specificity, ${attribute} ${name}`, accuracy.specificity.wilson),
          ],
    ),
  );
}

function measured(label: string, figure: Estimated): readonly MeasuredFigure[] {
  if (figure.kind !== 'estimated') return [];
  const { value, lower, upper } = figure;
  return [{ label, value, lower, upper }];
}

function figureWords(figure: Estimated): string {
  if (figure.kind === 'not-estimable') return 'not estimable';
  return `${figure.value.toFixed(2)} (${figure.lower.toFixed(2)} to ${figure.upper.toFixed(2)})`;
}
