import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isoDateOf, textOf, textsOf } from '../../core/film/dicom-attributes.ts';
import { isDicomUid } from '../../core/film/dicom-uid.ts';
import { filmIdentityOf } from '../../core/film/film-tags.ts';
import { TrabeculaError } from '../../errors.ts';
import type {
  ArchivedInstance,
  ArchivedStudy,
  ImageArchive,
  StudyQuery,
} from '../../flow/ports/image-archive.ts';
import { isWithin } from '../dicomweb/qido-query.ts';
import { parseDicomFile } from '../decode/dicom-file.ts';
import { FilmRefused } from '../decode/film-refused.ts';

/** A file that was asked for but is no film; `reason` holds no patient data. */
export interface UnreadableFile {
  readonly path: string;
  readonly reason: string;
}

export interface FolderArchive extends ImageArchive {
  /** Files passed over, in the order in which they were met. */
  readonly unreadable: readonly UnreadableFile[];
  readonly studyInstanceUids: readonly string[];
}

interface FiledInstance extends ArchivedInstance {
  readonly path: string;
}

export interface FolderArchiveOptions {
  /** Files and folders; folders are read with their sub-folders. */
  readonly paths: readonly string[];
  readonly maxInstanceBytes: number;
}

/**
 * Plain DICOM files as an archive, read once when opened: for the command line and for tests. Throws TrabeculaError
 * "bad-input-file" when a path does not exist; files that are no films are listed as unreadable.
 */
export async function openFolderArchive(options: FolderArchiveOptions): Promise<FolderArchive> {
  const unreadable: UnreadableFile[] = [];
  const instances = new Map<string, FiledInstance>();
  for (const path of await filesOf(options.paths)) {
    const filed = await readInstance(path, options.maxInstanceBytes);
    if ('reason' in filed) unreadable.push(filed);
    else if (instances.has(filed.identity.sopInstanceUid)) {
      unreadable.push({ path, reason: 'another file has the same SOP instance UID' });
    } else instances.set(filed.identity.sopInstanceUid, filed);
  }
  const studies = Map.groupBy(instances.values(), (filed) => filed.identity.studyInstanceUid);

  return {
    unreadable,
    studyInstanceUids: [...studies.keys()],
    findStudies: (query, signal) => {
      signal.throwIfAborted();
      const found = [...studies.values()].map(studyOf).filter((study) => answers(query, study));
      return Promise.resolve(found);
    },
    listInstances: (studyInstanceUid, signal) => {
      signal.throwIfAborted();
      return Promise.resolve(studies.get(studyInstanceUid) ?? []);
    },
    fetchInstance: async (identity, signal) => {
      const filed = instances.get(identity.sopInstanceUid);
      if (filed?.identity.studyInstanceUid !== identity.studyInstanceUid) {
        throw new TrabeculaError('upstream-refused', 'The folder has no such film.');
      }
      return new Uint8Array(await readFile(filed.path, { signal }));
    },
  };
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const status = await stat(path).catch((cause: unknown) => {
      throw new TrabeculaError('bad-input-file', `${path} cannot be read.`, { cause });
    });
    if (!status.isDirectory()) files.push(path);
    else {
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      files.push(
        ...entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort(),
      );
    }
  }
  return files;
}

async function readInstance(path: string, maxBytes: number): Promise<FiledInstance | UnreadableFile> {
  if ((await stat(path)).size > maxBytes) return { path, reason: `larger than ${maxBytes} bytes` };
  try {
    const metadata = parseDicomFile(await readFile(path)).attributes;
    const identity = filmIdentityOf(metadata);
    const sopClassUid = textOf(metadata, '00080016');
    const uids = [identity?.studyInstanceUid, identity?.seriesInstanceUid, identity?.sopInstanceUid];
    if (identity === undefined || sopClassUid === undefined || !uids.every(isDicomUid)) {
      return { path, reason: 'a study, series, instance or class UID is missing or malformed' };
    }
    return { path, identity, sopClassUid, metadata };
  } catch (error) {
    if (error instanceof FilmRefused) return { path, reason: error.refusal.detail };
    throw error;
  }
}

function studyOf(instances: readonly FiledInstance[]): ArchivedStudy {
  const metadata = instances[0]?.metadata ?? {};
  return {
    studyInstanceUid: instances[0]?.identity.studyInstanceUid ?? '',
    patientId: textOf(metadata, '00100020'),
    studyDate: isoDateOf(metadata, '00080020'),
    accessionNumber: textOf(metadata, '00080050'),
    description: textOf(metadata, '00081030'),
    instanceCount: instances.length,
    modalities: [...new Set(instances.flatMap((instance) => textsOf(instance.metadata, '00080060')))],
  };
}

function answers(query: StudyQuery, study: ArchivedStudy): boolean {
  switch (query.by) {
    case 'study-uid':
      return study.studyInstanceUid === query.studyInstanceUid;
    case 'accession':
      return study.accessionNumber === query.accessionNumber;
    case 'patient':
      return study.patientId === query.patientId;
    case 'changed-since':
      return study.studyDate === undefined || isWithin(study.studyDate.replaceAll('-', ''), query);
  }
}
