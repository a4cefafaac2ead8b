import { LONGEST_HOLD_MONTHS } from '../../../core/decision/treatment.ts';
import {
  careLimited,
  eligible,
  eligibleAtFlag,
  flagged,
  drugUse,
  dxaAfterFlag,
  orderAfterFlag,
  osteoporosis,
  people,
  screeningAge,
  treated,
  withTables,
} from './common-tables.ts';
import { asOf, type Question } from './question.ts';

const interval = {
  name: 'intervalMonths',
  type: 'integer',
  description: 'a central DXA within so many months closes the gap',
  default: 24,
} as const;

const treatmentHolds = {
  name: 'treatmentMonths',
  type: 'integer',
  description: 'a drug treats for so many months after it was last recorded',
  // A row knows that it is such a drug, and not which.
  default: LONGEST_HOLD_MONTHS,
} as const;

const eligibleTables = [people, careLimited, osteoporosis, treated, screeningAge, eligible];

export const careGap: Question = {
  name: 'care-gap',
  title: 'Care gap: at risk on a film, no DXA',
  description:
    'Patients of screening age (women 65, men 70) without known or treated osteoporosis whose film was flagged and who have neither a central DXA within the interval nor an open order. Highest probability first.',
  parameters: [asOf, interval],
  rowsAre: 'patients',
  sql: `${withTables(...eligibleTables, flagged)}
SELECT e.patient_id, e.age_years, e.gender, CAST(f.acquired_on AS text) AS film_on, CAST(CAST(f.assessed_at AS date) AS text) AS assessed_on,
       CAST(f.probability AS float8) AS probability
  FROM eligible e JOIN flagged f ON f.patient_id = e.patient_id
 WHERE NOT EXISTS (SELECT 1 FROM population.dxa d WHERE d.tenant_id = $1 AND d.patient_id = e.patient_id
                    AND d.performed_on > CAST($2 AS date) - make_interval(months => CAST($3 AS int)))
   AND NOT EXISTS (SELECT 1 FROM population.service_request o WHERE o.tenant_id = $1 AND o.patient_id = e.patient_id
                    AND o.concept = 'dxa-central' AND o.status IN ('active', 'on-hold') AND o.intent NOT IN ('proposal', 'option'))
 ORDER BY f.probability DESC NULLS LAST, e.patient_id`,
};

export const eligibleNeverTested: Question = {
  name: 'eligible-never-tested',
  title: 'Eligible by guideline, never tested, film or not',
  description:
    'Patients of screening age without known or treated osteoporosis and without any central DXA on record: guideline screening does not wait for a film.',
  parameters: [asOf],
  rowsAre: 'patients',
  sql: `${withTables(...eligibleTables)}
SELECT e.patient_id, e.age_years, e.gender,
       EXISTS (SELECT 1 FROM population.film_study s WHERE s.tenant_id = $1 AND s.patient_id = e.patient_id) AS has_lumbar_film
  FROM eligible e
 WHERE NOT EXISTS (SELECT 1 FROM population.dxa d WHERE d.tenant_id = $1 AND d.patient_id = e.patient_id)
 ORDER BY e.age_years DESC, e.patient_id`,
};

export const funnel: Question = {
  name: 'funnel',
  title: 'From the population to the confirmed result',
  description:
    'How many patients are at each step: eligible (when they were flagged), with a lumbar film, assessed, flagged, shown a card, ordered, DXA done, T-score <= -2.5. Each step counts patients of the step before.',
  parameters: [asOf],
  rowsAre: 'counts',
  sql: `${withTables(people, careLimited, screeningAge, flagged, eligibleAtFlag, dxaAfterFlag, orderAfterFlag)},
with_film AS (SELECT DISTINCT patient_id FROM population.film_study WHERE tenant_id = $1),
with_score AS (SELECT DISTINCT patient_id FROM population.assessment WHERE tenant_id = $1 AND kind = 'available'),
with_card AS (SELECT DISTINCT patient_id FROM trabecula.issued_card WHERE tenant_id = $1 AND channel = 'ai'),
counted AS (
  SELECT count(*)::int AS eligible,
    count(*) FILTER (WHERE v.patient_id IS NOT NULL OR a.patient_id IS NOT NULL)::int AS film,
    count(a.patient_id)::int AS assessed,
    count(f.patient_id)::int AS flag,
    count(*) FILTER (WHERE f.patient_id IS NOT NULL AND c.patient_id IS NOT NULL)::int AS card,
    count(*) FILTER (WHERE f.patient_id IS NOT NULL AND (o.patient_id IS NOT NULL OR d.patient_id IS NOT NULL))::int AS ordered,
    count(*) FILTER (WHERE f.patient_id IS NOT NULL AND d.patient_id IS NOT NULL)::int AS tested,
    count(*) FILTER (WHERE f.patient_id IS NOT NULL AND d.t_score <= -2.5)::int AS confirmed
    FROM eligible_at_flag e
    LEFT JOIN with_film v ON v.patient_id = e.patient_id
    LEFT JOIN with_score a ON a.patient_id = e.patient_id
    LEFT JOIN flagged f ON f.patient_id = e.patient_id
    LEFT JOIN with_card c ON c.patient_id = e.patient_id
    LEFT JOIN order_after_flag o ON o.patient_id = e.patient_id
    LEFT JOIN dxa_after_flag d ON d.patient_id = e.patient_id
)
SELECT step, patients FROM counted CROSS JOIN LATERAL (VALUES
  (1, 'eligible', eligible), (2, 'with a lumbar film', film), (3, 'film assessed', assessed), (4, 'flagged', flag),
  (5, 'card shown', card), (6, 'DXA ordered', ordered), (7, 'DXA done', tested), (8, 'T-score at or below -2.5', confirmed)
) AS steps(place, step, patients) ORDER BY place`,
};

export const untreated: Question = {
  name: 'osteoporosis-untreated',
  title: 'Osteoporosis on record, no treatment now',
  description: `Patients with the diagnosis or a central T-score <= -2.5 at any date, and no osteoporosis drug on record, or only such as were stopped or last recorded more than ${treatmentHolds.default} months ago (treatmentMonths). Treatment elsewhere may be missing; drug_not_known: an entry on record names its drug by a Medication that was not imported or says nothing.`,
  parameters: [asOf, treatmentHolds],
  rowsAre: 'patients',
  sql: `${withTables(people, careLimited, osteoporosis, drugUse('$3'))}
SELECT p.patient_id, p.age_years, p.gender,
       (SELECT CAST(min(d.t_score) AS float8) FROM population.dxa d WHERE d.tenant_id = $1 AND d.patient_id = p.patient_id) AS lowest_t_score,
       CAST(u.last_recorded AS text) AS last_drug_on,
       EXISTS (SELECT 1 FROM population.medication_entry e WHERE e.tenant_id = $1 AND e.patient_id = p.patient_id
                AND e.concept = 'drug-by-reference'
                AND NOT EXISTS (SELECT 1 FROM population.medication m WHERE m.tenant_id = $1 AND m.resource_id = e.medication_id)) AS drug_not_known
  FROM people p JOIN osteoporosis o ON o.patient_id = p.patient_id
  LEFT JOIN drug_use u ON u.patient_id = p.patient_id
 WHERE NOT coalesce(u.treats, false)
   AND NOT EXISTS (SELECT 1 FROM care_limited c WHERE c.patient_id = p.patient_id)
 ORDER BY lowest_t_score NULLS LAST, p.patient_id`,
};
