import type { FilmCandidate } from './film-candidate.ts';

/**
 * A film that covers less than this part of the largest one of its view is taken for a coned spot view, which devices
 * often send without saying so. Set; unverified.
 */
const SPOT_AREA_FRACTION = 0.6;

/** One question that separates two films of the same view; positive when `a` is to be preferred. */
interface RankingRule {
  readonly prefers: (a: FilmCandidate, b: FilmCandidate, largest: LargestArea) => number;
  /** Why the other film was passed over. */
  readonly words: string;
}

type LargestArea = Readonly<Record<'mm2' | 'px', number>>;

const flag = (of: (film: FilmCandidate) => boolean) => (a: FilmCandidate, b: FilmCandidate) =>
  Number(of(a)) - Number(of(b));
const text = (a: string, b: string) => (a === b ? 0 : a > b ? 1 : -1);

/**
 * In order; the first rule that tells two films apart decides. A repeat was made because the first exposure was not
 * good enough, so the later one goes first, but never a small field taken after a whole one.
 */
const rankingRules: readonly RankingRule[] = [
  {
    words: 'the preferred film says that it shows the lumbar spine',
    prefers: flag((film) => film.saysLumbar),
  },
  {
    words: 'covers a much smaller field, as a coned view does',
    prefers: (a, b, largest) => Number(isWholeField(a, largest)) - Number(isWholeField(b, largest)),
  },
  { words: 'is the for-processing twin', prefers: flag((film) => film.forPresentation) },
  { words: 'was exposed earlier than the repeat', prefers: (a, b) => text(a.acquiredAt, b.acquiredAt) },
  { words: 'is derived from an original', prefers: flag((film) => film.original) },
  { words: 'is lossy compressed', prefers: flag((film) => film.lossless) },
  { words: 'has a lower instance number', prefers: (a, b) => a.instanceNumber - b.instanceNumber },
  {
    words: 'has a higher UID, all else being equal',
    prefers: (a, b) => text(b.identity.sopInstanceUid, a.identity.sopInstanceUid),
  },
];

export interface RankedFilm {
  readonly film: FilmCandidate;
  /** Why the film before it is preferred; undefined for the first. */
  readonly behindBecause: string | undefined;
}

/** Films of one view, the preferred one first; the order does not depend on the order of the input. */
export function rankFilms(films: readonly FilmCandidate[]): readonly RankedFilm[] {
  const largest: LargestArea = { mm2: largestArea(films, 'mm2'), px: largestArea(films, 'px') };
  const ranked = films.toSorted((a, b) => -(decidingRule(a, b, largest)?.prefers(a, b, largest) ?? 0));
  return ranked.map((film, index) => {
    const before = ranked[index - 1];
    return {
      film,
      behindBecause: before === undefined ? undefined : decidingRule(before, film, largest)?.words,
    };
  });
}

function decidingRule(a: FilmCandidate, b: FilmCandidate, largest: LargestArea): RankingRule | undefined {
  return rankingRules.find((rule) => rule.prefers(a, b, largest) !== 0);
}

function largestArea(films: readonly FilmCandidate[], unit: 'mm2' | 'px'): number {
  return Math.max(0, ...films.map(({ area }) => (area?.unit === unit ? area.value : 0)));
}

function isWholeField({ area }: FilmCandidate, largest: LargestArea): boolean {
  return area === undefined || area.value >= SPOT_AREA_FRACTION * largest[area.unit];
}
