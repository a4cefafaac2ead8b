import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readDicomHeader, type DicomHeader } from './dicom-header.ts';

export interface StoredFilm extends DicomHeader {
  readonly path: string;
  readonly bytes: number;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
}

/** The films of a folder and its sub-folders, read again when a file came, went or changed. */
export interface FilmFolder {
  films(): Promise<readonly StoredFilm[]>;
}

/** Files that are not DICOM are passed over and named to `onUnreadable`, once for each state of the file. */
export function openFilmFolder(folder: string, onUnreadable: (path: string) => void): FilmFolder {
  const known = new Map<string, StoredFilm | undefined>();

  async function scan(): Promise<readonly StoredFilm[]> {
    const present = new Set<string>();
    const films: StoredFilm[] = [];
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs, size } = await stat(path);
      const state = `${path}|${mtimeMs}|${size}`;
      present.add(state);
      if (!known.has(state)) known.set(state, await readFilm(path, size));
      const film = known.get(state);
      if (film !== undefined) films.push(film);
    }
    for (const state of known.keys()) if (!present.has(state)) known.delete(state);
    return films.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async function readFilm(path: string, bytes: number): Promise<StoredFilm | undefined> {
    try {
      const header = readDicomHeader(await readFile(path));
      const uid = (tag: string) => String(header.attributes[tag]?.Value?.[0] ?? '');
      const uids = {
        studyInstanceUid: uid('0020000D'),
        seriesInstanceUid: uid('0020000E'),
        sopInstanceUid: uid('00080018'),
      };
      if (Object.values(uids).includes('')) throw new Error('a UID is missing');
      return { ...header, ...uids, path, bytes };
    } catch {
      onUnreadable(path);
      return undefined;
    }
  }

  let scanning: Promise<readonly StoredFilm[]> | undefined;
  return {
    films: () => {
      scanning ??= scan().finally(() => (scanning = undefined));
      return scanning;
    },
  };
}
