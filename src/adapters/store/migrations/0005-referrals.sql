-- The follow-up of a flagged study, from the flag to a plan.
CREATE TABLE trabecula.referral (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  study_instance_uid text NOT NULL,
  assessment_key text NOT NULL,
  risk double precision NOT NULL,
  state text NOT NULL,
  flagged_at timestamptz NOT NULL,
  since timestamptz NOT NULL,
  result_at timestamptz,
  owner text NOT NULL CHECK (owner IN ('primary-care', 'pool')),
  admitted_at timestamptz,
  PRIMARY KEY (tenant_id, patient_id, study_instance_uid)
);
CREATE INDEX referral_held ON trabecula.referral (tenant_id, risk DESC) WHERE state = 'held';
CREATE INDEX referral_admitted ON trabecula.referral (tenant_id, admitted_at);

-- What a DXA said after a flag: only the share of flags that were right can be told from it.
CREATE TABLE trabecula.dxa_agreement (
  tenant_id text NOT NULL,
  patient_id text NOT NULL,
  assessment_key text NOT NULL,
  model_versions text[] NOT NULL,
  lowest_t_score double precision NOT NULL,
  measured_on text NOT NULL,
  treated_between boolean NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, patient_id, assessment_key)
);
