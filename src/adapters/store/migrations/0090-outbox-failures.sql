-- Tries that were answered, apart from times that an intent was taken up: a worker that is killed answers nothing, and its
-- restarts must not use up the patience that outages are given.
ALTER TABLE trabecula.outbox ADD COLUMN failures int NOT NULL DEFAULT 0;
UPDATE trabecula.outbox SET failures = attempts WHERE state = 'waiting';
