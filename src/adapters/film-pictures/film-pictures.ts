import { LRUCache } from 'lru-cache';
import type { FilmIdentity } from '../../core/film/film.ts';
import type { FilmPictures } from '../../flow/ports/film-pictures.ts';
import type { FilmRenderer, RenderedImage } from '../../flow/ports/film-renderer.ts';
import type { ImageArchive } from '../../flow/ports/image-archive.ts';
import type { Tenant } from '../../flow/tenant.ts';

/** Enough for a wall screen; the viewer's zoom shows every pixel of it. */
const LONGER_SIDE_PX = 1200;
/** A picture is about 100 kB. Kept so that the layer and a reload do not fetch and decode the film again. */
const PICTURES_KEPT = 40;
const KEPT_MS = 10 * 60 * 1000;

/** For one film from the archive to the picture; callers that go away do not stop it, others may wait for it. */
const TIMEOUT_MS = 30_000;

/** Pictures through the worker pool, the last few kept in memory; callers at the same time share one. */
export function openFilmPictures(
  archiveOf: (tenant: Tenant) => ImageArchive,
  renderer: FilmRenderer,
): FilmPictures {
  const kept = new LRUCache<string, Promise<RenderedImage | undefined>>({ max: PICTURES_KEPT, ttl: KEPT_MS });

  const render = async (tenant: Tenant, film: FilmIdentity): Promise<RenderedImage | undefined> => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const bytes = await archiveOf(tenant).fetchInstance(film, signal);
    const rendering = await renderer.renderFilm(
      bytes,
      { mediaType: 'image/webp', longerSidePx: LONGER_SIDE_PX },
      signal,
    );
    return rendering.kind === 'refused' ? undefined : rendering.image;
  };

  const pictureOf: FilmPictures['pictureOf'] = (tenant, film) => {
    const key = keyOf(tenant, film);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const picture = render(tenant, film);
    kept.set(key, picture);
    picture.catch(() => kept.delete(key));
    return picture;
  };

  return {
    pictureOf,
    // Not kept: a film of 10 megapixels is 20 MB, and a viewer asks once.
    frameOf: async (tenant, film) => {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const bytes = await archiveOf(tenant).fetchInstance(film, signal);
      const viewing = await renderer.viewFilm(bytes, signal);
      return viewing.kind === 'refused' ? undefined : viewing;
    },
    layerOf: async (tenant, film, attention) => {
      const picture = await pictureOf(tenant, film);
      return picture === undefined ? undefined : renderer.renderAttention(attention, picture);
    },
  };
}

const keyOf = (tenant: Tenant, film: FilmIdentity): string => `${tenant.id} ${film.sopInstanceUid}`;
