import type { ResearchPatient, ResearchSource } from '../../flow/ports/research-export.ts';
import { statement, type Database } from '../store/database.ts';

const patientsOnPage = 2_000;

/** Living, not merged patients with a current assessment; the newest counts. Read by key, a page at a time. */
export function researchSource(database: Database): ResearchSource {
  return {
    async *patients(tenantId, signal) {
      for (let after = ''; ;) {
        signal.throwIfAborted();
        const rows = await database.query<Row>(PAGE, [tenantId, after, patientsOnPage]);
        yield rows.map(patientOf);
        const last = rows.at(-1);
        if (last === undefined || rows.length < patientsOnPage) return;
        after = last.patient_id;
      }
    },
  };
}

interface Row {
  readonly patient_id: string;
  readonly age_years: number;
  readonly gender: string | null;
  readonly race: string | null;
  readonly ethnicity: string | null;
  readonly zip3: string | null;
  readonly film_on: string | null;
  readonly assessed_on: string;
  readonly outcome: string | null;
  readonly refusal_reason: string | null;
  readonly probability: number | null;
  readonly model_versions: readonly string[];
  readonly card_shown: boolean;
  readonly osteoporosis: boolean;
  readonly fragility_fracture: boolean;
  readonly drug_first_on: string | null;
  readonly dxa_before_on: string | null;
  readonly dxa_before_t_score: number | null;
  readonly dxa_ordered_on: string | null;
  readonly dxa_after_on: string | null;
  readonly dxa_after_t_score: number | null;
}

const patientOf = (row: Row): ResearchPatient => ({
  patientId: row.patient_id,
  ageYears: row.age_years,
  gender: row.gender ?? undefined,
  race: row.race ?? undefined,
  ethnicity: row.ethnicity ?? undefined,
  zip3: row.zip3 ?? undefined,
  filmOn: row.film_on ?? undefined,
  assessedOn: row.assessed_on,
  outcome: row.outcome ?? undefined,
  refusalReason: row.refusal_reason ?? undefined,
  probability: row.probability ?? undefined,
  modelVersions: row.model_versions,
  cardShown: row.card_shown,
  osteoporosis: row.osteoporosis,
  fragilityFracture: row.fragility_fracture,
  drugFirstOn: row.drug_first_on ?? undefined,
  dxaBeforeOn: row.dxa_before_on ?? undefined,
  dxaBeforeTScore: row.dxa_before_t_score ?? undefined,
  dxaOrderedOn: row.dxa_ordered_on ?? undefined,
  dxaAfterOn: row.dxa_after_on ?? undefined,
  dxaAfterTScore: row.dxa_after_t_score ?? undefined,
});

const PAGE = statement(
  'research.patients',
  `WITH page AS (
     SELECT p.patient_id, p.gender, p.race, p.ethnicity, p.zip3, n.assessment_key, n.acquired_on, n.assessed_on, n.outcome,
            n.refusal_reason, n.probability, n.model_versions,
            CAST(extract(year FROM age(coalesce(n.acquired_on, n.assessed_on), p.birth_date)) AS int) AS age_years
       FROM population.patient p
       CROSS JOIN LATERAL (
         SELECT a.*, CAST(a.assessed_at AS date) AS assessed_on FROM population.assessment a
          WHERE a.tenant_id = $1 AND a.patient_id = p.patient_id ORDER BY a.assessed_at DESC LIMIT 1) n
      WHERE p.tenant_id = $1 AND p.patient_id > $2 AND NOT coalesce(p.deceased, false) AND p.merged_into IS NULL
        AND p.birth_date IS NOT NULL
      ORDER BY p.patient_id LIMIT $3
   )
   SELECT g.patient_id, g.age_years, g.gender, g.race, g.ethnicity, g.zip3, CAST(g.acquired_on AS text) AS film_on,
          CAST(g.assessed_on AS text) AS assessed_on, g.outcome, g.refusal_reason,
          CAST(round(g.probability, 3) AS float8) AS probability, g.model_versions,
          EXISTS (SELECT 1 FROM trabecula.issued_card c WHERE c.tenant_id = $1 AND c.patient_id = g.patient_id
                   AND c.assessment_key = g.assessment_key) AS card_shown,
          (EXISTS (SELECT 1 FROM population.condition k WHERE k.tenant_id = $1 AND k.patient_id = g.patient_id AND k.concept = 'osteoporosis')
            OR EXISTS (SELECT 1 FROM population.dxa d WHERE d.tenant_id = $1 AND d.patient_id = g.patient_id AND d.t_score <= -2.5)) AS osteoporosis,
          EXISTS (SELECT 1 FROM population.condition k WHERE k.tenant_id = $1 AND k.patient_id = g.patient_id
                   AND k.concept = 'fragility-fracture') AS fragility_fracture,
          (SELECT CAST(min(t.given) AS text) FROM population.treatment t WHERE t.tenant_id = $1 AND t.patient_id = g.patient_id
              AND t.concept = 'osteoporosis-drug') AS drug_first_on,
          CAST(b.performed_on AS text) AS dxa_before_on, CAST(b.t_score AS float8) AS dxa_before_t_score,
          (SELECT CAST(min(o.authored) AS text) FROM population.service_request o WHERE o.tenant_id = $1 AND o.patient_id = g.patient_id
              AND o.concept = 'dxa-central' AND o.authored >= g.assessed_on AND o.status IN ('active', 'completed', 'on-hold')
              AND o.intent NOT IN ('proposal', 'option')) AS dxa_ordered_on,
          CAST(a.performed_on AS text) AS dxa_after_on, CAST(a.t_score AS float8) AS dxa_after_t_score
     FROM page g
     LEFT JOIN LATERAL (SELECT d.performed_on, min(d.t_score) AS t_score FROM population.dxa d WHERE d.tenant_id = $1
        AND d.patient_id = g.patient_id AND d.performed_on < g.assessed_on GROUP BY 1 ORDER BY 1 DESC LIMIT 1) b ON true
     LEFT JOIN LATERAL (SELECT d.performed_on, min(d.t_score) AS t_score FROM population.dxa d WHERE d.tenant_id = $1
        AND d.patient_id = g.patient_id AND d.performed_on >= g.assessed_on GROUP BY 1 ORDER BY 1 LIMIT 1) a ON true
    ORDER BY g.patient_id`,
);
