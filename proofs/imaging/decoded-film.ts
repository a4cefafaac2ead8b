import type { Codecs } from '../../src/adapters/decode/codecs.ts';
import { decodeFrame } from '../../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../src/adapters/decode/encoded-frame.ts';
import { FilmRefused } from '../../src/adapters/decode/film-refused.ts';
import { grayscaleDescriptionOf } from '../../src/adapters/decode/grayscale-attributes.ts';
import type { FilmRefusal } from '../../src/core/film/film.ts';
import { grayscaleTable } from '../../src/core/radiograph/grayscale.ts';
import type { GrayscaleDescription } from '../../src/core/radiograph/grayscale-steps.ts';
import { storedValue } from '../../src/core/radiograph/stored-frame.ts';

export type Decoded<Values> =
  | { readonly kind: 'values'; readonly values: Values }
  | { readonly kind: 'refused'; readonly refusal: FilmRefusal };

/** No wavelet level is left out. */
const FULL_SIZE = Number.MAX_SAFE_INTEGER;

/** Stored values of the first frame at full size, or why not. */
export function storedValuesOf(bytes: Uint8Array, codecs: Codecs): Decoded<Int32Array> {
  return orRefused(() => {
    const file = parseDicomFile(bytes);
    const encoded = encodedFrameOf(file);
    const { words } = decodeFrame(encoded, codecs, FULL_SIZE);
    return Int32Array.from(words, (word) => storedValue(word, encoded.format));
  });
}

/** Grey 0..1 of the first frame at full size, or why not; `changes` to the description serve to predict peers' errors. */
export function greyOf(
  bytes: Uint8Array,
  codecs: Codecs,
  changes: Partial<GrayscaleDescription> = {},
): Decoded<Float64Array> {
  return orRefused(() => {
    const file = parseDicomFile(bytes);
    const frame = decodeFrame(encodedFrameOf(file), codecs, FULL_SIZE);
    const grayscale = grayscaleTable({ ...grayscaleDescriptionOf(file), ...changes }, frame);
    if (grayscale.kind === 'refused')
      throw new FilmRefused(grayscale.refusal.reason, grayscale.refusal.detail);
    return Float64Array.from(frame.words, (word) => grayscale.table[word]!);
  });
}

function orRefused<Values>(decode: () => Values): Decoded<Values> {
  try {
    return { kind: 'values', values: decode() };
  } catch (error) {
    if (error instanceof FilmRefused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}
