-- A prescription can name its drug by a reference alone; the Medication that it refers to may come before it or after.
ALTER TABLE population.medication_request ADD COLUMN medication_id text;
ALTER TABLE population.medication_statement ADD COLUMN medication_id text;
ALTER TABLE population.medication_administration ADD COLUMN medication_id text;

-- Holds no patient.
CREATE TABLE population.medication (
  tenant_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  text text,
  code_system text,
  code text,
  display text,
  PRIMARY KEY (tenant_id, resource_id, row_number)
);

-- Entries by reference are many where a hospital writes them so; those of a known drug are few.
CREATE INDEX medication_request_by_drug ON population.medication_request (tenant_id, concept, medication_id);
CREATE INDEX medication_statement_by_drug ON population.medication_statement (tenant_id, concept, medication_id);
CREATE INDEX medication_administration_by_drug ON population.medication_administration (tenant_id, concept, medication_id);

CREATE VIEW population.medication_entry AS
  SELECT tenant_id, patient_id, given, status, concept, medication_id FROM population.medication_request
   WHERE status IN ('active', 'completed')
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id FROM population.medication_statement
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id FROM population.medication_administration;

CREATE OR REPLACE VIEW population.treatment AS
  SELECT tenant_id, patient_id, given, status, concept FROM population.medication_entry WHERE concept <> 'drug-by-reference'
  UNION ALL
  SELECT e.tenant_id, e.patient_id, e.given, e.status, m.concept
    FROM population.medication_entry e
    JOIN population.medication m ON m.tenant_id = e.tenant_id AND m.resource_id = e.medication_id
   WHERE e.concept = 'drug-by-reference'
  UNION ALL
  SELECT tenant_id, patient_id, performed, 'completed', concept FROM population.procedure WHERE concept = 'osteoporosis-drug';
