import type { ArrivalFeed } from '../../flow/ports/arrival-feed.ts';
import type { ImageArchive } from '../../flow/ports/image-archive.ts';

export interface QidoSweepOptions {
  /** Study dates from so many days before today on: films reach an archive days after they were taken. */
  readonly daysBack: number;
}

/**
 * Arrivals for archives without a change feed: all radiograph studies of the last days, each time. The fingerprint is
 * the number of instances with the patient, so an added film or a corrected patient is an arrival.
 */
export function qidoSweep(archive: ImageArchive, options: QidoSweepOptions): ArrivalFeed {
  return {
    name: 'qido',
    since: async (_position, asOf, signal) => {
      const from = new Date(asOf.getTime() - options.daysBack * 86_400_000).toISOString().slice(0, 10);
      const studies = await archive.findStudies(
        { by: 'changed-since', studyDateFrom: from.replaceAll('-', '') },
        signal,
      );
      return {
        studies: studies.map(({ studyInstanceUid, instanceCount, patientId }) => ({
          studyInstanceUid,
          fingerprint: JSON.stringify([instanceCount ?? null, patientId ?? null]),
        })),
        position: from,
        more: false,
      };
    },
  };
}
