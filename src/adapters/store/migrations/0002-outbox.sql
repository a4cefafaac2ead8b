-- What is still to be written to a health record, and what became of it.
CREATE TABLE trabecula.outbox (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  intent_number bigint GENERATED ALWAYS AS IDENTITY,
  assessment_key text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('write-assessment', 'supersede-assessment', 'withdraw-assessment', 'update-task')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
  attempts int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  leased_until timestamptz,
  lease_owner text,
  error text,
  path text,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, patient_id, intent_number)
);
CREATE INDEX outbox_waiting ON trabecula.outbox (next_attempt_at, intent_number) WHERE state = 'waiting';
CREATE INDEX outbox_of_patient ON trabecula.outbox (tenant_id, patient_id, intent_number) WHERE state = 'waiting';
CREATE INDEX outbox_of_assessment ON trabecula.outbox (tenant_id, patient_id, assessment_key);

-- Which resource of the record holds which part of an assessment.
CREATE TABLE trabecula.written_resource (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  assessment_key text NOT NULL,
  resource_type text NOT NULL,
  resource_id text NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, patient_id, assessment_key, resource_type)
);
