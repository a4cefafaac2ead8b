-- What a site decided about its models: criteria, validation reports, sign-offs, silences. Appended, never changed.
CREATE TABLE trabecula.go_live_record (
  tenant_id text NOT NULL,
  record_number bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  recorded_by text NOT NULL,
  recorded_at timestamptz NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (tenant_id, record_number)
);
