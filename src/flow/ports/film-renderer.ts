import type { AttentionMap, FilmRefusal } from '../../core/film/film.ts';
import type { ViewingFrame } from '../../core/radiograph/viewing-frame.ts';

export interface RenderedImage {
  readonly mediaType: 'image/png' | 'image/webp';
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface RenderRequest {
  readonly mediaType: RenderedImage['mediaType'];
  /** The film is never enlarged beyond its own size. */
  readonly longerSidePx: number;
}

export type FilmRendering =
  | { readonly kind: 'rendered'; readonly image: RenderedImage }
  | { readonly kind: 'refused'; readonly refusal: FilmRefusal };

export type FilmViewing = ViewingFrame | { readonly kind: 'refused'; readonly refusal: FilmRefusal };

/** Pictures for people. A film that no model reads is still shown, as long as its pixels can be read. */
export interface FilmRenderer {
  /** The film windowed as the model saw it. Never throws for a bad film. */
  renderFilm(bytes: Uint8Array, request: RenderRequest, signal?: AbortSignal): Promise<FilmRendering>;
  /** The film's values at full resolution for a viewer with a window of its own. Never throws for a bad film. */
  viewFilm(bytes: Uint8Array, signal?: AbortSignal): Promise<FilmViewing>;
  /**
   * The attention map as a transparent layer of exactly that size, to lie over the film of the same proportions:
   * where the map speaks for a low T-score it is coloured, elsewhere it is clear. Coarse, and not a lesion map.
   */
  renderAttention(
    map: AttentionMap,
    size: { readonly widthPx: number; readonly heightPx: number },
  ): Promise<RenderedImage>;
}
