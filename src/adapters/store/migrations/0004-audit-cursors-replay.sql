CREATE TABLE trabecula.audit_entry (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  entry_number bigint GENERATED ALWAYS AS IDENTITY,
  action text NOT NULL,
  actor text NOT NULL,
  subject text,
  object text NOT NULL,
  outcome text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, patient_id, entry_number)
);
CREATE INDEX audit_entry_by_time ON trabecula.audit_entry (tenant_id, at);

-- How far a sweep has come: a name and a text that only the sweep understands.
CREATE TABLE trabecula.cursor (
  tenant_id text NOT NULL,
  name text NOT NULL,
  position text NOT NULL,
  PRIMARY KEY (tenant_id, name)
);

-- Tokens that were used once already (RFC 7519 section 4.1.7).
CREATE TABLE trabecula.used_token (
  issuer text NOT NULL,
  jti text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, jti)
);
CREATE INDEX used_token_expiry ON trabecula.used_token (expires_at);
