import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberedFilms, studyUidOf, VIEWS } from '../../test/fakes/numbered-films.ts';
import { openDicomwebArchive } from '../../src/adapters/dicomweb/dicomweb-archive.ts';
import type { FilmReaderPool } from '../../src/adapters/film-reader/film-reader-pool.ts';
import { startOrthanc } from '../../test/peers/orthanc-server.ts';
import { perStudy, readStudies, type StudyBytes } from './film-work.ts';

/** Metadata and both films of each study asked of a real Orthanc by DICOMweb, then read: from the archive to two scores. */
export async function fromOrthanc(
  reader: FilmReaderPool,
  workers: number,
  syntax: 'uncompressed' | 'jpeg-2000',
  studies: number,
  filmsFolder: string,
) {
  const orthanc = await startOrthanc();
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-orthanc-bench-'));
  const { host, userName, password } = orthanc;
  const archive = openDicomwebArchive({
    baseUrl: `${orthanc.baseUrl}/dicom-web`,
    allowedHosts: [host],
    authorization: { kind: 'basic', userName, password },
    limits: { requestsPerSecond: 10_000 },
  });
  try {
    writeInSyntax(filmsFolder, syntax, folder);
    const films = numberedFilms(folder, '2026-09-01');
    for (let number = 0; number < studies; number += 1) {
      for (const view of VIEWS) await orthanc.stow(films.film(number, view));
    }
    const signal = new AbortController().signal;
    const studyOf = async (number: number): Promise<StudyBytes> => {
      const instances = await archive.listInstances(studyUidOf(number), signal);
      const [one, two] = await Promise.all(
        instances.map(({ identity }) => archive.fetchInstance(identity, signal)),
      );
      if (one === undefined || two === undefined) throw new Error('Orthanc does not hold both films');
      return [one, two];
    };
    return { syntax, workers, ...perStudy(await readStudies(reader, studies, workers, studyOf)) };
  } finally {
    await archive.close();
    await orthanc.stop();
    rmSync(folder, { recursive: true });
  }
}

/** By gdcm, a tool of the field: nothing of ours writes these pixels. */
function writeInSyntax(filmsFolder: string, syntax: 'uncompressed' | 'jpeg-2000', folder: string): void {
  for (const name of readdirSync(filmsFolder).filter((file) => /^P0[1-4]-(ap|lateral)\.dcm$/.test(file))) {
    execFileSync(
      'gdcmconv',
      [syntax === 'uncompressed' ? '--raw' : '--j2k', join(filmsFolder, name), join(folder, name)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
  }
}
