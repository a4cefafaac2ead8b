import type { CardFeedback, CardHistory, CardLedger, IssuedCard } from '../../flow/ports/card-ledger.ts';
import { openingCounter } from './opening-counter.ts';
import { statement, type Database } from './database.ts';
import { groupCommit } from './group-commit.ts';
import { storableJson } from './storable.ts';

// Cards that are issued at the same moment share one commit: a busy hour would otherwise wait for the disk card by card.
const ISSUE = statement(
  'card.issueMany',
  `INSERT INTO trabecula.issued_card (tenant_id, patient_id, card_uuid, service_id, hook, hook_instance, user_id,
     reason_code, channel, assessment_key, model_versions, suggestion_uuids, issued_at)
   SELECT tenant_id, patient_id, card_uuid, service_id, hook, hook_instance, user_id,
     reason_code, channel, assessment_key, model_versions, suggestion_uuids, issued_at
   FROM jsonb_to_recordset($1::jsonb) AS issued (tenant_id text, patient_id text, card_uuid text, service_id text,
     hook text, hook_instance text, user_id text, reason_code text, channel text, assessment_key text,
     model_versions text[], suggestion_uuids text[], issued_at timestamptz)
   ORDER BY tenant_id, patient_id, card_uuid
   ON CONFLICT (tenant_id, patient_id, card_uuid) DO NOTHING`,
);
// One round trip a hook call: a row for each showing, repeated for each report on it.
const HISTORY = statement(
  'card.history',
  `SELECT c.card_uuid, c.user_id, c.channel, c.issued_at, f.outcome, f.override_reason_code, f.outcome_timestamp
   FROM trabecula.issued_card c LEFT JOIN trabecula.card_feedback f USING (tenant_id, patient_id, card_uuid)
   WHERE tenant_id = $1 AND patient_id = $2 ORDER BY c.issued_at, c.card_uuid, f.outcome_timestamp`,
);
// Finds the patient by the card, so that the row stands under the patient's key as all others do.
const RECORD_FEEDBACK = statement(
  'card.recordFeedback',
  `INSERT INTO trabecula.card_feedback (tenant_id, patient_id, card_uuid, outcome, outcome_timestamp,
     accepted_suggestion_uuids, override_reason_code, user_comment)
   SELECT tenant_id, patient_id, card_uuid, $4, $5, $6::text[], $7, $8
   FROM trabecula.issued_card
   WHERE tenant_id = $1 AND service_id = $2 AND card_uuid = $3 AND $6::text[] <@ suggestion_uuids
   ON CONFLICT DO NOTHING RETURNING card_uuid`,
);
const WAS_ISSUED = statement(
  'card.wasIssued',
  `SELECT 1 AS found FROM trabecula.issued_card
   WHERE tenant_id = $1 AND service_id = $2 AND card_uuid = $3 AND $4::text[] <@ suggestion_uuids`,
);
const PATIENT_OF = statement(
  'card.patientOf',
  `SELECT patient_id AS "patientId" FROM trabecula.issued_card WHERE tenant_id = $1 AND card_uuid = $2`,
);
const BURDEN = statement(
  'card.burden',
  `SELECT
     (SELECT coalesce(sum(openings), 0)::int FROM trabecula.chart_opening
      WHERE tenant_id = $1 AND hour >= date_trunc('hour', $2::timestamptz)) AS openings,
     count(DISTINCT c.card_uuid)::int AS cards,
     count(DISTINCT c.card_uuid) FILTER (WHERE f.outcome = 'overridden')::int AS overridden,
     count(DISTINCT c.card_uuid) FILTER (WHERE f.outcome IS NOT NULL)::int AS answered
   FROM trabecula.issued_card c LEFT JOIN trabecula.card_feedback f USING (tenant_id, patient_id, card_uuid)
   WHERE c.tenant_id = $1 AND c.issued_at >= $2`,
);

interface HistoryRow {
  card_uuid: string;
  user_id: string;
  channel: IssuedCard['channel'];
  issued_at: Date;
  outcome: CardFeedback['outcome'] | null;
  override_reason_code: string | null;
  outcome_timestamp: string | null;
}

function historyOf(rows: readonly HistoryRow[]): CardHistory {
  const first = rows.filter((row, index) => row.card_uuid !== rows[index - 1]?.card_uuid);
  const feedback = rows.flatMap((row) =>
    row.outcome === null || row.outcome_timestamp === null
      ? []
      : [
          {
            userId: row.user_id,
            channel: row.channel,
            outcome: row.outcome,
            overrideReasonCode: row.override_reason_code ?? undefined,
            at: new Date(row.outcome_timestamp),
          },
        ],
  );
  return {
    showings: first.map((row) => ({ userId: row.user_id, channel: row.channel, issuedAt: row.issued_at })),
    feedback: feedback.sort((a, b) => a.at.getTime() - b.at.getTime()),
  };
}

const rowOf = (card: IssuedCard) => ({
  tenant_id: card.tenantId,
  patient_id: card.patientId,
  card_uuid: card.cardUuid,
  service_id: card.serviceId,
  hook: card.hook,
  hook_instance: card.hookInstance,
  user_id: card.userId,
  reason_code: card.reasonCode,
  channel: card.channel,
  assessment_key: card.assessmentKey ?? null,
  model_versions: card.modelVersions,
  suggestion_uuids: card.suggestionUuids,
  issued_at: card.issuedAt,
});

/** Issued cards, their feedback and the count of chart openings, in SQL. */
export function openCardLedger(database: Database): CardLedger {
  const issue = groupCommit<readonly IssuedCard[], void>(async (answers) => {
    await database.query(ISSUE, [storableJson(answers.flat().map(rowOf))]);
    return answers.map(() => undefined);
  });
  return {
    issue: async (cards) => {
      if (cards.length > 0) await issue(cards);
    },
    historyOf: async (tenantId, patientId) =>
      historyOf(await database.query<HistoryRow>(HISTORY, [tenantId, patientId])),
    recordFeedback: async (feedback) => {
      const card = [feedback.tenantId, feedback.serviceId, feedback.cardUuid];
      const recorded = await database.query(RECORD_FEEDBACK, [
        ...card,
        feedback.outcome,
        feedback.outcomeTimestamp,
        feedback.acceptedSuggestionUuids,
        feedback.overrideReasonCode ?? null,
        feedback.userComment ?? null,
      ]);
      if (recorded.length > 0) return 'recorded';
      const asked = [...card, feedback.acceptedSuggestionUuids];
      return (await database.query(WAS_ISSUED, asked)).length > 0 ? 'unchanged' : 'unknown-card';
    },
    patientOf: async (tenantId, cardUuid) => {
      const [row] = await database.query<{ patientId: string }>(PATIENT_OF, [tenantId, cardUuid]);
      return row?.patientId;
    },
    burden: async (tenantId, since) => {
      const [row] = await database.query<Awaited<ReturnType<CardLedger['burden']>>>(BURDEN, [
        tenantId,
        since,
      ]);
      return row ?? { openings: 0, cards: 0, overridden: 0, answered: 0 };
    },
    countOpening: openingCounter(database),
  };
}
