import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCodecs, type Codecs } from '../../../src/adapters/decode/codecs.ts';
import { decodeFrame } from '../../../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../../src/adapters/decode/encoded-frame.ts';
import { grayscaleDescriptionOf } from '../../../src/adapters/decode/grayscale-attributes.ts';
import { averagedFilm, type AveragedFilm } from '../../../src/core/radiograph/area-average.ts';
import { grayscaleTable } from '../../../src/core/radiograph/grayscale.ts';
import { findPolarity } from '../../../src/core/radiograph/polarity-check.ts';

/** 40 x 40 film from a function of column and row, both 0..39. */
function film(greyAt: (x: number, y: number) => number): AveragedFilm {
  return {
    grey: Float32Array.from({ length: 1600 }, (_, i) => greyAt(i % 40, Math.floor(i / 40))),
    widthPx: 40,
    heightPx: 40,
  };
}

/** A body with a curved edge and texture, so that no column of it is even; air beside it. */
const body = (x: number, y: number) => 0.4 + 0.3 * ((x * 7 + y * 3) % 5) * 0.2;
const inAir = (x: number, y: number) => x < 6 + 4 * Math.sin(y / 12) || x > 33 - 4 * Math.sin(y / 12);
const airDark = (x: number, y: number) => (inAir(x, y) ? 0 : body(x, y));
const invert = (greyAt: typeof airDark) => (x: number, y: number) => 1 - greyAt(x, y);

describe('the polarity of an image', () => {
  it('is bone bright when air beside the body is black', () => {
    expect(findPolarity(film(airDark))).toBe('bone-bright');
  });

  it('is inverted when it is white', () => {
    expect(findPolarity(film(invert(airDark)))).toBe('inverted');
  });

  it('is not read off a body that fills the film', () => {
    expect(findPolarity(film(body))).toBe('no-air');
    expect(findPolarity(film(invert(body)))).toBe('no-air');
  });

  // Collimators leave straight edges: white on the film, or black where a shutter was filled in.
  it.each([
    ['a white border', 1],
    ['a black shutter', 0],
  ])('is not read off %s', (_what, edge) => {
    const framed = (x: number, y: number) => (x < 5 || x > 34 || y < 3 || y > 36 ? edge : body(x, y));
    expect(findPolarity(film(framed))).toBe('no-air');
  });

  it('is still read off air inside a white border', () => {
    const framed = (x: number, y: number) => (y < 4 || y > 35 ? 1 : airDark(x, y));
    expect(findPolarity(film(framed))).toBe('bone-bright');
  });

  it('is not called inverted because the pelvis below saturates', () => {
    const pelvis = (x: number, y: number) => (y > 28 ? 1 : body(x, y));
    expect(findPolarity(film((x, y) => (x + y === 70 ? 0.5 : pelvis(x, y))))).toBe('no-air');
  });
});

describe('on the simulated films of the sandbox', () => {
  const folder = new URL('../../../src/sandbox/films/', import.meta.url).pathname;
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as {
    readonly films: readonly { readonly file: string; readonly unsuitable: string | null }[];
  };
  const inverted = new Set(
    truth.films.flatMap(({ file, unsuitable }) => (unsuitable === 'inverted' ? [file] : [])),
  );
  const files = readdirSync(folder).filter((file) => file.endsWith('.dcm'));
  const otherWay: Record<string, string> = { MONOCHROME1: 'MONOCHROME2', MONOCHROME2: 'MONOCHROME1' };
  let codecs: Codecs;
  beforeAll(async () => {
    codecs = await loadCodecs();
  });

  it.each(files)('%s is never taken for the other polarity, and neither is its inverse', (name) => {
    const file = parseDicomFile(readFileSync(join(folder, name)));
    const frame = decodeFrame(encodedFrameOf(file), codecs, 256);
    const description = grayscaleDescriptionOf(file);
    const findingWith = (photometricInterpretation: string | undefined) => {
      const grayscale = grayscaleTable({ ...description, photometricInterpretation }, frame);
      if (grayscale.kind === 'refused') throw new Error(grayscale.refusal.detail);
      return findPolarity(averagedFilm(frame, grayscale.table, 128));
    };
    const asTagged = findingWith(description.photometricInterpretation);
    const flipped = findingWith(otherWay[description.photometricInterpretation ?? '']);
    const [right, wrong] = inverted.has(name) ? [flipped, asTagged] : [asTagged, flipped];
    expect(right).not.toBe('inverted');
    expect(wrong).not.toBe('bone-bright');
  });
});
