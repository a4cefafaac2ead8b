import type { FilmIdentity, FilmRefusal, View } from '../film/film.ts';
import { readCandidate, type FilmCandidate, type FilmRules } from './film-candidate.ts';
import { rankFilms, type RankedFilm } from './film-ranking.ts';
import { rejectedInstances } from './rejection-notes.ts';
import type { StudyInstance } from './study-instance.ts';

/** A film that is not read, and why. */
export interface PassedOverFilm {
  readonly identity: FilmIdentity;
  readonly view: View | undefined;
  readonly refusal: FilmRefusal;
}

export type FilmChoice =
  | {
      readonly kind: 'films';
      /** Films of each view, the preferred one first; the next is read only when the one before it is refused. */
      readonly byView: Readonly<Record<View, readonly RankedFilm[]>>;
      /** Films whose view only the image can tell, preferred first: read only while a view has no score yet. */
      readonly viewUnstated: readonly RankedFilm[];
      readonly passedOver: readonly PassedOverFilm[];
    }
  | { readonly kind: 'none'; readonly refusal: FilmRefusal; readonly passedOver: readonly PassedOverFilm[] };

/**
 * Which films of a study are read as AP and as lateral, from its metadata alone. Deterministic: the same instances in
 * any order give the same choice. Every instance that is an image appears exactly once, chosen or with its reason;
 * reports and notes of the study are no images and do not appear.
 */
export function chooseFilms(instances: readonly StudyInstance[], rules: FilmRules): FilmChoice {
  const rejected = rejectedInstances(instances);
  const candidates: FilmCandidate[] = [];
  const passedOver: PassedOverFilm[] = [];
  const { single, ambiguous } = byUid(instances.filter(isImage));
  for (const { identity } of ambiguous) {
    const detail = 'the archive describes this instance in two ways';
    passedOver.push({
      identity,
      view: undefined,
      refusal: { reason: 'duplicate-with-different-bytes', detail },
    });
  }
  for (const instance of single) {
    const { identity } = instance;
    const reading = readCandidate(instance, rules, rejected.get(identity.sopInstanceUid));
    if (reading.kind === 'candidate') candidates.push(reading.candidate);
    else passedOver.push({ identity, view: reading.view, refusal: reading.refusal });
  }
  passedOver.sort((a, b) => (a.identity.sopInstanceUid < b.identity.sopInstanceUid ? -1 : 1));
  if (candidates.length === 0) return { kind: 'none', refusal: refusalOfAll(passedOver), passedOver };
  const ranked = (view: View | undefined) => rankFilms(candidates.filter((film) => film.view === view));
  return {
    kind: 'films',
    byView: { ap: ranked('ap'), lateral: ranked('lateral') },
    viewUnstated: ranked(undefined),
    passedOver,
  };
}

/** Instances by UID; those whose UID stands for two different descriptions are apart, as neither can be trusted. */
function byUid(instances: readonly StudyInstance[]) {
  const groups = [...Map.groupBy(instances, ({ identity }) => identity.sopInstanceUid).values()];
  const isOne = (group: readonly StudyInstance[]) =>
    new Set(group.map((each) => JSON.stringify(each))).size === 1;
  const firstOf = ([first]: readonly StudyInstance[]) => (first === undefined ? [] : [first]);
  return {
    single: groups.filter(isOne).flatMap(firstOf),
    ambiguous: groups.filter((group) => !isOne(group)).flatMap(firstOf),
  };
}

/** Structured reports, key objects, presentation states and documents have neither rows nor a radiograph's class. */
function isImage({ metadata }: StudyInstance): boolean {
  const sopClassUid = String(metadata['00080016']?.Value?.[0] ?? '');
  const isDocument = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(88|11|104|9)(\.|$)/.test(sopClassUid);
  return !isDocument;
}

/** One reason for the study: the films' own when they agree, else that none is a lumbar film to be read. */
function refusalOfAll(passedOver: readonly PassedOverFilm[]): FilmRefusal {
  const [first, ...others] = passedOver;
  if (first === undefined) return { reason: 'no-lumbar-film', detail: 'the study holds no image' };
  const reasons = [...new Set(passedOver.map(({ refusal }) => refusal.reason))];
  return reasons.length === 1
    ? { reason: first.refusal.reason, detail: `${first.refusal.detail} (${others.length + 1} images)` }
    : {
        reason: 'no-lumbar-film',
        detail: `${passedOver.length} images were passed over: ${reasons.join(', ')}`,
      };
}
