import type { FollowedFlag, ReadInputs } from '../../core/monitoring/watched.ts';
import { OSTEOPOROSIS_T_SCORE } from '../../core/validation/target.ts';
import type { WatchSource } from '../../flow/ports/watch-source.ts';
import { statement, type Database } from './database.ts';

const INPUTS = statement(
  'watch.inputs',
  `SELECT evidence->>'kind' AS kind, (evidence->>'filmScore')::float8 AS "filmScore",
     evidence->'films' AS films
   FROM trabecula.assessment WHERE tenant_id = $1 AND assessed_at >= $2 AND assessed_at < $3`,
);
const FOLLOWED = statement(
  'watch.followed',
  `SELECT d.lowest_t_score AS "tScore", (a.evidence->'probability'->>'value')::float8 AS probability,
     d.measured_on AS "measuredOn", r.flagged_at AS "flaggedAt"
   FROM trabecula.dxa_agreement d
   LEFT JOIN trabecula.assessment a USING (tenant_id, patient_id, assessment_key)
   LEFT JOIN trabecula.referral r USING (tenant_id, patient_id, assessment_key)
   WHERE d.tenant_id = $1 AND d.recorded_at >= $2 AND d.recorded_at < $3 AND NOT d.treated_between`,
);

interface InputRow {
  kind: 'available' | 'unavailable';
  filmScore: number | null;
  films: readonly { readonly novelty: number }[] | null;
}

interface FollowedRow {
  tScore: number;
  probability: number | null;
  measuredOn: string;
  flaggedAt: Date | null;
}

/** Readings and DXA results from the store, without persons. */
export function openWatchSource(database: Database): WatchSource {
  return {
    inputs: async (tenantId, from, to) =>
      inputsOf(await database.query<InputRow>(INPUTS, [tenantId, from, to])),
    followed: async (tenantId, from, to) =>
      (await database.query<FollowedRow>(FOLLOWED, [tenantId, from, to])).map(followedOf),
  };
}

function inputsOf(rows: readonly InputRow[]): ReadInputs {
  const readable = rows.filter((row) => row.kind === 'available');
  return {
    filmScores: readable.flatMap((row) => row.filmScore ?? []),
    novelty: readable.flatMap((row) => (row.films ?? []).map((film) => film.novelty)),
    readable: readable.length,
    refused: rows.length - readable.length,
  };
}

function followedOf({ tScore, probability, measuredOn, flaggedAt }: FollowedRow): FollowedFlag {
  const measured = Date.parse(`${measuredOn.slice(0, 10)}T00:00:00Z`);
  return {
    osteoporosis: tScore <= OSTEOPOROSIS_T_SCORE,
    probability: probability ?? undefined,
    // A partial date is no day: the wait is then not known.
    daysToDxa:
      flaggedAt === null || measuredOn.length < 10
        ? undefined
        : Math.max(0, Math.floor((measured - flaggedAt.getTime()) / 86_400_000) + 1),
  };
}
