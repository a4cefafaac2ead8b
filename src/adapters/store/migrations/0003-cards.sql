CREATE TABLE trabecula.issued_card (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  card_uuid text NOT NULL,
  service_id text NOT NULL,
  hook text NOT NULL,
  hook_instance text NOT NULL,
  user_id text NOT NULL,
  reason_code text NOT NULL,
  channel text NOT NULL CHECK (channel IN ('ai', 'guideline', 'safety')),
  assessment_key text,
  model_versions text[] NOT NULL,
  suggestion_uuids text[] NOT NULL,
  issued_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, patient_id, card_uuid)
);
CREATE INDEX issued_card_by_uuid ON trabecula.issued_card (tenant_id, card_uuid);
CREATE INDEX issued_card_by_time ON trabecula.issued_card (tenant_id, issued_at);

CREATE TABLE trabecula.card_feedback (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  card_uuid text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('accepted', 'overridden')),
  outcome_timestamp text NOT NULL,
  accepted_suggestion_uuids text[] NOT NULL,
  override_reason_code text,
  user_comment text,
  PRIMARY KEY (tenant_id, patient_id, card_uuid, outcome, outcome_timestamp)
);

-- Chart openings counted by the hour: the denominator of the alert ceiling. Holds no patient.
CREATE TABLE trabecula.chart_opening (
  tenant_id text NOT NULL,
  hour timestamptz NOT NULL,
  openings int NOT NULL,
  PRIMARY KEY (tenant_id, hour)
);
