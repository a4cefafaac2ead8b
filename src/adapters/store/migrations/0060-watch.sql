-- Whose films come in, for the watch over inputs; how they were made stands in the evidence of each film. Empty where it
-- was not known, and in rows from before it was kept.
ALTER TABLE trabecula.assessment ADD COLUMN age_years smallint;
ALTER TABLE trabecula.assessment ADD COLUMN sex text CHECK (sex IN ('female', 'male'));
CREATE INDEX assessment_by_time ON trabecula.assessment (tenant_id, assessed_at);

-- Figures of the watch's last look at a tenant. Holds no patient.
CREATE TABLE trabecula.watch_look (
  tenant_id text PRIMARY KEY,
  looked_at timestamptz NOT NULL,
  figures jsonb NOT NULL
);

-- Each alarm from the look that raised it to the look that no longer found it. Kept for good.
CREATE TABLE trabecula.watch_alarm (
  tenant_id text NOT NULL,
  alarm_number bigint GENERATED ALWAYS AS IDENTITY,
  alarm text NOT NULL,
  words text NOT NULL,
  raised_at timestamptz NOT NULL,
  cleared_at timestamptz,
  PRIMARY KEY (tenant_id, alarm_number)
);
CREATE UNIQUE INDEX watch_alarm_standing ON trabecula.watch_alarm (tenant_id, alarm) WHERE cleared_at IS NULL;
