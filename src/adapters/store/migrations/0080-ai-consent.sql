-- What patients said of having their films assessed: as their Consent resources were last read, and who stands on a list.
CREATE TABLE trabecula.ai_consent (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  -- Id of the Consent, or "#list" for the tenant's opt-out list.
  consent_id text NOT NULL,
  effect text NOT NULL CHECK (effect IN ('denies', 'permits', 'withdrawn')),
  valid_from date,
  valid_to date,
  learnt_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, patient_id, consent_id)
);

-- Who refuses today: the rule of refusesAi (src/core/patient/ai-consent.ts), for the questions.
CREATE VIEW population.refuses_ai AS
  SELECT tenant_id, patient_id
    FROM trabecula.ai_consent
   WHERE coalesce(valid_from, CURRENT_DATE) <= CURRENT_DATE AND CURRENT_DATE <= coalesce(valid_to, CURRENT_DATE)
   GROUP BY tenant_id, patient_id
  HAVING bool_or(effect = 'denies') OR (bool_or(effect = 'withdrawn') AND NOT bool_or(effect = 'permits'));

-- The current assessments with what the questions ask of them; those of patients who refuse are nobody's to see.
CREATE OR REPLACE VIEW population.assessment AS
  SELECT tenant_id, patient_id, assessment_key, study_instance_uid, assessed_at, model_versions,
         CAST(substr(acquired_on, 1, 10) AS date) AS acquired_on,
         evidence ->> 'kind' AS kind,
         evidence ->> 'outcome' AS outcome,
         evidence -> 'refusal' ->> 'reason' AS refusal_reason,
         CAST(evidence -> 'probability' ->> 'value' AS numeric) AS probability
    FROM trabecula.assessment a
   WHERE state = 'current'
     AND NOT EXISTS (SELECT 1 FROM population.refuses_ai r
                      WHERE r.tenant_id = a.tenant_id AND r.patient_id = a.patient_id);
