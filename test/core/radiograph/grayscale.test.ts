import fc from 'fast-check';
import { grayscaleTable } from '../../../src/core/radiograph/grayscale.ts';
import type { GrayscaleDescription } from '../../../src/core/radiograph/grayscale-steps.ts';
import type { StoredFrame } from '../../../src/core/radiograph/stored-frame.ts';

const plain: GrayscaleDescription = {
  format: { bitsAllocated: 16, bitsStored: 12, highBit: 11, signed: false },
  photometricInterpretation: 'MONOCHROME2',
  presentationLutShape: undefined,
  modalityLuts: [],
  rescaleSlope: undefined,
  rescaleIntercept: undefined,
  voiLuts: [],
  // LINEAR_EXACT 0..4096: grey = value / 4096, easy to follow by hand.
  windows: [{ center: 2048, width: 4096, explanation: undefined }],
  voiLutFunction: 'LINEAR_EXACT',
};

function frameOf(words: readonly number[]): StoredFrame {
  const columns = words.length;
  return {
    words: Uint16Array.from(words),
    rows: 1,
    columns,
    filmRows: 1,
    filmColumns: columns,
    reducedLevels: 0,
  };
}

function greyOf(word: number, changes: Partial<GrayscaleDescription>, frame = frameOf([0])): number {
  const result = grayscaleTable({ ...plain, ...changes }, frame);
  if (result.kind === 'refused') throw new Error(result.refusal.detail);
  return result.table[word]!;
}

function faultOf(changes: Partial<GrayscaleDescription>, frame = frameOf([0])): string {
  const result = grayscaleTable({ ...plain, ...changes }, frame);
  if (result.kind === 'ready') throw new Error('not refused');
  expect(result.refusal.reason).toBe('pixel-description-invalid');
  return result.refusal.detail;
}

const signed12 = { ...plain.format, signed: true };
const lut = (descriptor: number[], entries: number[], explanation?: string) => ({
  descriptor,
  data: Uint16Array.from(entries),
  explanation,
});

describe('the grayscale order', () => {
  it('masks the bits above HighBit and below the stored ones', () => {
    expect(greyOf(0xf400, {})).toBe(0x400 / 4096);
    // 12 bits stored at 15..4: the word 0x4007 holds 0x400.
    expect(greyOf(0x4007, { format: { ...plain.format, highBit: 15 } })).toBe(0x400 / 4096);
  });

  it('takes the sign from the highest stored bit after masking', () => {
    // 0xC00 in 12 bits is -1024; the window 0..4096 moved by -2048 gives (-1024 + 2048) / 4096 = 0.25.
    const windows = [{ center: 0, width: 4096, explanation: undefined }];
    expect(greyOf(0x0c00, { format: signed12, windows })).toBe(0.25);
    expect(greyOf(0xfc00, { format: signed12, windows })).toBe(0.25);
  });

  it('rescales before the window', () => {
    expect(greyOf(100, { rescaleSlope: 4, rescaleIntercept: 24 })).toBe(424 / 4096);
  });

  it('prefers the Modality LUT Sequence to rescale', () => {
    const modalityLuts = [lut([2, 100, 12], [1024, 2048])];
    expect(greyOf(101, { modalityLuts, rescaleSlope: 9, rescaleIntercept: 9 })).toBe(0.5);
  });

  it('prefers the VOI LUT Sequence to the window, scaled by its bits', () => {
    expect(greyOf(101, { voiLuts: [lut([2, 100, 10], [0, 511])] })).toBe(511 / 1023);
  });

  it('reads the first value of a VOI LUT as signed when rescale can go below zero', () => {
    // First mapped 65535 is -1 here: stored 0 with intercept -1 is the first entry.
    const voiLuts = [lut([2, 65535, 8], [51, 255])];
    expect(greyOf(0, { voiLuts, rescaleSlope: 1, rescaleIntercept: -1 })).toBe(51 / 255);
  });

  it.each([
    ['the first window when none is named NORMAL', ['HARD', 'SOFT'], 1024 / 4096],
    ['the window named NORMAL', ['HARD', 'normal '], 1024 / 8192],
  ])('takes %s', (_what, [first, second], expected) => {
    const windows = [
      { center: 2048, width: 4096, explanation: first },
      { center: 4096, width: 8192, explanation: second },
    ];
    expect(greyOf(1024, { windows })).toBe(expected);
  });

  it('takes an absent VOI LUT Function as LINEAR', () => {
    // (1024 - 2047.5) / 4095 + 0.5
    expect(greyOf(1024, { voiLutFunction: undefined })).toBeCloseTo((1024 - 2047.5) / 4095 + 0.5, 14);
  });

  it('inverts MONOCHROME1 last, after a nonlinear VOI', () => {
    const voiLuts = [lut([2, 0, 8], [51, 204])];
    expect(greyOf(0, { voiLuts, photometricInterpretation: 'MONOCHROME1' })).toBeCloseTo(1 - 51 / 255, 14);
  });

  it.each([
    ['MONOCHROME1', 'IDENTITY', 0.75, true],
    ['MONOCHROME2', 'INVERSE', 0.25, true],
    ['MONOCHROME1', 'INVERSE', 0.75, false],
    ['MONOCHROME2', 'IDENTITY', 0.25, false],
  ])('lets %s decide over Presentation LUT Shape %s', (photometric, shape, grey, contradicted) => {
    const result = grayscaleTable(
      { ...plain, photometricInterpretation: photometric, presentationLutShape: shape },
      frameOf([0]),
    );
    expect(result).toMatchObject({ kind: 'ready', polarityContradicted: contradicted });
    expect(result.kind === 'ready' && result.table[1024]).toBe(grey);
  });

  it('windows an object without VOI from its 0.5th to its 99.5th percentile', () => {
    // Values 0..999 once each: at least 5 pixels at or below 4, at least 995 at or below 994; (499 - 4) / 990 = 0.5.
    const frame = frameOf(Array.from({ length: 1000 }, (_, i) => i));
    expect(greyOf(499, { windows: [] }, frame)).toBeCloseTo(0.5, 14);
    expect(greyOf(4, { windows: [] }, frame)).toBe(0);
    expect(greyOf(995, { windows: [] }, frame)).toBe(1);
  });

  it('says every step in order', () => {
    const result = grayscaleTable({ ...plain, rescaleSlope: 2, rescaleIntercept: -1 }, frameOf([0]));
    expect(result.steps).toEqual([
      '12 of 16 bits, high bit 11, unsigned',
      'rescale x 2 + -1',
      'window LINEAR_EXACT centre 2048 width 4096',
      'MONOCHROME2: not inverted',
    ]);
  });
});

