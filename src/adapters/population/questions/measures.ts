import { careLimited, people, withTables } from './common-tables.ts';
import { asOf, type Question } from './question.ts';

/** Rates in the manner of public quality measures, computed on the codes that we hold: never the certified measure. */

/** Materialised, so that the numerator is looked up once a patient and not once for each figure. */
const rate = (
  denominator: string,
  numerator: string,
  tables = '',
): string => `${withTables(people, careLimited)}${tables},
counted AS MATERIALIZED (SELECT ${numerator} AS is_met FROM (${denominator}) c)
SELECT count(*)::int AS denominator, count(*) FILTER (WHERE is_met)::int AS numerator,
       CAST(round(100.0 * count(*) FILTER (WHERE is_met) / nullif(count(*), 0), 1) AS float8) AS percent
  FROM counted`;

const notLimited = 'NOT EXISTS (SELECT 1 FROM care_limited l WHERE l.patient_id = p.patient_id)';

export const oswLike: Question = {
  name: 'osw-like',
  title: 'Screening of women 65 to 75 (in the manner of HEDIS OSW)',
  description:
    'Women of 65 to 75 with a central DXA on or after their 65th birthday; hospice and palliative care left out. HEDIS value sets and its further exclusions are licensed and not used.',
  parameters: [asOf],
  rowsAre: 'counts',
  improvement: 'increase',
  sql: rate(
    `SELECT p.patient_id, p.birth_date FROM people p WHERE p.gender = 'female' AND p.age_years BETWEEN 65 AND 75 AND ${notLimited}`,
    `EXISTS (SELECT 1 FROM population.dxa d WHERE d.tenant_id = $1 AND d.patient_id = c.patient_id
      AND d.performed_on >= c.birth_date + make_interval(years => 65) AND d.performed_on <= CAST($2 AS date))`,
  ),
};

export const mips39Like: Question = {
  name: 'mips39-like',
  title: 'Central DXA ever, women 65 to 85 (in the manner of MIPS 39)',
  description: 'Women of 65 to 85 with any central DXA on record; hospice and palliative care left out.',
  parameters: [asOf],
  rowsAre: 'counts',
  improvement: 'increase',
  sql: rate(
    `SELECT p.patient_id FROM people p WHERE p.gender = 'female' AND p.age_years BETWEEN 65 AND 85 AND ${notLimited}`,
    `EXISTS (SELECT 1 FROM population.dxa d WHERE d.tenant_id = $1 AND d.patient_id = c.patient_id AND d.performed_on <= CAST($2 AS date))`,
  ),
};

export const cms249Like: Question = {
  name: 'cms249-like',
  title: 'DXA orders in women 50 to 63 without a recorded risk factor (in the manner of CMS249)',
  description:
    'Women of 50 to 63 without recorded osteoporosis, fragility fracture, glucocorticoid, endocrine cancer therapy or positive risk tool (OST < 2, FRAX >= 8.4 %); the numerator has a DXA order in the year before the day. A lower rate is better. CPT 77080 counts as an order beside LOINC.',
  parameters: [asOf],
  rowsAre: 'counts',
  improvement: 'decrease',
  sql: rate(
    `SELECT p.patient_id FROM people p WHERE p.gender = 'female' AND p.age_years BETWEEN 50 AND 63
      AND NOT EXISTS (SELECT 1 FROM population.condition k WHERE k.tenant_id = $1 AND k.patient_id = p.patient_id
        AND k.concept IN ('osteoporosis', 'fragility-fracture', 'bone-loss-risk'))
      AND NOT EXISTS (SELECT 1 FROM population.treatment t WHERE t.tenant_id = $1 AND t.patient_id = p.patient_id
        AND t.concept IN ('osteoporosis-drug', 'bone-loss-drug'))`,
    `EXISTS (SELECT 1 FROM population.service_request o WHERE o.tenant_id = $1 AND o.patient_id = c.patient_id
      AND o.concept = 'dxa-central' AND o.authored > CAST($2 AS date) - make_interval(years => 1) AND o.authored <= CAST($2 AS date))`,
  ),
};
