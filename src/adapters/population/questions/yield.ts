import { ageBand, dxaAfterFlag, flagged, people, withTables } from './common-tables.ts';
import { asOf, type Question } from './question.ts';

/** From flagged patients alone only the positive predictive value can be said: the not flagged were not tested. */
const yieldCounts = `count(*)::int AS flagged, count(d.patient_id)::int AS dxa_done,
       count(*) FILTER (WHERE d.t_score IS NOT NULL)::int AS dxa_with_t_score,
       count(*) FILTER (WHERE d.t_score <= -2.5)::int AS confirmed,
       CAST(round(100.0 * count(*) FILTER (WHERE d.t_score <= -2.5) / nullif(count(*) FILTER (WHERE d.t_score IS NOT NULL), 0), 1)
         AS float8) AS ppv_percent`;

const yieldBy = (name: string, by: string, key: string, joins = ''): Question => ({
  name: `yield-by-${name}`,
  title: `Yield by ${by}`,
  description: `Flagged patients, central DXA after the flag, and T-scores <= -2.5 among them, by ${by}. PPV only: without testing the not flagged nothing can be said of sensitivity or specificity.`,
  parameters: [asOf],
  rowsAre: 'counts',
  sql: `${withTables(people, flagged, dxaAfterFlag)}
SELECT ${key} AS stratum, ${yieldCounts}
  FROM flagged f JOIN people p ON p.patient_id = f.patient_id
  LEFT JOIN dxa_after_flag d ON d.patient_id = f.patient_id ${joins}
 GROUP BY 1 ORDER BY 1`,
});

const payer = `LEFT JOIN LATERAL (SELECT min(payer_type) AS payer_type FROM population.coverage v
    WHERE v.tenant_id = $1 AND v.patient_id = p.patient_id) v ON true`;
const site = `LEFT JOIN LATERAL (SELECT min(site) AS site FROM population.film_study s
    WHERE s.tenant_id = $1 AND s.patient_id = f.patient_id AND s.study_instance_uid = f.study_instance_uid) s ON true`;

export const yieldQuestions: readonly Question[] = [
  yieldBy('month', 'month of the assessment', `to_char(f.assessed_at, 'YYYY-MM')`),
  yieldBy('sex', 'sex', `coalesce(p.gender, 'unknown')`),
  yieldBy('age', 'age band', ageBand('p.age_years')),
  yieldBy('model', 'model version', `array_to_string(f.model_versions, ' + ')`),
  yieldBy('site', 'site of the film', `coalesce(s.site, 'not stated')`, site),
  yieldBy('race', 'race', `coalesce(p.race, 'not stated')`),
  yieldBy('ethnicity', 'ethnicity', `coalesce(p.ethnicity, 'not stated')`),
  yieldBy('language', 'language', `coalesce(p.language, 'not stated')`),
  yieldBy('payer', 'payer', `coalesce(v.payer_type, 'not stated')`, payer),
];

export const numberNeededToDxa: Question = {
  name: 'number-needed-to-dxa',
  title: 'DXA done for one T-score at or below -2.5',
  description: 'Central DXA with a T-score after a flag, divided by those <= -2.5.',
  parameters: [asOf],
  rowsAre: 'counts',
  sql: `${withTables(people, flagged, dxaAfterFlag)}
SELECT count(*)::int AS dxa_with_t_score, count(*) FILTER (WHERE d.t_score <= -2.5)::int AS confirmed,
       CAST(round(1.0 * count(*) / nullif(count(*) FILTER (WHERE d.t_score <= -2.5), 0), 1) AS float8) AS number_needed
  FROM dxa_after_flag d JOIN people p ON p.patient_id = d.patient_id WHERE d.t_score IS NOT NULL`,
};

export const timeToDxa: Question = {
  name: 'time-to-dxa',
  title: 'Days from flag to DXA',
  description:
    'Quartiles of the days between the assessment that flagged and the first central DXA after it; and how many flags have none yet.',
  parameters: [asOf],
  rowsAre: 'counts',
  sql: `${withTables(people, flagged, dxaAfterFlag)}
SELECT count(d.patient_id)::int AS dxa_done, (count(*) - count(d.patient_id))::int AS none_yet,
       percentile_cont(0.25) WITHIN GROUP (ORDER BY d.performed_on - CAST(f.assessed_at AS date)) AS days_first_quartile,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY d.performed_on - CAST(f.assessed_at AS date)) AS days_median,
       percentile_cont(0.75) WITHIN GROUP (ORDER BY d.performed_on - CAST(f.assessed_at AS date)) AS days_third_quartile
  FROM flagged f JOIN people p ON p.patient_id = f.patient_id LEFT JOIN dxa_after_flag d ON d.patient_id = f.patient_id`,
};
