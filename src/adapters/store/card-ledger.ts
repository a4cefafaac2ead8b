import type { CardFeedback, CardHistory, CardLedger, IssuedCard } from '../../flow/ports/card-ledger.ts';
import { openingCounter } from './opening-counter.ts';
import { statement, type Database } from './database.ts';

const ISSUE = statement(
  'card.issue',
  `INSERT INTO trabecula.issued_card (tenant_id, patient_id, card_uuid, service_id, hook, hook_instance, user_id,
     reason_code, channel, assessment_key, model_versions, suggestion_uuids, issued_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text[], $12::text[], $13)
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

const cardValues = (card: IssuedCard) => [
  card.tenantId,
  card.patientId,
  card.cardUuid,
  card.serviceId,
  card.hook,
  card.hookInstance,
  card.userId,
  card.reasonCode,
  card.channel,
  card.assessmentKey ?? null,
  card.modelVersions,
  card.suggestionUuids,
  card.issuedAt,
];

/** Issued cards, their feedback and the count of chart openings, in SQL. */
export function openCardLedger(database: Database): CardLedger {
  return {
    issue: async (cards) => {
      const [card] = cards;
      if (card === undefined) return;
      if (cards.length === 1) return void (await database.query(ISSUE, cardValues(card)));
      await database.transaction(async (sql) => {
        for (const each of cards) await sql.query(ISSUE, cardValues(each));
      });
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
