import type { FilmRefusal } from '../../core/film/film.ts';
import { averagedFilm } from '../../core/radiograph/area-average.ts';
import { grayscaleTable } from '../../core/radiograph/grayscale.ts';
import { decodeFrame } from '../decode/decode-frame.ts';
import { parseDicomFile } from '../decode/dicom-file.ts';
import { encodedFrameOf } from '../decode/encoded-frame.ts';
import { FilmRefused } from '../decode/film-refused.ts';
import { grayscaleDescriptionOf } from '../decode/grayscale-attributes.ts';
import type { GreyImage } from '../render/film-image.ts';
import type { FilmReadingParts } from './film-reading-parts.ts';

export type GreyRendering =
  | { readonly kind: 'rendered'; readonly film: GreyImage }
  | { readonly kind: 'refused'; readonly refusal: FilmRefusal };

/** A film in 8-bit grey through the same grayscale order as for the model. Blocks its thread: for workers only. */
export function renderGrey(
  bytes: Uint8Array,
  longerSidePx: number,
  parts: Pick<FilmReadingParts, 'codecs'>,
): GreyRendering {
  try {
    const file = parseDicomFile(bytes);
    const frame = decodeFrame(encodedFrameOf(file), parts.codecs, longerSidePx);
    const grayscale = grayscaleTable(grayscaleDescriptionOf(file), frame);
    if (grayscale.kind === 'refused') return { kind: 'refused', refusal: grayscale.refusal };
    const { grey, widthPx, heightPx } = averagedFilm(frame, grayscale.table, longerSidePx);
    return {
      kind: 'rendered',
      film: { grey: Uint8Array.from(grey, (value) => Math.round(255 * value)), widthPx, heightPx },
    };
  } catch (error) {
    if (error instanceof FilmRefused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}
