-- What a challenger read in the studies that the champion assessed: compared, never shown, never written to a record.
CREATE TABLE trabecula.challenger_result (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  assessment_key text NOT NULL,
  -- Versions and arithmetic of the challenger's models.
  challenger text NOT NULL,
  evidence jsonb NOT NULL,
  assessed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, patient_id, assessment_key, challenger)
);
