import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { htj2kWriter, transcode, transcodings } from '../../proofs/imaging/transcode.ts';
import { dicomFileBytes } from '../../test/dicom/dicom-bytes.ts';
import { lumbarFilmElements, phantomWords } from '../../test/dicom/lumbar-film.ts';

export interface BenchFilm {
  readonly syntax: string;
  readonly path: string;
}

/** The phantom with detector noise, 12 bits, in every lossless transfer syntax; also lossy JPEG 2000 as archives keep it. */
export async function writeBenchFilms(
  folder: string,
  rows: number,
  columns: number,
): Promise<readonly BenchFilm[]> {
  const words = phantomWords(rows, columns);
  addNoise(words);
  const elements = lumbarFilmElements([['7FE00010', 'OW', words]], rows, columns);
  const original = join(folder, 'explicit-little.dcm');
  writeFileSync(original, dicomFileBytes('1.2.840.10008.1.2.1', elements));
  const films: BenchFilm[] = [{ syntax: 'explicit-little', path: original }];
  for (const syntax of transcodings) {
    const path = join(folder, `${syntax}.dcm`);
    transcode(syntax, original, path);
    if (statSync(path).size > 0) films.push({ syntax, path });
  }
  const path = join(folder, 'htj2k.dcm');
  const writeHtj2k = await htj2kWriter();
  writeHtj2k(elements, { bits: 12, signed: false, rows, columns }, path);
  films.push({ syntax: 'htj2k', path });
  return films;
}

/** About 20 grey values of 4096, a fixed sequence (a linear congruential generator, Numerical Recipes' constants). */
function addNoise(words: Uint16Array): void {
  let state = 1;
  for (let i = 0; i < words.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const value = words[i]!;
    if (value > 0) words[i] = Math.min(4095, value + ((state >>> 24) % 41) - 20);
  }
}
