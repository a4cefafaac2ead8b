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
import { throughWindow, windowEnds, windowFault, type VoiFunction, type VoiWindow } from './voi-window.ts';

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

/** One step of the grayscale order as a function of single values. */
interface Step {
  readonly map: (value: number) => number;
  readonly words: string;
}

interface ModalityStep extends Step {
  /** Smallest and largest value that can come out. */
  readonly range: readonly [number, number];
  /** Distance between two neighbouring values that can come out. */
  readonly spacing: number;
}

interface VoiStep extends Step {
  /** Where a linear window is black and where it is white; undefined for a table or a sigmoid. */
  readonly ends: readonly [number, number] | undefined;
}

/** How an object's stored values become grey, each step decided; `words` says so in order. */
export interface GrayscaleSteps {
  readonly kind: 'ready';
  readonly format: PixelFormat;
  readonly modality: ModalityStep;
  readonly voi: VoiStep;
  readonly invert: boolean;
  readonly polarityContradicted: boolean;
  readonly words: readonly string[];
}

export interface GrayscaleRefused {
  readonly kind: 'refused';
  readonly refusal: FilmRefusal;
  readonly words: readonly string[];
}

type Fault = { readonly fault: string };

/**
 * The DICOM grayscale order (PS3.3 sections C.7.6.3, C.11.1, C.11.2; PS3.4 N.2): mask, sign, Modality LUT, VOI LUT,
 * inversion last. `frame` is only looked at when the object carries no VOI at all (percentile rule).
 */
export function grayscaleSteps(
  description: GrayscaleDescription,
  frame: StoredFrame,
): GrayscaleSteps | GrayscaleRefused {
  const { format } = description;
  const formatFault = pixelFormatFault(format);
  if (formatFault !== undefined) return refused(formatFault, []);
  const words = [storedWords(format)];
  const modality = modalityStep(description);
  if ('fault' in modality) return refused(modality.fault, words);
  words.push(modality.words);
  const polarity = resolvePolarity(description.photometricInterpretation, description.presentationLutShape);
  if (polarity.kind === 'refused') return refused(polarity.fault, words);
  const voi = voiStep(description, modality.range, () =>
    percentileWindow(frame, tableOverWords(format, modality.map)),
  );
  if ('fault' in voi) return refused(voi.fault, words);
  words.push(voi.words, polarity.words);
  const { invert, contradicted: polarityContradicted } = polarity;
  return { kind: 'ready', format, modality, voi, invert, polarityContradicted, words };
}

/** Fills a table over whole words from a function of the stored value, each stored value computed once. */
export function tableOverWords(format: PixelFormat, map: (stored: number) => number): Float64Array {
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

function modalityStep(description: GrayscaleDescription): ModalityStep | Fault {
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
      spacing: 1,
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
    spacing: Math.abs(slope),
  };
}

function voiStep(
  description: GrayscaleDescription,
  inputRange: readonly [number, number],
  percentile: () => VoiWindow | undefined,
): VoiStep | Fault {
  const stored = preferred(description.voiLuts);
  if (stored !== undefined) {
    const checked = checkLookupTable(stored, inputRange[0] < 0);
    if (checked.kind === 'invalid') return { fault: `VOI LUT: ${checked.fault}` };
    const { table } = checked;
    const largest = 2 ** table.bitsPerEntry - 1;
    const words = `VOI LUT Sequence (${describe(table)}${named(stored.explanation)})`;
    return { map: (value) => lookUp(table, value) / largest, words, ends: undefined };
  }
  const window = preferred(description.windows);
  if (window !== undefined) return windowStep(window, voiFunctionOf(description.voiLutFunction));
  const found = percentile();
  if (found === undefined) return { fault: 'no window, and every pixel has the same value' };
  return windowStep(found, 'LINEAR_EXACT');
}

function windowStep(window: VoiWindow, voiFunction: VoiFunction | undefined): VoiStep | Fault {
  if (voiFunction === undefined) return { fault: 'VOI LUT Function is not one that DICOM defines' };
  const fault = windowFault(window, voiFunction);
  if (fault !== undefined) return { fault };
  return {
    map: (value) => throughWindow(value, window, voiFunction),
    words: `window ${voiFunction} centre ${window.center} width ${window.width}${named(window.explanation)}`,
    ends: windowEnds(window, voiFunction),
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

function refused(detail: string, words: readonly string[]): GrayscaleRefused {
  return { kind: 'refused', refusal: { reason: 'pixel-description-invalid', detail }, words };
}
