import type { ImageOutcome } from '../../core/evidence/image-evidence.ts';
import type { ModelReading, PairedReading } from '../../core/monitoring/model-comparison.ts';
import { OSTEOPOROSIS_T_SCORE } from '../../core/validation/target.ts';
import type { ChallengerStore } from '../../flow/ports/challenger-store.ts';
import { ASSESSMENT_COLUMNS, assessmentOf, type AssessmentRow } from './assessment-rows.ts';
import { statement, type Database } from './database.ts';
import { storableJson } from './storable.ts';

const WAITING = statement(
  'challenger.waiting',
  `SELECT ${ASSESSMENT_COLUMNS} FROM trabecula.assessment a
   WHERE tenant_id = $1 AND state = 'current' AND NOT EXISTS (SELECT 1 FROM trabecula.challenger_result c
     WHERE c.tenant_id = a.tenant_id AND c.patient_id = a.patient_id AND c.assessment_key = a.assessment_key
       AND c.challenger = $2)
   ORDER BY assessed_at DESC, assessment_key LIMIT $3`,
);
const KEEP = statement(
  'challenger.keep',
  `INSERT INTO trabecula.challenger_result (tenant_id, patient_id, assessment_key, challenger, evidence, assessed_at)
   VALUES ($1, $2, $3, $4, $5::jsonb, $6) ON CONFLICT DO NOTHING`,
);
const PAIRS = statement(
  'challenger.pairs',
  `WITH read AS (
     SELECT DISTINCT ON (a.patient_id) a.patient_id, a.assessment_key, a.evidence AS champion, c.evidence AS challenger,
            CASE WHEN length(a.acquired_on) = 10 THEN CAST(a.acquired_on AS date) END AS film_on
       FROM trabecula.assessment a JOIN trabecula.challenger_result c USING (tenant_id, patient_id, assessment_key)
      WHERE a.tenant_id = $1 AND a.state = 'current' AND c.challenger = $2
      ORDER BY a.patient_id, a.acquired_on DESC NULLS LAST, a.assessed_at DESC
   )
   SELECT champion->>'outcome' AS "championOutcome", challenger->>'outcome' AS "challengerOutcome",
     (champion->>'filmScore')::float8 - (champion->>'flaggedAtOrAbove')::float8 AS "championMargin",
     (challenger->>'filmScore')::float8 - (challenger->>'flaggedAtOrAbove')::float8 AS "challengerMargin",
     CAST(coalesce(f.lowest_t_score, p.t_score) AS float8) AS "tScore"
     FROM read r
     LEFT JOIN trabecula.dxa_agreement f ON f.tenant_id = $1 AND f.patient_id = r.patient_id
      AND f.assessment_key = r.assessment_key AND NOT f.treated_between
     LEFT JOIN LATERAL (
       SELECT min(d.t_score) AS t_score FROM population.dxa d
        WHERE d.tenant_id = $1 AND d.patient_id = r.patient_id AND d.t_score IS NOT NULL
          AND d.performed_on BETWEEN r.film_on - interval '12 months' AND r.film_on + interval '6 months'
          AND NOT EXISTS (SELECT 1 FROM population.treatment t WHERE t.tenant_id = $1 AND t.patient_id = r.patient_id
            AND t.concept = 'osteoporosis-drug' AND t.given > least(d.performed_on, r.film_on)
            AND t.given <= greatest(d.performed_on, r.film_on))
        GROUP BY d.performed_on ORDER BY abs(d.performed_on - r.film_on), d.performed_on LIMIT 1
     ) p ON true`,
);

interface PairRow {
  championOutcome: ImageOutcome | null;
  challengerOutcome: ImageOutcome | null;
  championMargin: number | null;
  challengerMargin: number | null;
  tScore: number | null;
}

const readingOf = (outcome: ImageOutcome | null, margin: number | null): ModelReading => ({
  outcome: outcome ?? 'unavailable',
  margin: margin ?? undefined,
});

const pairOf = (row: PairRow): PairedReading => ({
  champion: readingOf(row.championOutcome, row.championMargin),
  challenger: readingOf(row.challengerOutcome, row.challengerMargin),
  osteoporosis: row.tScore === null ? undefined : row.tScore <= OSTEOPOROSIS_T_SCORE,
});

/** Readings of challengers in SQL. */
export function openChallengerStore(database: Database): ChallengerStore {
  return {
    waiting: async (tenantId, challenger, limit) =>
      (await database.query<AssessmentRow>(WAITING, [tenantId, challenger, limit])).map(assessmentOf),
    keep: async ({ tenantId, patientId, assessmentKey }, challenger, evidence, at) =>
      void (await database.query(KEEP, [
        tenantId,
        patientId,
        assessmentKey,
        challenger,
        storableJson(evidence),
        at,
      ])),
    pairs: async (tenantId, challenger) =>
      (await database.query<PairRow>(PAIRS, [tenantId, challenger])).map(pairOf),
  };
}
