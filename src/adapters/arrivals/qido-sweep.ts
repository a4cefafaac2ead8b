import type { ArrivalFeed } from '../../flow/ports/arrival-feed.ts';
import type { ImageArchive } from '../../flow/ports/image-archive.ts';

export interface QidoSweepOptions {
  /** Study dates from so many days before today on: films reach an archive days after they were taken. */
  readonly daysBack: number;
}

/** Between two looks over all the days only today and yesterday are asked for: the rest hardly changes. */
const FULL_LOOK_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Arrivals for archives without a change feed: all radiograph studies of the last days. The fingerprint is the number
 * of instances with the patient, so an added film or a corrected patient is an arrival. The position is the time of
 * the last full look.
 */
export function qidoSweep(archive: ImageArchive, options: QidoSweepOptions): ArrivalFeed {
  return {
    name: 'qido',
    since: async (position, asOf, signal) => {
      const isFull = position === undefined || asOf.getTime() - Date.parse(position) >= FULL_LOOK_EVERY_MS;
      const daysBack = isFull ? options.daysBack : Math.min(1, options.daysBack);
      const from = new Date(asOf.getTime() - daysBack * DAY_MS).toISOString().slice(0, 10);
      const studies = await archive.findStudies(
        { by: 'changed-since', studyDateFrom: from.replaceAll('-', '') },
        signal,
      );
      return {
        studies: studies.map(({ studyInstanceUid, instanceCount, patientId }) => ({
          studyInstanceUid,
          fingerprint: JSON.stringify([instanceCount ?? null, patientId ?? null]),
        })),
        position: isFull ? asOf.toISOString() : position,
        more: false,
      };
    },
  };
}
