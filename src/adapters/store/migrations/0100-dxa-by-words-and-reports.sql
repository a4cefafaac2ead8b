-- Densitometry that a chart knows by words, by the site's own codes, or by its report alone.
ALTER TABLE population.procedure ADD COLUMN text text, ADD COLUMN display text;
ALTER TABLE population.service_request ADD COLUMN text text, ADD COLUMN display text;

CREATE TABLE population.diagnostic_report (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  resource_id text NOT NULL,
  row_number int NOT NULL,
  concept text NOT NULL,
  performed date,
  status text,
  text text,
  code_system text,
  code text,
  display text,
  PRIMARY KEY (tenant_id, patient_id, resource_id, row_number)
);
CREATE INDEX diagnostic_report_by_resource ON population.diagnostic_report (tenant_id, resource_id);

CREATE OR REPLACE VIEW population.dxa AS
  SELECT tenant_id, patient_id, effective AS performed_on,
         CASE WHEN concept = 'central-t-score' THEN value END AS t_score
    FROM population.bone_density WHERE concept IN ('central-t-score', 'central-bmd')
  UNION ALL
  SELECT tenant_id, patient_id, performed, NULL FROM population.procedure WHERE concept = 'dxa-central'
  UNION ALL
  SELECT tenant_id, patient_id, performed, NULL FROM population.diagnostic_report WHERE concept = 'dxa-central'
  UNION ALL
  SELECT tenant_id, patient_id, performed_on, lowest_t_score FROM population.attested_dxa;
