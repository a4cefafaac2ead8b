import type { AiConsent } from '../../core/patient/ai-consent.ts';
import type { ImportedConsent } from '../../flow/ports/opt-outs.ts';
import { statement, type Database } from './database.ts';

/** In place of a Consent's id for those who stand on the tenant's list; the prefix is no character of a FHIR id. */
const LIST = '#list';

interface ConsentRow {
  readonly consent_id: string;
  readonly effect: AiConsent['effect'];
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

/** What is known of consents, for every process and for the questions. */
export interface AiConsentStore {
  /** Everybody who refuses today, of every tenant. */
  refusing(): Promise<readonly { readonly tenantId: string; readonly patientId: string }[]>;
  /** Replaces what charts said of the patient; nothing is written when nothing changed. */
  learn(tenantId: string, patientId: string, consents: readonly AiConsent[], at: Date): Promise<void>;
  /** Takes over single Consents unless something newer is known of them. Says whether anything changed. */
  learnImported(tenantId: string, imported: readonly ImportedConsent[]): Promise<boolean>;
  /** Replaces who stands on the tenant's list. */
  learnList(tenantId: string, patientIds: readonly string[], at: Date): Promise<void>;
}

const consentOf = ({ consent_id, effect, valid_from, valid_to }: ConsentRow): AiConsent => ({
  consentId: consent_id,
  effect,
  from: valid_from ?? undefined,
  to: valid_to ?? undefined,
});

const asText = (consents: readonly AiConsent[]): string =>
  JSON.stringify(
    consents
      .map(({ consentId, effect, from, to }) => [consentId, effect, from ?? null, to ?? null])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );

export function openAiConsents(database: Database): AiConsentStore {
  const of = async (tenantId: string, patientId: string) =>
    (await database.query<ConsentRow>(READ, [tenantId, patientId])).map(consentOf);
  return {
    refusing: async () =>
      (await database.query<{ tenant_id: string; patient_id: string }>(REFUSING)).map((row) => ({
        tenantId: row.tenant_id,
        patientId: row.patient_id,
      })),
    async learn(tenantId, patientId, consents, at) {
      const known = (await of(tenantId, patientId)).filter(({ consentId }) => consentId !== LIST);
      if (asText(known) === asText(consents)) return;
      await database.transaction(async (sql) => {
        await sql.query(FORGET, [tenantId, patientId]);
        for (const { consentId, effect, from, to } of consents)
          await sql.query(INSERT, [tenantId, patientId, consentId, effect, from ?? null, to ?? null, at]);
      });
    },
    learnImported: (tenantId, imported) =>
      database.transaction(async (sql) => {
        const latest = latestOfEach(imported);
        const told = latest.flatMap(({ consentId, says, asOf }) =>
          says === undefined ? [] : [{ consentId, asOf, ...says }],
        );
        const forgotten = await sql.query(FORGET_EACH, [
          tenantId,
          latest.map(({ consentId }) => consentId),
          latest.map(({ asOf }) => asOf.toISOString()),
        ]);
        const kept = await sql.query(INSERT_EACH, [
          tenantId,
          told.map(({ patientId }) => patientId),
          told.map(({ consentId }) => consentId),
          told.map(({ consent }) => consent.effect),
          told.map(({ consent }) => consent.from ?? null),
          told.map(({ consent }) => consent.to ?? null),
          told.map(({ asOf }) => asOf.toISOString()),
        ]);
        return forgotten.length + kept.length > 0;
      }),
    learnList: (tenantId, patientIds, at) =>
      database.transaction(async (sql) => {
        await sql.query(FORGET_LIST, [tenantId, patientIds]);
        await sql.query(INSERT_LIST, [tenantId, patientIds, at]);
      }),
  };
}

/** Two versions of one Consent in a batch: the newer one, and of two as old the one that came last. */
function latestOfEach(imported: readonly ImportedConsent[]): readonly ImportedConsent[] {
  const latest = new Map<string, ImportedConsent>();
  for (const one of imported) {
    const known = latest.get(one.consentId);
    if (known === undefined || known.asOf <= one.asOf) latest.set(one.consentId, one);
  }
  return [...latest.values()];
}

const REFUSING = statement('ai-consent.refusing', 'SELECT tenant_id, patient_id FROM population.refuses_ai');
const READ = statement(
  'ai-consent.read',
  `SELECT consent_id, effect, CAST(valid_from AS text) AS valid_from, CAST(valid_to AS text) AS valid_to
     FROM trabecula.ai_consent WHERE tenant_id = $1 AND patient_id = $2`,
);
const FORGET = statement(
  'ai-consent.forget',
  `DELETE FROM trabecula.ai_consent WHERE tenant_id = $1 AND patient_id = $2 AND consent_id <> '${LIST}'`,
);
const INSERT = statement(
  'ai-consent.insert',
  `INSERT INTO trabecula.ai_consent (tenant_id, patient_id, consent_id, effect, valid_from, valid_to, learnt_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (tenant_id, patient_id, consent_id)
   DO UPDATE SET effect = $4, valid_from = $5, valid_to = $6, learnt_at = $7`,
);
const FORGET_EACH = statement(
  'ai-consent.forget-each',
  `DELETE FROM trabecula.ai_consent known
    USING unnest($2::text[], $3::timestamptz[]) AS told(consent_id, as_of)
    WHERE known.tenant_id = $1 AND known.consent_id = told.consent_id AND known.learnt_at <= told.as_of
    RETURNING known.consent_id`,
);
// What is newer is still there: it stays.
const INSERT_EACH = statement(
  'ai-consent.insert-each',
  `INSERT INTO trabecula.ai_consent (tenant_id, patient_id, consent_id, effect, valid_from, valid_to, learnt_at)
   SELECT $1, told.* FROM unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::date[], $7::timestamptz[]) AS told
   ON CONFLICT DO NOTHING RETURNING consent_id`,
);
const FORGET_LIST = statement(
  'ai-consent.forget-list',
  `DELETE FROM trabecula.ai_consent
    WHERE tenant_id = $1 AND consent_id = '${LIST}' AND NOT patient_id = ANY($2::text[])`,
);
const INSERT_LIST = statement(
  'ai-consent.insert-list',
  `INSERT INTO trabecula.ai_consent (tenant_id, patient_id, consent_id, effect, learnt_at)
   SELECT $1, listed, '${LIST}', 'denies', $3 FROM unnest($2::text[]) AS listed
   ON CONFLICT DO NOTHING`,
);
