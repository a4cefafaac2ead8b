import type { FilmRefusal } from '../film/film.ts';
import { checkLookupTable, lookUp, type LookupTable, type StoredLookupTable } from './lookup-table.ts';
import { percentileWindow } from './percentile-window.ts';
import { resolvePolarity } from './polarity-tags.ts';
import {
  pixelFormatFault,
  storedRange,
  storedValue,
  type PixelFormat,
  type StoredFrame,
} from './stored-frame.ts';
import { throughWindow, windowFault, type VoiFunction, type VoiWindow } from './voi-window.ts';

/** Everything in a DICOM object that says how its stored values become grey. */
export interface GrayscaleDescription {
  readonly format: PixelFormat;
  readonly photometricInterpretation: string | undefined;
  readonly presentationLutShape: string | undefined;
  readonly modalityLuts: readonly StoredLookupTable[];
  readonly rescaleSlope: number | undefined;
  readonly rescaleIntercept: number | undefined;
  readonly voiLuts: readonly StoredLookupTable[];
  readonly windows: readonly VoiWindow[];
  readonly voiLutFunction: string | undefined;
}

/** `table[word]`: grey 0..1 (bone bright) of every whole stored word; `steps` says in words how, in order. */
export interface GrayscaleTable {
  readonly kind: 'ready';
  readonly table: Float64Array;
  readonly steps: readonly string[];
  readonly polarityContradicted: boolean;
}

export type GrayscaleResult =
  | GrayscaleTable
  | { readonly kind: 'refused'; readonly refusal: FilmRefusal; readonly steps: readonly string[] };

interface Step {
  readonly map: (value: number) => number;
  readonly words: string;
  /** Smallest and largest value that can come out. */
  readonly range: readonly [number, number];
}

type StepResult = Step | { readonly fault: string };

/**
 * The DICOM grayscale order as one table over stored words (PS3.3 sections C.7.6.3, C.11.1, C.11.2; PS3.4 N.2):
 * mask, sign, Modality LUT, VOI LUT, inversion last. A table is exact because a stored word is 8 or 16 bits.
 * `frame` is only looked at when the object carries no VOI at all (percentile rule).
 */
export function grayscaleTable(description: GrayscaleDescription, frame: StoredFrame): GrayscaleResult {
  const { format } = description;
  const formatFault = pixelFormatFault(format);
  if (formatFault !== undefined) return refused(formatFault, []);
  const steps = [storedWords(format)];
  const modality = modalityStep(description);
  if ('fault' in modality) return refused(modality.fault, steps);
  steps.push(modality.words);
  const polarity = resolvePolarity(description.photometricInterpretation, description.presentationLutShape);
  if (polarity.kind === 'refused') return refused(polarity.fault, steps);
  const modalityTable = tableOver(format, modality.map);
  const voi = voiStep(description, modality.range, () => percentileWindow(frame, modalityTable));
  if ('fault' in voi) return refused(voi.fault, steps);
  steps.push(voi.words, polarity.words);
  const grey = polarity.invert ? (value: number) => 1 - voi.map(value) : voi.map;
  const table = tableOver(format, (stored) => grey(modality.map(stored)));
  return { kind: 'ready', table, steps, polarityContradicted: polarity.contradicted };
}

/** Fills a table over whole words from a function of the stored value, each stored value computed once. */
function tableOver(format: PixelFormat, map: (stored: number) => number): Float64Array {
  const byBits = new Float64Array(2 ** format.bitsStored);
  const count = byBits.length;
  for (let bits = 0; bits < count; bits++)
    byBits[bits] = map(format.signed && bits >= count / 2 ? bits - count : bits);
  const table = new Float64Array(2 ** format.bitsAllocated);
  for (let word = 0; word < table.length; word++) {
    const stored = storedValue(word, format);
    table[word] = byBits[stored < 0 ? stored + count : stored]!;
  }
  return table;
}

