-- Screening runs: one row a study, so that whatever is killed, each study is assessed once and counted once. The ledger
-- is its own queue: workers take leased slices by SKIP LOCKED.
CREATE TABLE trabecula.screening_run (
  tenant_id text NOT NULL,
  run_id text NOT NULL,
  cohort text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'paused', 'cancelled')),
  asked_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, run_id)
);

CREATE TABLE trabecula.screening_item (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  run_id text NOT NULL,
  study_instance_uid text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'scored', 'refused', 'set-aside')),
  attempts int NOT NULL DEFAULT 0,
  -- Not before: set by a lease (the slice of a worker that died is free again) and by a retry.
  due_at timestamptz NOT NULL,
  reason text,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, patient_id, run_id, study_instance_uid)
);
CREATE INDEX screening_item_due ON trabecula.screening_item (tenant_id, run_id, due_at) WHERE state = 'waiting';
CREATE INDEX screening_item_state ON trabecula.screening_item (tenant_id, run_id, state);
