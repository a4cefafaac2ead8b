-- A statement has a day on which the drug was begun and another, later one for which it is known.
ALTER TABLE population.medication_statement ADD COLUMN last_recorded date;

CREATE OR REPLACE VIEW population.medication_entry AS
  SELECT tenant_id, patient_id, given, status, concept, medication_id, given AS last_recorded FROM population.medication_request
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id, coalesce(last_recorded, given)
    FROM population.medication_statement
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id, given FROM population.medication_administration
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept, medication_id, given FROM population.medication_dispense;

CREATE OR REPLACE VIEW population.treatment AS
  SELECT tenant_id, patient_id, given, status, concept, last_recorded
    FROM population.medication_entry WHERE concept <> 'drug-by-reference'
  UNION ALL
  SELECT e.tenant_id, e.patient_id, e.given, e.status, m.concept, e.last_recorded
    FROM population.medication_entry e
    JOIN population.medication m ON m.tenant_id = e.tenant_id AND m.resource_id = e.medication_id
   WHERE e.concept = 'drug-by-reference'
  UNION ALL
  SELECT tenant_id, patient_id, performed, 'completed', concept, performed
    FROM population.procedure WHERE concept = 'osteoporosis-drug';
