import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import type { FilmRefusalReason } from '../core/film/film.ts';
import type { LumbarStudy } from '../core/study/study-choice.ts';

/** Studies that are looked into for one assessment, when what they show is not charted (set). */
const MOST_STUDIES_READ = 5;
const otherFilms: ReadonlySet<FilmRefusalReason> = new Set(['not-lumbar', 'no-lumbar-film']);

/**
 * The newest study's evidence; the one before it when the chart names no body part and the films turn out to be of
 * another one. Undefined without candidates.
 */
export async function readFirstLumbar(
  candidates: readonly LumbarStudy[],
  read: (candidate: LumbarStudy) => Promise<ImageEvidence>,
): Promise<{ readonly candidate: LumbarStudy; readonly evidence: ImageEvidence } | undefined> {
  let newest: { candidate: LumbarStudy; evidence: ImageEvidence } | undefined;
  for (const candidate of candidates.slice(0, MOST_STUDIES_READ)) {
    const evidence = await read(candidate);
    newest ??= { candidate, evidence };
    const isOther =
      candidate.lumbar === 'unstated' &&
      evidence.kind === 'unavailable' &&
      otherFilms.has(evidence.refusal.reason);
    if (!isOther) return { candidate, evidence };
  }
  return newest;
}
