import type { AttentionMap, FilmIdentity } from '../../core/film/film.ts';
import type { ViewingFrame } from '../../core/radiograph/viewing-frame.ts';
import type { Tenant } from '../tenant.ts';
import type { RenderedImage } from './film-renderer.ts';

/** Pictures of films for people, fetched from the tenant's archive with the tenant's own credentials. */
export interface FilmPictures {
  /** Undefined when the film's pixels cannot be shown. Throws when the archive cannot be reached or refuses. */
  pictureOf(tenant: Tenant, film: FilmIdentity): Promise<RenderedImage | undefined>;
  /** The film's values at full resolution, for a viewer. As `pictureOf` otherwise. */
  frameOf(tenant: Tenant, film: FilmIdentity): Promise<ViewingFrame | undefined>;
  /** The attention layer, of exactly the picture's size. */
  layerOf(tenant: Tenant, film: FilmIdentity, attention: AttentionMap): Promise<RenderedImage | undefined>;
}
