import { careLimited, dxaAfterFlag, flagged, orderAfterFlag, people, withTables } from './common-tables.ts';
import { asOf, type Question } from './question.ts';

export const filmsRefused: Question = {
  name: 'films-refused',
  title: 'Films that gave no score, by reason',
  description: 'Current assessments without a score, by the reason of the refusal.',
  parameters: [asOf],
  rowsAre: 'counts',
  sql: `SELECT refusal_reason AS reason, count(*)::int AS studies, count(DISTINCT patient_id)::int AS patients
  FROM population.assessment WHERE tenant_id = $1 AND kind = 'unavailable' AND assessed_at < CAST($2 AS date) + 1
 GROUP BY 1 ORDER BY 2 DESC, 1`,
};

export const filmsNotAssessed: Question = {
  name: 'films-not-assessed',
  title: 'Lumbar films that were not assessed',
  description:
    'Patients whose newest lumbar radiography study has no current assessment: what a screening run would take. Not the deceased, hospice or palliative care.',
  parameters: [
    asOf,
    { name: 'filmMonths', type: 'integer', description: 'films of the last so many months', default: 24 },
  ],
  rowsAre: 'patients',
  sql: `${withTables(people, careLimited)},
newest AS (
  SELECT DISTINCT ON (patient_id) patient_id, study_instance_uid, started FROM population.film_study
   WHERE tenant_id = $1 AND concept = 'lumbar-radiograph' AND study_instance_uid IS NOT NULL
     AND started > CAST($2 AS date) - make_interval(months => CAST($3 AS int)) AND started <= CAST($2 AS date)
   ORDER BY patient_id, started DESC, study_instance_uid
)
SELECT n.patient_id, p.age_years, p.gender, n.study_instance_uid, CAST(n.started AS text) AS film_on
  FROM newest n JOIN people p ON p.patient_id = n.patient_id
 WHERE NOT EXISTS (SELECT 1 FROM care_limited c WHERE c.patient_id = n.patient_id)
   AND NOT EXISTS (SELECT 1 FROM trabecula.assessment a WHERE a.tenant_id = $1 AND a.patient_id = n.patient_id
                    AND a.study_instance_uid = n.study_instance_uid AND a.state = 'current')
   AND NOT EXISTS (SELECT 1 FROM population.refuses_ai r WHERE r.tenant_id = $1 AND r.patient_id = n.patient_id)
 ORDER BY n.started DESC, n.patient_id`,
};

export const lostOnTheWay: Question = {
  name: 'lost-on-the-way',
  title: 'Flagged patients lost on the way',
  description:
    'Flagged patients whose next step is overdue: not ordered 60 days after the flag, ordered but not done after 120 days, or T-score <= -2.5 without treatment 30 days after the DXA (limits are settings). Not the deceased, hospice or palliative care.',
  parameters: [
    asOf,
    { name: 'orderDays', type: 'integer', description: 'days from flag to order', default: 60 },
    { name: 'dxaDays', type: 'integer', description: 'days from order to DXA', default: 120 },
    { name: 'planDays', type: 'integer', description: 'days from T-score <= -2.5 to a plan', default: 30 },
  ],
  rowsAre: 'patients',
  sql: `${withTables(people, careLimited, flagged, dxaAfterFlag, orderAfterFlag)},
standing AS (
  SELECT f.patient_id, f.assessed_at, o.authored, d.performed_on, d.t_score,
    CASE
      WHEN d.patient_id IS NULL AND o.patient_id IS NULL AND CAST(f.assessed_at AS date) + CAST($3 AS int) < CAST($2 AS date) THEN 'not ordered'
      WHEN d.patient_id IS NULL AND o.authored + CAST($4 AS int) < CAST($2 AS date) THEN 'ordered, not done'
      WHEN d.t_score <= -2.5 AND d.performed_on + CAST($5 AS int) < CAST($2 AS date) AND NOT EXISTS (
        SELECT 1 FROM population.treatment t WHERE t.tenant_id = $1 AND t.patient_id = f.patient_id
           AND t.concept = 'osteoporosis-drug' AND t.given >= d.performed_on) THEN 'result without a plan'
    END AS lost_at
    FROM flagged f
    LEFT JOIN order_after_flag o ON o.patient_id = f.patient_id
    LEFT JOIN dxa_after_flag d ON d.patient_id = f.patient_id
)
SELECT s.patient_id, p.age_years, p.gender, s.lost_at, CAST(CAST(s.assessed_at AS date) AS text) AS assessed_on,
       CAST(s.authored AS text) AS ordered_on, CAST(s.performed_on AS text) AS dxa_on, CAST(s.t_score AS float8) AS t_score
  FROM standing s JOIN people p ON p.patient_id = s.patient_id WHERE s.lost_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM care_limited c WHERE c.patient_id = s.patient_id) ORDER BY s.assessed_at, s.patient_id`,
};

export const alertBurden: Question = {
  name: 'alert-burden',
  title: 'Cards per 100 chart openings, by month',
  description: 'Cards shown, and how many were overridden, for each 100 chart openings.',
  parameters: [asOf],
  rowsAre: 'counts',
  sql: `WITH openings AS (
  SELECT to_char(hour, 'YYYY-MM') AS month, sum(openings)::int AS openings FROM trabecula.chart_opening
   WHERE tenant_id = $1 AND hour < CAST($2 AS date) + 1 GROUP BY 1
), cards AS (
  SELECT to_char(c.issued_at, 'YYYY-MM') AS month, count(*)::int AS cards,
         count(*) FILTER (WHERE EXISTS (SELECT 1 FROM trabecula.card_feedback f WHERE f.tenant_id = $1 AND f.patient_id = c.patient_id
            AND f.card_uuid = c.card_uuid AND f.outcome = 'overridden'))::int AS overridden
    FROM trabecula.issued_card c WHERE c.tenant_id = $1 AND c.issued_at < CAST($2 AS date) + 1 GROUP BY 1
)
SELECT coalesce(o.month, c.month) AS month, coalesce(o.openings, 0) AS openings, coalesce(c.cards, 0) AS cards,
       coalesce(c.overridden, 0) AS overridden, CAST(round(100.0 * c.cards / nullif(o.openings, 0), 1) AS float8) AS cards_per_100_openings
  FROM openings o FULL JOIN cards c ON c.month = o.month ORDER BY 1`,
};
