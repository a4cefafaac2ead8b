import type { AttentionMap } from '../film/film.ts';

/** Opacity of the strongest cell, so that the film stays visible under it. */
const STRONGEST = 0.6;

/**
 * Opacity 0..1 of each cell of a map, row order: cells that speak for the positive class in proportion to the strongest
 * one, all others clear. A map with no such cell is clear throughout.
 */
export function attentionOpacity(map: AttentionMap): readonly number[] {
  const strongest = Math.max(0, ...map.values);
  return map.values.map((value) => (strongest === 0 ? 0 : (STRONGEST * Math.max(0, value)) / strongest));
}
