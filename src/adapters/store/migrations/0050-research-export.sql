-- First digits of the home ZIP code, for research exports; filled by the next import that brings the patient.
ALTER TABLE population.patient ADD COLUMN zip3 text;

-- What was exported for research and what was held back. Holds no patient.
CREATE TABLE population.research_export (
  tenant_id text NOT NULL,
  export_id text NOT NULL,
  made_at timestamptz NOT NULL,
  report jsonb NOT NULL,
  PRIMARY KEY (tenant_id, export_id)
);
