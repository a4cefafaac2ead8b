import type { FilmRefusal } from '../film/film.ts';
import {
  grayscaleSteps,
  tableOverWords,
  type GrayscaleDescription,
  type GrayscaleSteps,
} from './grayscale-steps.ts';
import type { StoredFrame } from './stored-frame.ts';

/**
 * A film for a viewer with a window of its own, at full resolution. `values` rise with brightness (bone bright) in 0..65535; at
 * `black` and below the film is black, at `white` and above it is white, between them grey is a straight line: the
 * film as the device presents it. Values beyond these ends are kept, so that a viewer can open the window.
 */
export interface ViewingFrame {
  readonly kind: 'ready';
  /** rows x columns entries in row order. */
  readonly values: Uint16Array;
  readonly rows: number;
  readonly columns: number;
  readonly black: number;
  readonly white: number;
}

const LARGEST = 65_535;

/**
 * The film's values for a viewer. Under a linear window they are the values after the Modality LUT, counted from the
 * lowest possible one in steps of the rescale slope, so none is rounded away. Under a VOI LUT or a sigmoid they are
 * the presented greys in 16 bits: the viewer's window then works on what the device's table gives, as no straight
 * window could show the same. Inversion is done here, so that every viewer shows the same polarity.
 */
export function viewingFrame(
  description: GrayscaleDescription,
  frame: StoredFrame,
): ViewingFrame | { readonly kind: 'refused'; readonly refusal: FilmRefusal } {
  const steps = grayscaleSteps(description, frame);
  if (steps.kind === 'refused') return { kind: 'refused', refusal: steps.refusal };
  const { valueOf, black, white } = coding(steps);
  const table = Uint16Array.from(tableOverWords(steps.format, (stored) => Math.round(valueOf(stored))));
  const { words, rows, columns } = frame;
  const values = new Uint16Array(words.length);
  for (let i = 0; i < words.length; i++) values[i] = table[words[i]!]!;
  return { kind: 'ready', values, rows, columns, black, white };
}

interface Coding {
  readonly valueOf: (stored: number) => number;
  readonly black: number;
  readonly white: number;
}

function coding({ modality, voi, invert }: GrayscaleSteps): Coding {
  const { ends } = voi;
  if (ends === undefined) {
    const grey = (stored: number): number => voi.map(modality.map(stored));
    const shown = invert ? (stored: number) => 1 - grey(stored) : grey;
    return { valueOf: (stored) => LARGEST * shown(stored), black: 0, white: LARGEST };
  }
  const [lowest, highest] = modality.range;
  const count = (value: number): number => (invert ? highest - value : value - lowest) / modality.spacing;
  const [dark, light] = ends.map(count) as [number, number];
  return {
    valueOf: (stored) => count(modality.map(stored)),
    black: Math.min(dark, light),
    white: Math.max(dark, light),
  };
}
