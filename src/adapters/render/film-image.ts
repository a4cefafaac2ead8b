import sharp, { type Sharp } from 'sharp';
import type { AttentionMap } from '../../core/film/film.ts';
import { attentionOpacity } from '../../core/model/attention-opacity.ts';
import type { RenderedImage } from '../../flow/ports/film-renderer.ts';

/** A film in 8-bit grey, row order. */
export interface GreyImage {
  readonly grey: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Encodes a grey film. Off the event loop: sharp has threads of its own. */
export async function encodeFilm(
  film: GreyImage,
  mediaType: RenderedImage['mediaType'],
): Promise<RenderedImage> {
  const raw = { width: film.widthPx, height: film.heightPx, channels: 1 } as const;
  return encoded(sharp(film.grey, { raw }), mediaType, film);
}

/** Colour of the attention layer: an orange that reads on every grey and to colour-blind eyes. */
const LAYER_RGB = [230, 120, 0] as const;

/**
 * The attention layer for a film of that size. The map lies over the square that the film was padded to, so it is
 * enlarged to that square and the padding is cut away.
 */
export async function encodeAttention(
  map: AttentionMap,
  size: { readonly widthPx: number; readonly heightPx: number },
): Promise<RenderedImage> {
  const cells = attentionOpacity(map).flatMap((opacity) => [...LAYER_RGB, Math.round(255 * opacity)]);
  const side = Math.max(size.widthPx, size.heightPx);
  const square = await sharp(Uint8Array.from(cells), {
    raw: { width: map.columns, height: map.rows, channels: 4 },
  })
    .resize(side, side, { kernel: 'cubic', fit: 'fill' })
    .raw()
    .toBuffer();
  const layer = sharp(square, { raw: { width: side, height: side, channels: 4 } }).extract({
    left: Math.floor((side - size.widthPx) / 2),
    top: Math.floor((side - size.heightPx) / 2),
    width: size.widthPx,
    height: size.heightPx,
  });
  return encoded(layer, 'image/png', size);
}

/** One picture of a film with its layer and, below both, a line of words: a picture travels without its page. */
export async function encodeAnnotatedFilm(
  film: GreyImage,
  map: AttentionMap | undefined,
  words: string,
): Promise<RenderedImage> {
  const { widthPx, heightPx } = film;
  const captionPx = Math.max(24, Math.round(widthPx / 24));
  const layers = map === undefined ? [] : [{ input: Buffer.from((await encodeAttention(map, film)).bytes) }];
  const picture = sharp(film.grey, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .toColourspace('srgb')
    .extend({ bottom: captionPx, background: 'white' });
  const caption = { input: captionSvg(words, widthPx, captionPx), top: heightPx, left: 0 };
  const composed = picture.composite([...layers.map((layer) => ({ ...layer, top: 0, left: 0 })), caption]);
  return encoded(composed, 'image/png', { widthPx, heightPx: heightPx + captionPx });
}

function captionSvg(words: string, widthPx: number, heightPx: number): Buffer {
  const escaped = words.replace(/[<&>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const fontPx = Math.max(6, Math.min(heightPx * 0.6, (widthPx * 1.8) / words.length));
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">` +
      `<text x="50%" y="60%" text-anchor="middle" font-family="sans-serif" font-size="${fontPx}">${escaped}</text></svg>`,
  );
}

async function encoded(
  image: Sharp,
  mediaType: RenderedImage['mediaType'],
  size: { readonly widthPx: number; readonly heightPx: number },
): Promise<RenderedImage> {
  const buffer = await (mediaType === 'image/png' ? image.png() : image.webp({ quality: 90 })).toBuffer();
  return {
    mediaType,
    bytes: new Uint8Array(buffer),
    widthPx: size.widthPx,
    heightPx: size.heightPx,
  };
}
