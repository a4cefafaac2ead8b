import { canonicalJson } from '../model/canonical-json.ts';
import type { ScoredFilm } from './film.ts';

export interface ImageResultIdentity {
  readonly tenantId: string;
  readonly studyInstanceUid: string;
  readonly films: readonly Pick<ScoredFilm, 'identity' | 'pixelDigest' | 'modelVersion'>[];
}

/**
 * The text whose SHA-256 is `imageResultKey`: tenant, study, films with the digests of their pixels, model versions.
 * The order in which films arrived does not matter; a new film, other pixels or another model make another result.
 */
export function imageResultIdentityText(result: ImageResultIdentity): string {
  const films = result.films
    .map((film) => ({
      sopInstanceUid: film.identity.sopInstanceUid,
      pixelDigest: film.pixelDigest,
      modelVersion: film.modelVersion,
    }))
    .sort((a, b) => (a.sopInstanceUid < b.sopInstanceUid ? -1 : 1));
  return canonicalJson({ tenantId: result.tenantId, studyInstanceUid: result.studyInstanceUid, films });
}
