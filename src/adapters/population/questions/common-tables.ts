/**
 * Common table expressions of the questions. Rules and their sources: docs/decision.md. `$1` is the tenant, `$2` the day.
 * Ages are whole years at that day.
 */

/** Living patients with age and sex; a merged record is not a second person. */
export const people = `people AS (
  SELECT patient_id, gender, birth_date, race, ethnicity, language,
         CAST(extract(year FROM age(CAST($2 AS date), birth_date)) AS int) AS age_years
    FROM population.patient
   WHERE tenant_id = $1 AND NOT coalesce(deceased, false) AND merged_into IS NULL AND birth_date IS NOT NULL
)`;

/** Hospice and palliative care that have not ended: no card, no work list, no outreach. */
export const careLimited = `care_limited AS (
  SELECT DISTINCT patient_id FROM population.condition WHERE tenant_id = $1 AND concept IN ('hospice', 'palliative-care')
     AND coalesce(clinical_status IN ('active', 'recurrence', 'relapse'), true)
  UNION
  SELECT DISTINCT patient_id FROM population.procedure WHERE tenant_id = $1 AND concept IN ('hospice', 'palliative-care')
)`;

/** A diagnosis of osteoporosis, or a central T-score <= -2.5 at any date. */
export const osteoporosis = `osteoporosis AS (
  SELECT DISTINCT patient_id FROM population.condition WHERE tenant_id = $1 AND concept = 'osteoporosis'
  UNION
  SELECT DISTINCT patient_id FROM population.dxa WHERE tenant_id = $1 AND t_score <= -2.5
)`;

/** Ever, also with a drug that was stopped since. */
export const treated = `treated AS (
  SELECT DISTINCT patient_id FROM population.treatment WHERE tenant_id = $1 AND concept = 'osteoporosis-drug'
)`;

/**
 * By patient the last day for which a drug is known, and whether one treats now: not stopped, last recorded within the
 * months of `parameter`; without a day it has to be active. A prescription completed years ago treats nobody now.
 */
export const drugUse = (parameter: `$${number}`): string => `drug_use AS (
  SELECT patient_id, max(last_recorded) AS last_recorded,
         bool_or(status <> 'stopped' AND coalesce(
           last_recorded > CAST($2 AS date) - make_interval(months => CAST(${parameter} AS int)), status = 'active')) AS treats
    FROM population.treatment WHERE tenant_id = $1 AND concept = 'osteoporosis-drug' GROUP BY patient_id
)`;

/** USPSTF 2025 (women from 65: B) and ISCD 2023 (men from 70); not in hospice or palliative care. */
export const screeningAge = `screening_age AS (
  SELECT p.* FROM people p
   WHERE ((p.gender = 'female' AND p.age_years >= 65) OR (p.gender = 'male' AND p.age_years >= 70))
     AND NOT EXISTS (SELECT 1 FROM care_limited c WHERE c.patient_id = p.patient_id)
)`;

/** Of screening age, without known osteoporosis and never treated for it. */
export const eligible = `eligible AS (
  SELECT s.* FROM screening_age s
   WHERE NOT EXISTS (SELECT 1 FROM osteoporosis o WHERE o.patient_id = s.patient_id)
     AND NOT EXISTS (SELECT 1 FROM treated t WHERE t.patient_id = s.patient_id)
)`;

/** One row a patient: the newest current assessment that gave a flag. */
export const flagged = `flagged AS (
  SELECT DISTINCT ON (patient_id) patient_id, assessment_key, study_instance_uid, acquired_on, assessed_at, probability, model_versions
    FROM population.assessment
   WHERE tenant_id = $1 AND outcome = 'flagged'
   ORDER BY patient_id, assessed_at DESC
)`;

/**
 * Eligible when they were flagged: what was found after the flag (a T-score <= -2.5, a diagnosis, a drug) is the result of
 * the screening and must not take the patient out of its count. Undated entries count as earlier.
 */
export const eligibleAtFlag = `eligible_at_flag AS (
  SELECT s.* FROM screening_age s LEFT JOIN flagged f ON f.patient_id = s.patient_id
   WHERE NOT EXISTS (SELECT 1 FROM population.condition k WHERE k.tenant_id = $1 AND k.patient_id = s.patient_id
                      AND k.concept = 'osteoporosis' AND coalesce(k.onset < CAST(f.assessed_at AS date), true))
     AND NOT EXISTS (SELECT 1 FROM population.dxa d WHERE d.tenant_id = $1 AND d.patient_id = s.patient_id
                      AND d.t_score <= -2.5 AND coalesce(d.performed_on < CAST(f.assessed_at AS date), true))
     AND NOT EXISTS (SELECT 1 FROM population.treatment t WHERE t.tenant_id = $1 AND t.patient_id = s.patient_id
                      AND t.concept = 'osteoporosis-drug' AND coalesce(t.given < CAST(f.assessed_at AS date), true))
)`;

/** The first central DXA after the flag, with the lowest T-score of that day. */
export const dxaAfterFlag = `dxa_after_flag AS (
  SELECT f.patient_id, min(d.performed_on) AS performed_on, min(d.t_score) AS t_score
    FROM flagged f JOIN population.dxa d ON d.tenant_id = $1 AND d.patient_id = f.patient_id
   WHERE d.performed_on >= CAST(f.assessed_at AS date)
   GROUP BY f.patient_id
)`;

export const orderAfterFlag = `order_after_flag AS (
  SELECT f.patient_id, min(o.authored) AS authored
    FROM flagged f JOIN population.service_request o ON o.tenant_id = $1 AND o.patient_id = f.patient_id
   WHERE o.concept = 'dxa-central' AND o.authored >= CAST(f.assessed_at AS date)
     AND o.status IN ('active', 'completed', 'on-hold') AND o.intent NOT IN ('proposal', 'option')
   GROUP BY f.patient_id
)`;

/** The tables named, in the order in which they build on each other. */
export const withTables = (...tables: readonly string[]): string => `WITH ${tables.join(',\n')}`;

/** "50-59" and so on; the ages that published tables use. */
export const ageBand = (age: string): string =>
  `CASE WHEN ${age} < 50 THEN 'under 50' WHEN ${age} < 60 THEN '50-59' WHEN ${age} < 65 THEN '60-64' WHEN ${age} < 70 THEN '65-69'
        WHEN ${age} < 75 THEN '70-74' WHEN ${age} < 80 THEN '75-79' ELSE '80 and over' END`;
