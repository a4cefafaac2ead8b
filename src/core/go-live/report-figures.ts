import type { SiteReport } from '../validation/site-report.ts';
import type { ValidationFigures } from './records.ts';

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
      sensitivityLower: undefined,
      ppvLower: undefined,
    };
  const { sensitivity, ppv } = accuracy;
  return {
    people: accuracy.people,
    withOsteoporosis: accuracy.withCondition,
    sensitivityLower: sensitivity.wilson.kind === 'estimated' ? sensitivity.wilson.lower : undefined,
    ppvLower: ppv.kind === 'estimated' ? ppv.lower : undefined,
  };
}
