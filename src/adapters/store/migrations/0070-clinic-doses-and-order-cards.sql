-- Injections given in clinic that stand as procedures are treatment too.
CREATE OR REPLACE VIEW population.treatment AS
  SELECT tenant_id, patient_id, given, status, concept FROM population.medication_request WHERE status IN ('active', 'completed')
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept FROM population.medication_statement
  UNION ALL
  SELECT tenant_id, patient_id, given, status, concept FROM population.medication_administration
  UNION ALL
  SELECT tenant_id, patient_id, performed, 'completed', concept FROM population.procedure WHERE concept = 'osteoporosis-drug';

-- Answers to cards about an order that is being written count for a channel of their own.
ALTER TABLE trabecula.issued_card DROP CONSTRAINT issued_card_channel_check;
ALTER TABLE trabecula.issued_card ADD CONSTRAINT issued_card_channel_check
  CHECK (channel IN ('ai', 'guideline', 'safety', 'order'));
UPDATE trabecula.issued_card SET channel = 'order' WHERE reason_code LIKE 'order-dxa-%';
