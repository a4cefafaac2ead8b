import type { AiConsent } from '../../core/patient/ai-consent.ts';
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
    learnList: (tenantId, patientIds, at) =>
      database.transaction(async (sql) => {
        await sql.query(FORGET_LIST, [tenantId, patientIds]);
        await sql.query(INSERT_LIST, [tenantId, patientIds, at]);
      }),
  };
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
