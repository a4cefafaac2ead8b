-- The population, flat: one table a ViewDefinition (fhir-profiles/views), plus the concept that a code was classified as.
-- Only rows that a question needs are kept. Every key begins with tenant and patient, so that a distributed store
-- (Citus) needs no rewrite.
CREATE SCHEMA population;

CREATE TABLE population.patient (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  birth_date date,
  gender text,
  deceased boolean,
  race text,
  ethnicity text,
  language text,
  merged_into text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);
CREATE INDEX patient_by_birth ON population.patient (tenant_id, gender, birth_date);

CREATE TABLE population.coverage (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  payer_type text,
  status text,
  period_start date,
  period_end date,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);

CREATE TABLE population.film_study (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  study_instance_uid text,
  started date,
  description text,
  site text,
  code_system text,
  code text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);

CREATE TABLE population.bone_density (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  effective date,
  value numeric,
  comparator text,
  code_system text,
  code text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);

CREATE TABLE population.condition (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  onset date,
  clinical_status text,
  code_system text,
  code text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);

CREATE TABLE population.procedure (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  performed date,
  code_system text,
  code text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);

CREATE TABLE population.service_request (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  authored date,
  status text,
  intent text,
  code_system text,
  code text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);

CREATE TABLE population.medication_request (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  given date,
  status text,
  text text,
  code_system text,
  code text,
  display text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);
CREATE TABLE population.medication_statement (LIKE population.medication_request INCLUDING ALL);
CREATE TABLE population.medication_administration (LIKE population.medication_request INCLUDING ALL);

-- A resource that moved to another patient is found by its own id.
CREATE INDEX coverage_by_resource ON population.coverage (tenant_id, resource_id);
CREATE INDEX film_study_by_resource ON population.film_study (tenant_id, resource_id);
CREATE INDEX bone_density_by_resource ON population.bone_density (tenant_id, resource_id);
CREATE INDEX condition_by_resource ON population.condition (tenant_id, resource_id);
CREATE INDEX procedure_by_resource ON population.procedure (tenant_id, resource_id);
CREATE INDEX service_request_by_resource ON population.service_request (tenant_id, resource_id);
CREATE INDEX medication_request_by_resource ON population.medication_request (tenant_id, resource_id);
CREATE INDEX medication_statement_by_resource ON population.medication_statement (tenant_id, resource_id);
CREATE INDEX medication_administration_by_resource ON population.medication_administration (tenant_id, resource_id);

-- How far each import has come. Holds no patient.
CREATE TABLE population.import (
  tenant_id text NOT NULL,
  feed text NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  position text,
  next_since text,
  resources bigint NOT NULL DEFAULT 0,
  rows_kept bigint NOT NULL DEFAULT 0,
  problems bigint NOT NULL DEFAULT 0,
  files_done int NOT NULL DEFAULT 0,
  files_in_all int,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, feed)
);

-- A patient's outside DXA, attested by a person (a report on paper, another health system).
CREATE TABLE population.attested_dxa (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  performed_on date NOT NULL,
  lowest_t_score numeric,
  attested_by text NOT NULL,
  attested_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, patient_id, performed_on)
);

-- Everything that shows how a patient stands with bone densitometry, one row a test.
CREATE VIEW population.dxa AS
  SELECT tenant_id, patient_id, effective AS performed_on,
         CASE WHEN concept = 'central-t-score' THEN value END AS t_score
    FROM population.bone_density WHERE concept IN ('central-t-score', 'central-bmd')
  UNION ALL
  SELECT tenant_id, patient_id, performed, NULL FROM population.procedure WHERE concept = 'dxa-central'
  UNION ALL
  SELECT tenant_id, patient_id, performed_on, lowest_t_score FROM population.attested_dxa;

CREATE VIEW population.treatment AS
  SELECT tenant_id, patient_id, given, status, concept FROM population.medication_request WHERE status IN ('active', 'completed')
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept FROM population.medication_statement
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept FROM population.medication_administration;

-- The current assessments with what the questions ask of them.
CREATE VIEW population.assessment AS
  SELECT tenant_id, patient_id, assessment_key, study_instance_uid, assessed_at, model_versions,
         CAST(substr(acquired_on, 1, 10) AS date) AS acquired_on,
         evidence ->> 'kind' AS kind,
         evidence ->> 'outcome' AS outcome,
         evidence -> 'refusal' ->> 'reason' AS refusal_reason,
         CAST(evidence -> 'probability' ->> 'value' AS numeric) AS probability
    FROM trabecula.assessment WHERE state = 'current';