describe('a pixel description that cannot be right is refused', () => {
  it.each([
    [
      'BitsStored 17',
      { format: { ...plain.format, bitsStored: 17 } },
      'BitsStored 17 does not fit BitsAllocated 16',
    ],
    [
      'HighBit 10',
      { format: { ...plain.format, highBit: 10 } },
      'HighBit 10 does not fit BitsStored 12 in 16 bits',
    ],
    ['RGB', { photometricInterpretation: 'RGB' }, 'Photometric Interpretation is RGB'],
    ['no photometric', { photometricInterpretation: undefined }, 'Photometric Interpretation is absent'],
    ['slope 0', { rescaleSlope: 0 }, 'Rescale Slope 0, Intercept 0'],
    ['VOI LUT Function X', { voiLutFunction: 'X' }, 'VOI LUT Function is not one that DICOM defines'],
    ['shape X', { presentationLutShape: 'X' }, 'Presentation LUT Shape is X'],
    [
      'a bad Modality LUT',
      { modalityLuts: [lut([5, 0, 8], [1])] },
      'Modality LUT: LUT Descriptor says 5 entries, LUT Data holds 2 bytes',
    ],
    [
      'two Modality LUTs',
      { modalityLuts: [lut([1, 0, 8], [1]), lut([1, 0, 8], [1])] },
      'Modality LUT Sequence has more than one item',
    ],
  ] as const)('%s', (_what, changes, fault) => {
    expect(faultOf(changes)).toBe(fault);
  });

  it('one grey everywhere and no window', () => {
    expect(faultOf({ windows: [] }, frameOf([7, 7, 7]))).toBe(
      'no window, and every pixel has the same value',
    );
  });
});

it('every word of every format gives a grey in 0..1', () => {
  const format = fc
    .record({ bitsStored: fc.integer({ min: 1, max: 16 }), extra: fc.nat(15), signed: fc.boolean() })
    .map(({ bitsStored, extra, signed }) => ({
      bitsAllocated: 16 as const,
      bitsStored,
      highBit: Math.min(15, bitsStored - 1 + extra),
      signed,
    }));
  fc.assert(
    fc.property(
      format,
      fc.constantFrom('LINEAR', 'LINEAR_EXACT', 'SIGMOID'),
      fc.double({ min: -5000, max: 5000, noNaN: true }),
      fc.double({ min: 1, max: 5000, noNaN: true }),
      (pixelFormat, voiLutFunction, center, width) => {
        const windows = [{ center, width, explanation: undefined }];
        const result = grayscaleTable(
          { ...plain, format: pixelFormat, voiLutFunction, windows },
          frameOf([0]),
        );
        return result.kind === 'ready' && result.table.every((grey) => grey >= 0 && grey <= 1);
      },
    ),
    { numRuns: 30 },
  );
});
