/**
 * One decoded grayscale frame as stored: whole allocated words, not yet masked (DICOM PS3.5 section 8.1.1).
 * `words` holds rows x columns entries in row order.
 */
export interface StoredFrame {
  readonly words: Uint8Array | Uint16Array;
  /** Size of `words`; at a reduced resolution smaller than the film. */
  readonly rows: number;
  readonly columns: number;
  /** Size of the film at full resolution, in pixels. */
  readonly filmRows: number;
  readonly filmColumns: number;
  /** Wavelet levels left out by the decoder: 0 is full resolution, 2 a quarter in each direction. */
  readonly reducedLevels: number;
}

/** How a stored word holds its value (PS3.3 section C.7.6.3). */
export interface PixelFormat {
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
}

/** What is wrong with a pixel format, in words, or undefined. */
export function pixelFormatFault(format: PixelFormat): string | undefined {
  const { bitsAllocated, bitsStored, highBit } = format;
  if (bitsAllocated !== 8 && bitsAllocated !== 16) return `BitsAllocated is ${String(bitsAllocated)}`;
  if (!Number.isInteger(bitsStored) || bitsStored < 1 || bitsStored > bitsAllocated)
    return `BitsStored ${bitsStored} does not fit BitsAllocated ${bitsAllocated}`;
  if (!Number.isInteger(highBit) || highBit >= bitsAllocated || highBit < bitsStored - 1)
    return `HighBit ${highBit} does not fit BitsStored ${bitsStored} in ${bitsAllocated} bits`;
  return undefined;
}

/** Smallest and largest stored value that the format can hold. */
export function storedRange(format: PixelFormat): readonly [number, number] {
  const count = 2 ** format.bitsStored;
  return format.signed ? [-count / 2, count / 2 - 1] : [0, count - 1];
}

/** Stored value of a whole word: the bits below BitsStored up to HighBit, then the sign. */
export function storedValue(word: number, format: PixelFormat): number {
  const shift = format.highBit - format.bitsStored + 1;
  const count = 2 ** format.bitsStored;
  const bits = (word >>> shift) & (count - 1);
  return format.signed && bits >= count / 2 ? bits - count : bits;
}
