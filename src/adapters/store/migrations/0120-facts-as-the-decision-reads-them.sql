-- T-scores of components and in words, with what says whether they answer.
ALTER TABLE population.bone_density
  ADD COLUMN in_component boolean, ADD COLUMN unit text, ADD COLUMN value_text text, ADD COLUMN site text, ADD COLUMN text text,
  ADD COLUMN display text;

CREATE TABLE population.medication_dispense (LIKE population.medication_request INCLUDING ALL);

-- A bound such as "> -2.6" says nothing certain of osteoporosis.
CREATE OR REPLACE VIEW population.dxa AS
  SELECT tenant_id, patient_id, effective AS performed_on,
         CASE WHEN concept = 'central-t-score' AND coalesce(comparator NOT IN ('>', '>='), true) THEN value END AS t_score
    FROM population.bone_density WHERE concept IN ('central-t-score', 'central-bmd')
  UNION ALL
  SELECT tenant_id, patient_id, performed, NULL FROM population.procedure WHERE concept = 'dxa-central'
  UNION ALL
  SELECT tenant_id, patient_id, performed, NULL FROM population.diagnostic_report WHERE concept = 'dxa-central'
  UNION ALL
  SELECT tenant_id, patient_id, performed_on, lowest_t_score FROM population.attested_dxa;

-- A drug that was stopped was given; the views say which entries are none at all.
CREATE OR REPLACE VIEW population.medication_entry AS
  SELECT tenant_id, patient_id, given, status, concept, medication_id FROM population.medication_request
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id FROM population.medication_statement
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id FROM population.medication_administration
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id FROM population.medication_dispense;
