import type { Dispatcher } from 'undici';
import { textOf, type DicomJson } from '../../core/film/dicom-attributes.ts';
import { isDicomUid } from '../../core/film/dicom-uid.ts';
import { filmIdentityOf } from '../../core/film/film-tags.ts';
import type { FilmIdentity } from '../../core/film/film.ts';
import { TrabeculaError } from '../../errors.ts';
import type {
  ArchivedInstance,
  ArchivedStudy,
  ImageArchive,
  StudyQuery,
} from '../../flow/ports/image-archive.ts';
import type { ArchiveAccess } from './archive-access.ts';
import { openArchiveHttp, type ArchiveHttp } from './archive-http.ts';
import { readDicomJson } from './dicom-json.ts';
import { boundaryOf, readMultipartRelated } from './multipart-related.ts';
import { answersQuery, archivedStudyOf, qidoSearches } from './qido-query.ts';

export interface DicomwebArchive extends ImageArchive {
  close(): Promise<void>;
}

const DICOM_JSON = 'application/dicom+json';
/** Any transfer syntax: the archive need not transcode, and our decoder reads them all (PS3.18 section 8.7.3.5). */
const DICOM_FILE = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/**
 * An archive behind QIDO-RS and WADO-RS (DICOM PS3.18 sections 10.4 and 10.6). Reads only, so each request may be
 * repeated. Throws as the port says, and "bad-configuration" at once for an address that is not allowed.
 */
export function openDicomwebArchive(access: ArchiveAccess): DicomwebArchive {
  const http = openArchiveHttp(access);
  return {
    findStudies: async (query, signal) => {
      const found = new Map<string, ArchivedStudy>();
      for (const search of qidoSearches(query)) {
        for (const study of await searchAllPages(http, search, query, signal)) {
          found.set(study.studyInstanceUid, study);
        }
      }
      return [...found.values()];
    },
    listInstances: async (studyInstanceUid, signal) => {
      const dataSets = await http.get({
        path: `studies/${checkedUid(studyInstanceUid)}/metadata`,
        accept: DICOM_JSON,
        signal,
        read: (response) => readDicomJson(response, http.limits.maxJsonBytes),
      });
      return dataSets.flatMap((attributes) => archivedInstancesOf(attributes, studyInstanceUid));
    },
    fetchInstance: (identity, signal) =>
      http.get({
        path: instancePath(identity),
        accept: DICOM_FILE,
        signal,
        read: (response) => readOneInstance(response, http.limits.maxInstanceBytes),
      }),
    close: () => http.close(),
  };
}

/**
 * Pages until one is empty or brings nothing new: an archive may return fewer than asked although it has more
 * (PS3.18 section 8.3.4.4), and one that ignores `offset` repeats itself.
 */
async function searchAllPages(
  http: ArchiveHttp,
  search: readonly (readonly [string, string])[],
  query: StudyQuery,
  signal: AbortSignal,
): Promise<readonly ArchivedStudy[]> {
  const { studiesPerPage, maxStudies } = http.limits;
  const seen = new Set<string>();
  const studies: ArchivedStudy[] = [];
  for (let offset = 0; ;) {
    const page = await http.get({
      path: 'studies',
      query: [...search, ['limit', String(studiesPerPage)], ['offset', String(offset)]],
      accept: DICOM_JSON,
      signal,
      read: (response) => readDicomJson(response, http.limits.maxJsonBytes),
    });
    const before = seen.size;
    for (const attributes of page) {
      const study = archivedStudyOf(attributes);
      if (study === undefined || seen.has(study.studyInstanceUid)) continue;
      seen.add(study.studyInstanceUid);
      if (answersQuery(query, study, textOf(attributes, '00100021'))) studies.push(study);
    }
    if (seen.size > maxStudies) {
      throw new TrabeculaError('too-large', `The search matches more than ${maxStudies} studies.`);
    }
    if (page.length === 0 || seen.size === before || query.by === 'study-uid') return studies;
    offset += page.length;
  }
}

function archivedInstancesOf(attributes: DicomJson, studyInstanceUid: string): ArchivedInstance[] {
  const identity = filmIdentityOf(attributes);
  const sopClassUid = textOf(attributes, '00080016');
  if (identity?.studyInstanceUid !== studyInstanceUid || sopClassUid === undefined) return [];
  if (!isDicomUid(identity.seriesInstanceUid) || !isDicomUid(identity.sopInstanceUid)) return [];
  return [{ identity, sopClassUid, metadata: attributes }];
}

async function readOneInstance(response: Dispatcher.ResponseData, maxBytes: number): Promise<Uint8Array> {
  const boundary = boundaryOf(String(response.headers['content-type'] ?? ''));
  if (response.statusCode !== 200 || boundary === undefined) {
    await response.body.dump();
    throw new TrabeculaError(
      'upstream-refused',
      response.statusCode === 404
        ? 'The picture archive no longer has this film.'
        : 'The picture archive did not answer with multipart/related DICOM.',
    );
  }
  const parts = await readMultipartRelated(response.body, boundary, { maxBytes, maxParts: 1 });
  const [instance] = parts;
  if (instance === undefined) {
    throw new TrabeculaError('upstream-refused', 'The picture archive sent an answer without a DICOM file.');
  }
  return instance.bytes;
}

function instancePath(identity: FilmIdentity): string {
  const study = checkedUid(identity.studyInstanceUid);
  const series = checkedUid(identity.seriesInstanceUid);
  return `studies/${study}/series/${series}/instances/${checkedUid(identity.sopInstanceUid)}`;
}

/** A UID becomes part of a path: anything else could reach another resource of the archive. */
function checkedUid(uid: string): string {
  if (!isDicomUid(uid)) throw new TrabeculaError('bad-request', 'A DICOM UID is malformed.');
  return uid;
}
