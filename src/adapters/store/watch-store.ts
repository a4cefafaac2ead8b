import type { DueFlags, FollowedFlag, ReadInputs } from '../../core/monitoring/watched.ts';
import { REFERRAL_LIMITS_DAYS } from '../../core/referral/referral-limits.ts';
import { OSTEOPOROSIS_T_SCORE } from '../../core/validation/target.ts';
import type { WatchSource } from '../../flow/ports/watch-source.ts';
import { statement, type Database } from './database.ts';

const STUDIES = statement(
  'watch.studies',
  `SELECT evidence->>'kind' AS kind, (evidence->>'filmScore')::float8 AS "filmScore", age_years AS "ageYears", sex
   FROM trabecula.assessment WHERE tenant_id = $1 AND assessed_at >= $2 AND assessed_at < $3`,
);
// Attention maps stay where they are: only what is watched is taken out of the stored films.
const FILMS = statement(
  'watch.films',
  `SELECT film->>'view' AS view, (film->>'novelty')::float8 AS novelty,
     film->'acquisition'->>'manufacturer' AS manufacturer,
     (film->'acquisition'->>'tubeVoltageKv')::float8 AS "tubeVoltageKv"
   FROM trabecula.assessment CROSS JOIN LATERAL jsonb_array_elements(evidence->'films') AS film
   WHERE tenant_id = $1 AND assessed_at >= $2 AND assessed_at < $3 AND evidence->>'kind' = 'available'`,
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
// A partial date counts from its first day. Who has a plan or treatment without a DXA, has died or is in hospice care does
// not wait for one.
const DUE = statement(
  'watch.due',
  `SELECT count(*)::int AS due,
     count(*) FILTER (WHERE CASE WHEN d.measured_on IS NULL THEN r.state IN ('flagged', 'seen', 'ordered', 'scheduled')
       ELSE CAST(substr(d.measured_on || '-01-01', 1, 10) AS date)
            > CAST(r.flagged_at AT TIME ZONE 'UTC' AS date) + CAST($4 AS int) END)::int AS late
   FROM trabecula.referral r LEFT JOIN trabecula.dxa_agreement d USING (tenant_id, patient_id, assessment_key)
   WHERE r.tenant_id = $1 AND r.flagged_at >= $2 AND r.flagged_at < $3 AND r.state NOT IN ('held', 'withdrawn', 'no-longer-flagged', 'declined')
     AND (d.measured_on IS NOT NULL OR r.state NOT IN ('treated', 'plan-recorded', 'deceased', 'care-limited'))`,
);

const DAY_MS = 86_400_000;

interface StudyRow {
  kind: 'available' | 'unavailable';
  filmScore: number | null;
  ageYears: number | null;
  sex: string | null;
}

interface FilmRow {
  view: string | null;
  novelty: number | null;
  manufacturer: string | null;
  tubeVoltageKv: number | null;
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
    inputs: async (tenantId, from, to) => {
      const period = [tenantId, from, to];
      return inputsOf(
        await database.query<StudyRow>(STUDIES, period),
        await database.query<FilmRow>(FILMS, period),
      );
    },
    followed: async (tenantId, from, to) =>
      (await database.query<FollowedRow>(FOLLOWED, [tenantId, from, to])).map(followedOf),
    dueFlags: async (tenantId, from, to) => {
      const days = REFERRAL_LIMITS_DAYS.notDone;
      const flagged = [from, to].map((at) => new Date(at.getTime() - days * DAY_MS));
      const [row] = await database.query<DueFlags>(DUE, [tenantId, ...flagged, days]);
      return { due: row?.due ?? 0, late: row?.late ?? 0 };
    },
  };
}

function inputsOf(studies: readonly StudyRow[], films: readonly FilmRow[]): ReadInputs {
  const readable = studies.filter((row) => row.kind === 'available');
  return {
    filmScores: readable.flatMap((row) => row.filmScore ?? []),
    novelty: films.flatMap((film) => film.novelty ?? []),
    readable: readable.length,
    refused: studies.length - readable.length,
    manufacturers: films.flatMap((film) => film.manufacturer ?? []),
    tubeVoltagesKv: films.flatMap((film) => film.tubeVoltageKv ?? []),
    views: films.flatMap((film) => film.view ?? []),
    agesYears: studies.flatMap((row) => row.ageYears ?? []),
    sexes: studies.flatMap((row) => row.sex ?? []),
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
        : Math.max(0, Math.floor((measured - flaggedAt.getTime()) / DAY_MS) + 1),
  };
}
