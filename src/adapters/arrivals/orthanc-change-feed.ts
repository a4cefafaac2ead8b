import { z } from 'zod';
import { isDicomUid } from '../../core/film/dicom-uid.ts';
import { TrabeculaError } from '../../errors.ts';
import type { ArrivalFeed, ArrivedStudy } from '../../flow/ports/arrival-feed.ts';
import type { ArchiveAccess } from '../dicomweb/archive-access.ts';
import { openArchiveHttp, type ArchiveHttp } from '../dicomweb/archive-http.ts';
import { readText } from '../dicomweb/read-text.ts';

export interface OrthancChangeFeedOptions {
  /** As for DICOMweb, but `baseUrl` is Orthanc's own root ("http://pacs.example:8042"). */
  readonly access: ArchiveAccess;
  readonly changesPerRequest: number;
  /** Where a feed that was never read begins. */
  readonly startAt: 'now' | 'beginning';
}

const changesAnswer = z.object({
  Changes: z.array(
    z.object({ ChangeType: z.string(), ResourceType: z.string(), ID: z.string(), Seq: z.number() }),
  ),
  Done: z.boolean(),
  Last: z.number(),
});
const studyAnswer = z.object({ MainDicomTags: z.object({ StudyInstanceUID: z.string() }) });

/** A study that is new, and one to which nothing was added for Orthanc's StableAge: also after a late film. */
const arrivals: ReadonlySet<string> = new Set(['NewStudy', 'StableStudy']);

/**
 * Orthanc's change feed (`/changes`), by sequence number. A study moved to another patient gets a new Orthanc
 * identifier and so is a new study here. An Orthanc whose database was made anew counts from one again: noticed, and
 * read from its beginning.
 */
export function openOrthancChangeFeed(
  options: OrthancChangeFeedOptions,
): ArrivalFeed & { close(): Promise<void> } {
  const http = openArchiveHttp(options.access);
  const changes = (query: readonly (readonly [string, string])[], signal: AbortSignal) =>
    getJson(http, 'changes', query, changesAnswer, signal);
  const last = async (signal: AbortSignal) => (await changes([['last', '']], signal))?.Last ?? 0;

  return {
    name: 'orthanc',
    close: () => http.close(),
    since: async (position, _asOf, signal) => {
      if (position === undefined) {
        const start = options.startAt === 'now' ? await last(signal) : 0;
        return { studies: [], position: String(start), more: options.startAt === 'beginning' };
      }
      const limit = String(options.changesPerRequest);
      const answer = await changes(
        [
          ['since', position],
          ['limit', limit],
        ],
        signal,
      );
      if (answer === undefined)
        throw new TrabeculaError('upstream-refused', 'The archive has no change feed.');
      if (answer.Changes.length === 0) {
        const begunAnew = (await last(signal)) < Number(position);
        return { studies: [], position: begunAnew ? '0' : position, more: begunAnew };
      }
      const latest = new Map<string, number>();
      for (const { ChangeType, ResourceType, ID, Seq } of answer.Changes) {
        if (ResourceType === 'Study' && arrivals.has(ChangeType)) latest.set(ID, Seq);
      }
      const studies: ArrivedStudy[] = [];
      for (const [id, sequence] of latest) {
        const studyInstanceUid = await studyUidOf(http, id, signal);
        if (studyInstanceUid !== undefined) studies.push({ studyInstanceUid, fingerprint: String(sequence) });
      }
      return { studies, position: String(answer.Last), more: !answer.Done };
    },
  };
}

/** Undefined for a study that was deleted meanwhile. */
async function studyUidOf(http: ArchiveHttp, id: string, signal: AbortSignal): Promise<string | undefined> {
  if (!/^[0-9a-f-]{1,64}$/.test(id)) return undefined;
  const study = await getJson(http, `studies/${id}`, [], studyAnswer, signal);
  const uid = study?.MainDicomTags.StudyInstanceUID;
  return isDicomUid(uid) ? uid : undefined;
}

/** Undefined on 404. */
function getJson<T>(
  http: ArchiveHttp,
  path: string,
  query: readonly (readonly [string, string])[],
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  return http.get({
    path,
    query,
    accept: 'application/json',
    signal,
    read: async (response) => {
      if (response.statusCode === 404) {
        await response.body.dump();
        return undefined;
      }
      return parsed(schema, await readText(response, http.limits.maxJsonBytes));
    },
  });
}

function parsed<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new TrabeculaError('upstream-refused', 'The archive answered, but not as Orthanc does.', { cause });
  }
}
