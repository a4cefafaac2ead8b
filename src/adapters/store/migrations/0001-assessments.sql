-- One row an assessment; every key begins with tenant and patient, so that a distributed store needs no rewrite.
CREATE TABLE trabecula.assessment (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  assessment_key text NOT NULL,
  study_instance_uid text NOT NULL,
  imaging_study_reference text,
  evidence jsonb NOT NULL,
  model_versions text[] NOT NULL,
  acquired_on text,
  assessed_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('current', 'superseded', 'withdrawn')),
  superseded_by text,
  withdrawn_reason text,
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, patient_id, assessment_key)
);
CREATE UNIQUE INDEX assessment_one_current
  ON trabecula.assessment (tenant_id, patient_id, study_instance_uid) WHERE state = 'current';
CREATE INDEX assessment_by_study ON trabecula.assessment (tenant_id, study_instance_uid) WHERE state = 'current';
CREATE INDEX assessment_by_model ON trabecula.assessment USING gin (model_versions) WHERE state = 'current';

-- Models whose results are never stored again. Small, the same for all tenants.
CREATE TABLE trabecula.retracted_model (
  model_version text PRIMARY KEY,
  reason text NOT NULL,
  retracted_at timestamptz NOT NULL
);