function modalityStep(description: GrayscaleDescription): StepResult {
  const range = storedRange(description.format);
  const [stored] = description.modalityLuts;
  if (description.modalityLuts.length > 1) return { fault: 'Modality LUT Sequence has more than one item' };
  if (stored !== undefined) {
    const checked = checkLookupTable(stored, description.format.signed);
    if (checked.kind === 'invalid') return { fault: `Modality LUT: ${checked.fault}` };
    const { table } = checked;
    return {
      map: (value) => lookUp(table, value),
      words: `Modality LUT Sequence (${describe(table)})`,
      range: [0, 2 ** table.bitsPerEntry - 1],
    };
  }
  const slope = description.rescaleSlope ?? 1;
  const intercept = description.rescaleIntercept ?? 0;
  if (!Number.isFinite(slope) || !Number.isFinite(intercept) || slope === 0)
    return { fault: `Rescale Slope ${slope}, Intercept ${intercept}` };
  const ends = [range[0] * slope + intercept, range[1] * slope + intercept] as const;
  return {
    map: (value) => value * slope + intercept,
    words: slope === 1 && intercept === 0 ? 'no rescale' : `rescale x ${slope} + ${intercept}`,
    range: [Math.min(...ends), Math.max(...ends)],
  };
}

function voiStep(
  description: GrayscaleDescription,
  inputRange: readonly [number, number],
  percentile: () => VoiWindow | undefined,
): StepResult {
  const stored = preferred(description.voiLuts);
  if (stored !== undefined) {
    const checked = checkLookupTable(stored, inputRange[0] < 0);
    if (checked.kind === 'invalid') return { fault: `VOI LUT: ${checked.fault}` };
    const { table } = checked;
    const largest = 2 ** table.bitsPerEntry - 1;
    const words = `VOI LUT Sequence (${describe(table)}${named(stored.explanation)})`;
    return { map: (value) => lookUp(table, value) / largest, words, range: [0, 1] };
  }
  const window = preferred(description.windows);
  if (window !== undefined) return windowStep(window, voiFunctionOf(description.voiLutFunction));
  const found = percentile();
  if (found === undefined) return { fault: 'no window, and every pixel has the same value' };
  return windowStep(found, 'LINEAR_EXACT');
}

function windowStep(window: VoiWindow, voiFunction: VoiFunction | undefined): StepResult {
  if (voiFunction === undefined) return { fault: 'VOI LUT Function is not one that DICOM defines' };
  const fault = windowFault(window, voiFunction);
  if (fault !== undefined) return { fault };
  return {
    map: (value) => throughWindow(value, window, voiFunction),
    words: `window ${voiFunction} centre ${window.center} width ${window.width}${named(window.explanation)}`,
    range: [0, 1],
  };
}

/** Several alternatives: the one named NORMAL, else the first (vendors name them NORMAL, HARDER, SOFTER). */
function preferred<T extends { readonly explanation: string | undefined }>(
  items: readonly T[],
): T | undefined {
  return items.find((item) => item.explanation?.trim().toUpperCase() === 'NORMAL') ?? items[0];
}

function voiFunctionOf(name: string | undefined): VoiFunction | undefined {
  if (name === undefined || name === '') return 'LINEAR';
  return name === 'LINEAR' || name === 'LINEAR_EXACT' || name === 'SIGMOID' ? name : undefined;
}

function storedWords(format: PixelFormat): string {
  const sign = format.signed ? 'signed' : 'unsigned';
  return `${format.bitsStored} of ${format.bitsAllocated} bits, high bit ${format.highBit}, ${sign}`;
}

function describe(table: LookupTable): string {
  return `${table.entries.length} entries from ${table.firstMapped}, ${table.bitsPerEntry} bits`;
}

function named(explanation: string | undefined): string {
  return explanation === undefined || explanation === '' ? '' : `, "${explanation}"`;
}

function refused(detail: string, steps: readonly string[]): GrayscaleResult {
  return { kind: 'refused', refusal: { reason: 'pixel-description-invalid', detail }, steps };
}
