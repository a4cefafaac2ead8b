import type { Obstacle } from './mode-decision.ts';
import {
  SIGN_OFF_ROLES,
  type AcceptanceCriteria,
  type GoLiveRecord,
  type GoLiveRecordOf,
  type ModelSet,
  type ValidationFigures,
} from './records.ts';

type Report = GoLiveRecordOf<'validation-report'>;

/**
 * What the records lack for live mode with these models; empty when nothing. The newest report of exactly these model
 * versions at this precision counts, judged by the newest criteria that were locked before its results existed: later
 * criteria cannot rescue a report.
 */
export function missingForLive(
  models: ModelSet,
  records: readonly GoLiveRecord[],
  asOf: Date,
): readonly Obstacle[] {
  const report = newestReportOf(models, records, asOf);
  if (report === undefined)
    return [
      {
        code: 'no-validation-of-this-model',
        text: 'no validation report of this model version and precision on this site is recorded',
      },
    ];
  return [...criteriaObstacles(report, records), ...signOffObstacles(report, records, asOf)];
}

function criteriaObstacles(report: Report, records: readonly GoLiveRecord[]): readonly Obstacle[] {
  const locked = newest(ofKind(records, 'criteria-locked').filter((lock) => lock.at < report.resultsAt));
  if (locked === undefined)
    return [
      {
        code: 'criteria-not-locked-before-results',
        text: 'no acceptance criteria were locked before the results of the validation were seen',
      },
    ];
  const unmet = unmetCriteria(report.figures, locked.criteria);
  return unmet.length === 0
    ? []
    : [{ code: 'criteria-not-met', text: `the validation does not meet: ${unmet.join('; ')}` }];
}

/** The criteria that the figures miss, in words; a figure that could not be estimated misses its criterion. */
export function unmetCriteria(figures: ValidationFigures, criteria: AcceptanceCriteria): readonly string[] {
  const floors = [
    ['people', figures.people, criteria.fewestPeople],
    ['people with osteoporosis', figures.withOsteoporosis, criteria.fewestWithOsteoporosis],
    ['lower limit of sensitivity', figures.sensitivityLower, criteria.sensitivityLowerLimit],
    ['lower limit of PPV', figures.ppvLower, criteria.ppvLowerLimit],
  ] as const;
  return floors
    .filter(([, value, floor]) => value === undefined || !(value >= floor))
    .map(([name, value, floor]) => `${name} ${value ?? 'not estimable'}, at least ${floor} was locked`);
}

/** Both roles, two people, on this report, after it was recorded and after the last time the site was silenced. */
function signOffObstacles(report: Report, records: readonly GoLiveRecord[], asOf: Date): readonly Obstacle[] {
  const silenced = newest(ofKind(records, 'silenced'));
  const valid = ofKind(records, 'sign-off').filter(
    (s) =>
      s.reportDigest === report.reportDigest &&
      s.at >= report.at &&
      s.at <= asOf &&
      (silenced === undefined || s.at > silenced.at),
  );
  const signers = SIGN_OFF_ROLES.map(
    (role) => new Set(valid.filter((s) => s.role === role).map((s) => s.by)),
  );
  const missing = SIGN_OFF_ROLES.filter((_, i) => signers[i]!.size === 0);
  if (missing.length > 0)
    return [{ code: 'sign-off-missing', text: `not signed off by: ${missing.join(', ')}` }];
  if (new Set(valid.map((s) => s.by)).size < 2)
    return [
      { code: 'one-person-signed-twice', text: 'the two sign-offs must come from two different people' },
    ];
  return [];
}

/** The newest report of exactly these model versions at this precision. */
export function newestReportOf(
  models: ModelSet,
  records: readonly GoLiveRecord[],
  asOf: Date,
): Report | undefined {
  return newest(
    ofKind(records, 'validation-report').filter((r) => r.at <= asOf && sameModels(r.models, models)),
  );
}

export function sameModels(a: ModelSet, b: ModelSet): boolean {
  return (
    a.precision === b.precision &&
    a.versions.ap === b.versions.ap &&
    a.versions.lateral === b.versions.lateral
  );
}

export function ofKind<K extends GoLiveRecord['kind']>(
  records: readonly GoLiveRecord[],
  kind: K,
): readonly GoLiveRecordOf<K>[] {
  return records.filter((r): r is GoLiveRecordOf<K> => r.kind === kind);
}

/** The latest by time; of equal times the one recorded last. */
export function newest<R extends GoLiveRecord>(records: readonly R[]): R | undefined {
  return records.reduce<R | undefined>(
    (best, r) => (best === undefined || r.at.getTime() >= best.at.getTime() ? r : best),
    undefined,
  );
}
