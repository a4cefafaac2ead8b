import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCodecs } from '../../../src/adapters/decode/codecs.ts';
import { parseDicomFile } from '../../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../../src/adapters/decode/encoded-frame.ts';
import { openFilmReader } from '../../../src/adapters/film-reader/film-reader-pool.ts';
import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import { lumbarFilm } from '../../dicom/lumbar-film.ts';
import { fixtureModels } from '../../fixture-paths.ts';

const fixture = (...name: string[]) =>
  readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', 'fuzz', ...name));

test('a good JPEG film is read the same after 80 damaged large ones', async () => {
  const codecs = await loadCodecs();
  const { bytes, rows, columns } = encodedFrameOf(parseDicomFile(fixture('jpeg-extended-12-bit.dcm')));
  const good = { bytes, rows, columns, bits: 12, reducedLevels: 0 };
  const before = codecs.jpegOver8(good).words;
  // 6000 x 6000 words are 72 MB: kept each time, 80 of them would be more than a WebAssembly memory can hold (4 GiB).
  const damaged = { ...good, bytes: bytes.slice(0, 200), rows: 6000, columns: 6000 };
  for (let film = 0; film < 80; film += 1) {
    await codecs.renewSpoilt();
    expect(() => codecs.jpegOver8(damaged)).toThrow('the compressed pixel data is damaged');
  }
  await codecs.renewSpoilt();
  expect(codecs.jpegOver8(good).words).toEqual(before);
  // 2.9 thousand million samples: a machine with other work needs its time.
}, 180_000);

test('a film on which a codec runs for ever is refused, and the next film is read by a new worker', async () => {
  const reader = await openFilmReader({
    modelsFolder: fixtureModels,
    viewRules: defaultViewRules,
    workers: 1,
    // Long enough for the new worker to load its networks on a busy machine, which counts.
    timeoutMs: 8_000,
  });
  const endless = await reader.read(fixture('without-end', 'htj2k-bit-flips.dcm'));
  expect(endless).toMatchObject({ kind: 'refused', refusal: { reason: 'decode-limit-exceeded' } });
  expect((await reader.read(lumbarFilm())).kind).toBe('scored');
  await reader.close();
});
