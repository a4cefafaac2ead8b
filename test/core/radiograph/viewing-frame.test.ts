import fc from 'fast-check';
import type { GrayscaleDescription } from '../../../src/core/radiograph/grayscale-steps.ts';
import { grayscaleTable } from '../../../src/core/radiograph/grayscale.ts';
import type { StoredFrame } from '../../../src/core/radiograph/stored-frame.ts';
import { viewingFrame, type ViewingFrame } from '../../../src/core/radiograph/viewing-frame.ts';

const plain: GrayscaleDescription = {
  format: { bitsAllocated: 16, bitsStored: 12, highBit: 11, signed: false },
  photometricInterpretation: 'MONOCHROME2',
  presentationLutShape: undefined,
  modalityLuts: [],
  rescaleSlope: undefined,
  rescaleIntercept: undefined,
  voiLuts: [],
  windows: [{ center: 2048, width: 1000, explanation: undefined }],
  voiLutFunction: 'LINEAR_EXACT',
};
const signed = { ...plain.format, signed: true };
const lut = (descriptor: number[], entries: number[]) => ({
  descriptor,
  data: Uint16Array.from(entries),
  explanation: undefined,
});

const frameOf = (words: readonly number[]): StoredFrame => ({
  words: Uint16Array.from(words),
  rows: 1,
  columns: words.length,
  filmRows: 1,
  filmColumns: words.length,
  reducedLevels: 0,
});

function viewed(changes: Partial<GrayscaleDescription>, words: readonly number[]): ViewingFrame {
  const result = viewingFrame({ ...plain, ...changes }, frameOf(words));
  if (result.kind === 'refused') throw new Error(result.refusal.detail);
  return result;
}

const shownBy = ({ values, black, white }: ViewingFrame): number[] =>
  Array.from(values, (value) => Math.min(1, Math.max(0, (value - black) / (white - black))));

it('keeps the values beyond the window, so that the window can be opened', () => {
  // LINEAR_EXACT 2048 +- 500: black at 1548, white at 2548; 100 and 4000 stay what they are.
  expect(viewed({}, [100, 2048, 4000])).toMatchObject({
    values: Uint16Array.of(100, 2048, 4000),
    black: 1548,
    white: 2548,
  });
});

it('counts a rescaled film in steps of its slope, so that no value is rounded away', () => {
  // 0.25 x stored - 100; the window 400 +- 100 is black at 300 = 0.25 x 1600 - 100 and white at 500 = 0.25 x 2400 - 100.
  const rescaled = { rescaleSlope: 0.25, rescaleIntercept: -100 };
  const windows = [{ center: 400, width: 200, explanation: undefined }];
  expect(viewed({ ...rescaled, windows }, [1601])).toMatchObject({
    values: Uint16Array.of(1601),
    black: 1600,
    white: 2400,
  });
});

it('turns MONOCHROME1 round: values rise with brightness', () => {
  // 12 bits: 4095 - 100 = 3995. The window 1548..2548 becomes 4095 - 2548 = 1547 .. 4095 - 1548 = 2547.
  expect(viewed({ photometricInterpretation: 'MONOCHROME1' }, [100])).toMatchObject({
    values: Uint16Array.of(3995),
    black: 1547,
    white: 2547,
  });
});

const window = [{ center: 100, width: 1, explanation: undefined }];
it.each<[string, Partial<GrayscaleDescription>]>([
  ['LINEAR', { voiLutFunction: 'LINEAR' }],
  ['LINEAR of width 1, a step', { voiLutFunction: 'LINEAR', windows: window }],
  ['SIGMOID', { voiLutFunction: 'SIGMOID' }],
  ['MONOCHROME1 under SIGMOID', { voiLutFunction: 'SIGMOID', photometricInterpretation: 'MONOCHROME1' }],
  ['signed words', { format: signed, windows: [{ center: -200, width: 900, explanation: undefined }] }],
  ['a negative slope', { rescaleSlope: -2, rescaleIntercept: 4000 }],
  ['a Modality LUT', { modalityLuts: [lut([3, 10, 12], [300, 2000, 4095])] }],
  ['a VOI LUT', { voiLuts: [lut([4, 1000, 12], [4095, 300, 2000, 17])] }],
  [
    'a VOI LUT and MONOCHROME1',
    { voiLuts: [lut([2, 9, 8], [1, 255])], photometricInterpretation: 'MONOCHROME1' },
  ],
  ['no window', { windows: [] }],
])('%s: black to white shows what the grayscale order shows', (_name, changes) => {
  const words = [0, 9, 10, 11, 99, 100, 101, 999, 1001, 1003, 1548, 2048, 2300, 2548, 3072, 4095];
  const table = grayscaleTable({ ...plain, ...changes }, frameOf(words));
  if (table.kind === 'refused') throw new Error(table.refusal.detail);
  shownBy(viewed(changes, words)).forEach((grey, i) => {
    // Half a step of 16 bits is lost at most.
    expect(Math.abs(grey - table.table[words[i]!]!)).toBeLessThanOrEqual(0.5 / 65_535 + 1e-9);
  });
});

it('shows the same as the grayscale order for any window, slope, sign and polarity', () => {
  fc.assert(
    fc.property(
      fc.record({
        center: fc.integer({ min: -3000, max: 5000 }),
        width: fc.integer({ min: 1, max: 6000 }),
        slope: fc.constantFrom(1, -1, 0.5, 2.5),
        intercept: fc.integer({ min: -2000, max: 2000 }),
        isSigned: fc.boolean(),
        photometric: fc.constantFrom('MONOCHROME1', 'MONOCHROME2'),
        voiLutFunction: fc.constantFrom('LINEAR', 'LINEAR_EXACT', 'SIGMOID'),
        words: fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 8 }),
      }),
      ({ center, width, slope, intercept, isSigned, photometric, voiLutFunction, words }) => {
        const changes = {
          windows: [{ center, width, explanation: undefined }],
          rescaleSlope: slope,
          rescaleIntercept: intercept,
          format: isSigned ? signed : plain.format,
          photometricInterpretation: photometric,
          voiLutFunction,
        };
        const table = grayscaleTable({ ...plain, ...changes }, frameOf(words));
        if (table.kind === 'refused') throw new Error(table.refusal.detail);
        shownBy(viewed(changes, words)).forEach((grey, i) => {
          expect(grey).toBeCloseTo(table.table[words[i]!]!, 4);
        });
      },
    ),
  );
});

it('refuses what the grayscale order refuses, with its reason', () => {
  expect(viewingFrame({ ...plain, photometricInterpretation: 'RGB' }, frameOf([1]))).toMatchObject({
    kind: 'refused',
    refusal: { reason: 'pixel-description-invalid' },
  });
});
