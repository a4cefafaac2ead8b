import { viewingFrame } from '../../core/radiograph/viewing-frame.ts';
import type { FilmViewing } from '../../flow/ports/film-renderer.ts';
import { decodeFrame } from '../decode/decode-frame.ts';
import { parseDicomFile } from '../decode/dicom-file.ts';
import { encodedFrameOf } from '../decode/encoded-frame.ts';
import { FilmRefused } from '../decode/film-refused.ts';
import { grayscaleDescriptionOf } from '../decode/grayscale-attributes.ts';
import type { FilmReadingParts } from './film-reading-parts.ts';

/** A film's values at full resolution, for a viewer. Blocks its thread: for workers only. */
export function viewFilm(bytes: Uint8Array, parts: Pick<FilmReadingParts, 'codecs'>): FilmViewing {
  try {
    const file = parseDicomFile(bytes);
    const frame = decodeFrame(encodedFrameOf(file), parts.codecs, Infinity);
    return viewingFrame(grayscaleDescriptionOf(file), frame);
  } catch (error) {
    if (error instanceof FilmRefused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}
