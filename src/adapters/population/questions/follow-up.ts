import { REFERRAL_LIMITS_DAYS } from '../../../core/referral/referral-limits.ts';
import { careLimited, withTables } from './common-tables.ts';
import { asOf, type Question } from './question.ts';

const { unseen, notOrdered, notDone, withoutPlan } = REFERRAL_LIMITS_DAYS;

/** Open follow-ups with the day by which the next step must come, as `core/referral/referral-limits.ts` says it. */
const openFollowUps = `open_follow_ups AS (
  SELECT patient_id, study_instance_uid, state, owner, risk, CAST(flagged_at AT TIME ZONE 'UTC' AS date) AS flagged_on,
         CASE WHEN state = 'flagged' THEN ${unseen} WHEN state = 'seen' THEN ${notOrdered}
              WHEN state = 'needs-plan' THEN ${withoutPlan} ELSE ${notDone} END AS limit_days,
         CAST((CASE WHEN state = 'needs-plan' THEN coalesce(result_at, flagged_at) ELSE flagged_at END)
           AT TIME ZONE 'UTC' AS date) AS counted_from
    FROM trabecula.referral
   WHERE tenant_id = $1 AND state IN ('flagged', 'seen', 'ordered', 'scheduled', 'done', 'needs-plan')
)`;

const outOfReach = `out_of_reach AS (
  SELECT patient_id FROM care_limited
  UNION
  SELECT patient_id FROM population.patient WHERE tenant_id = $1 AND (coalesce(deceased, false) OR merged_into IS NOT NULL)
)`;

/** The bone-health pool's work list. */
export const overdueFollowUps: Question = {
  name: 'overdue-follow-ups',
  title: 'Overdue follow-ups',
  description: `Flagged patients whose next step is late: ${unseen} days unseen, ${notOrdered} not ordered, ${notDone} not done (counted from the flag), ${withoutPlan} without a plan after the DXA result; proposals of this project. An overdue one is the pool's; one that still stands with primary care passes to the pool at the next round. Not the deceased, hospice or palliative care.`,
  parameters: [asOf],
  rowsAre: 'patients',
  sql: `${withTables(careLimited, openFollowUps, outOfReach)}
SELECT patient_id, study_instance_uid, state, owner, flagged_on::text AS flagged_on,
       (counted_from + limit_days)::text AS due_on, CAST($2 AS date) - (counted_from + limit_days) AS days_over_limit,
       CASE WHEN owner = 'pool' THEN 'with the pool' ELSE 'passes to the pool' END AS escalation
  FROM open_follow_ups f
 WHERE counted_from + limit_days < CAST($2 AS date)
   AND NOT EXISTS (SELECT 1 FROM out_of_reach o WHERE o.patient_id = f.patient_id)
 ORDER BY days_over_limit DESC, risk DESC, patient_id`,
};

/** Wilson's score interval of `hits / trials` (z = 1.959964), in percent to one decimal; null where nobody was counted. */
const wilsonPercent = (sign: '-' | '+'): string =>
  `CAST(round(CAST(100 * (hits::float8 / nullif(trials, 0) + 1.9207295 / nullif(trials, 0) ${sign}
     1.959964 * sqrt(hits::float8 / nullif(trials, 0) * (1 - hits::float8 / nullif(trials, 0)) / nullif(trials, 0)
       + 0.96036475 / (nullif(trials, 0)::float8 * trials))) / (1 + 3.841459 / nullif(trials, 0)) AS numeric), 1) AS float8)`;

/** Agreement of model and DXA, by model version. */
export const modelAgreement: Question = {
  name: 'model-agreement',
  title: 'Agreement of model and DXA',
  description:
    'Flagged patients whose DXA result came after the flag: how many lie at or below -2.5 (PPV, with Wilson’s 95 % interval), by model versions. Left out: treatment begun between film and DXA, and withdrawn assessments. PPV only: the not flagged were not measured, so nothing can be said of sensitivity, specificity or calibration.',
  parameters: [asOf],
  rowsAre: 'counts',
  sql: `WITH pairs AS (
  SELECT array_to_string(d.model_versions, ' + ') AS model_versions, d.lowest_t_score, d.treated_between
    FROM trabecula.dxa_agreement d
    JOIN trabecula.assessment a ON a.tenant_id = d.tenant_id AND a.patient_id = d.patient_id
     AND a.assessment_key = d.assessment_key
   WHERE d.tenant_id = $1 AND a.state = 'current' AND d.measured_on <= CAST($2 AS text)
), counts AS (
  SELECT model_versions, count(*)::int AS measured, count(*) FILTER (WHERE treated_between)::int AS treated_before_dxa,
         count(*) FILTER (WHERE NOT treated_between)::int AS trials,
         count(*) FILTER (WHERE NOT treated_between AND lowest_t_score <= -2.5)::int AS hits
    FROM pairs GROUP BY model_versions
)
SELECT model_versions, measured, treated_before_dxa, trials AS counted, hits AS confirmed,
       CAST(round(100.0 * hits / nullif(trials, 0), 1) AS float8) AS ppv_percent,
       ${wilsonPercent('-')} AS ppv_percent_lower, ${wilsonPercent('+')} AS ppv_percent_upper
  FROM counts ORDER BY model_versions`,
};
