-- A lease that ended neither finished nor put back was its worker's death; a film that kills workers must end too.
ALTER TABLE trabecula.screening_item
  ADD COLUMN leased boolean NOT NULL DEFAULT false,
  ADD COLUMN lost_leases int NOT NULL DEFAULT 0,
  -- Tries during an outage of the archive or the EHR: no fault of the film.
  ADD COLUMN outages int NOT NULL DEFAULT 0;
