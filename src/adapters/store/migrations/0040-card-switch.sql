-- Tenants whose cards somebody stopped. Who stopped and resumed when is in the audit trail.
CREATE TABLE trabecula.card_stop (
  tenant_id text PRIMARY KEY,
  reason text NOT NULL,
  stopped_by text NOT NULL,
  stopped_at timestamptz NOT NULL,
  assessments text NOT NULL CHECK (assessments IN ('go-on', 'stop'))
);
