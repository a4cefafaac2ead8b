-- Indexes that begin with the tenant alone fit every question of a patient as well to the planner while it has no
-- statistics (a new installation; PGlite always): it took them, and each hook call read all rows of its tenant.
DROP INDEX trabecula.assessment_by_study;
CREATE INDEX assessment_by_study ON trabecula.assessment (study_instance_uid, tenant_id) WHERE state = 'current';
DROP INDEX trabecula.assessment_by_time;
CREATE INDEX assessment_by_time ON trabecula.assessment (assessed_at, tenant_id);
DROP INDEX trabecula.issued_card_by_uuid;
CREATE INDEX issued_card_by_uuid ON trabecula.issued_card (card_uuid, tenant_id);
DROP INDEX trabecula.issued_card_by_time;
CREATE INDEX issued_card_by_time ON trabecula.issued_card (issued_at, tenant_id);
