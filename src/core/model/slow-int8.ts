import type { View } from '../film/film.ts';

/** What one film of a view takes on this machine, ms: medians of a few runs of both networks in the same worker. */
export interface NetworkSpeed {
  readonly view: View;
  readonly int8Ms: number;
  readonly fp32Ms: number;
}

/**
 * Words for the log when int8 brings nothing on this machine (a processor without int8 instructions); undefined when it
 * does. Nothing is switched: precision was signed off.
 */
export function slowInt8({ view, int8Ms, fp32Ms }: NetworkSpeed): string | undefined {
  if (int8Ms < fp32Ms) return undefined;
  return `the int8 network of the ${view} view takes ${int8Ms.toFixed(1)} ms a film here and the fp32 network ${fp32Ms.toFixed(1)} ms: this machine runs int8 slowly`;
}
