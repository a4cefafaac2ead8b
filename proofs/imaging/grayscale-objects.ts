import { dicomFileBytes, type ElementSpec } from '../../test/dicom/dicom-bytes.ts';
import { lumbarFilmElements } from '../../test/dicom/lumbar-film.ts';

export const SIDE_PX = 64;
/** Bits per entry of every VOI LUT that is written. */
export const VOI_LUT_BITS = 10;
const SLOPE = 2;

export const lutKinds = [
  'linear',
  'linear-exact',
  'sigmoid',
  'rescale-linear',
  'rescale-voi-lut',
  'modality-lut-linear',
  'voi-lut',
  'modality-lut-voi-lut',
] as const;
export type LutKind = (typeof lutKinds)[number];

/** One object of the crossing: what decides its grey values. */
export interface GrayscaleCase {
  readonly photometric: 'MONOCHROME1' | 'MONOCHROME2';
  /** Presentation LUT Shape; undefined: absent. */
  readonly shape: 'IDENTITY' | 'INVERSE' | undefined;
  readonly lutKind: LutKind;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  /** Bits outside the stored ones hold noise, as overlays of old devices do. */
  readonly dirty: boolean;
}

export function nameOf(item: GrayscaleCase): string {
  const { photometric, shape, lutKind, bitsStored, bitsAllocated, highBit, signed, dirty } = item;
  return [
    photometric,
    shape ?? 'no-shape',
    lutKind,
    `${bitsStored}of${bitsAllocated}at${highBit}`,
    signed ? 'signed' : 'unsigned',
    dirty ? 'dirty' : 'clean',
  ].join('_');
}

/** Photometric x LUT kind x bits x sign, clean, high bit at the top of the stored bits. */
export function crossing(): readonly GrayscaleCase[] {
  const formats = [
    { bitsAllocated: 8, bitsStored: 8 },
    { bitsAllocated: 16, bitsStored: 10 },
    { bitsAllocated: 16, bitsStored: 12 },
    { bitsAllocated: 16, bitsStored: 16 },
  ] as const;
  return (['MONOCHROME1', 'MONOCHROME2'] as const).flatMap((photometric) =>
    lutKinds.flatMap((lutKind) =>
      formats.flatMap((format) =>
        [false, true].map((signed) => ({
          photometric,
          shape: undefined,
          lutKind,
          ...format,
          highBit: format.bitsStored - 1,
          signed,
          dirty: false,
        })),
      ),
    ),
  );
}

/** What only uncompressed objects can have: noise above the stored bits, stored bits at the top, polarity twice. */
export function oddities(): readonly GrayscaleCase[] {
  const plain: GrayscaleCase = {
    photometric: 'MONOCHROME2',
    shape: undefined,
    lutKind: 'linear',
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    signed: false,
    dirty: false,
  };
  const both = [false, true];
  return [
    ...both.flatMap((signed) => lutKinds.map((lutKind) => ({ ...plain, lutKind, signed, dirty: true }))),
    ...both.map((signed) => ({ ...plain, signed, highBit: 15 })),
    ...both.map((signed) => ({ ...plain, signed, highBit: 13, dirty: true })),
    ...(['MONOCHROME1', 'MONOCHROME2'] as const).flatMap((photometric) =>
      (['IDENTITY', 'INVERSE'] as const).map((shape) => ({ ...plain, photometric, shape })),
    ),
  ];
}

/** The object in explicit VR little endian. */
export function objectOf(item: GrayscaleCase, number: number): Uint8Array {
  return dicomFileBytes('1.2.840.10008.1.2.1', elementsOf(item, number));
}

export function elementsOf(item: GrayscaleCase, number: number): readonly ElementSpec[] {
  const pixels = wordsOf(item);
  const shape: ElementSpec[] = item.shape === undefined ? [] : [['20500020', 'CS', item.shape]];
  const changes: ElementSpec[] = [
    ['00080018', 'UI', `1.2.3.${number}`],
    ['00280004', 'CS', item.photometric],
    ['00280100', 'US', [item.bitsAllocated]],
    ['00280101', 'US', [item.bitsStored]],
    ['00280102', 'US', [item.highBit]],
    ['00280103', 'US', [item.signed ? 1 : 0]],
    ['7FE00010', 'OW', item.bitsAllocated === 8 ? Uint8Array.from(pixels) : pixels],
    ...lutElements(item),
    ...shape,
  ];
  const withoutWindow = lumbarFilmElements(changes, SIDE_PX, SIDE_PX).filter(
    ([tag]) => !item.lutKind.endsWith('voi-lut') || !tag.startsWith('0028105'),
  );
  return [...withoutWindow, ...changes.filter(([tag]) => tag === '00281052' || tag === '00281053')].filter(
    ([tag], i, all) => all.findIndex(([other]) => other === tag) === i,
  );
}

/**
 * Stored values evenly over the whole range of the format, in whole words: clean ones with the sign carried to the top, as
 * devices write them, dirty ones with noise there.
 */
function wordsOf(item: GrayscaleCase): Uint16Array {
  const pixels = SIDE_PX * SIDE_PX;
  const count = 2 ** item.bitsStored;
  const shift = item.highBit - item.bitsStored + 1;
  const mask = ((count - 1) << shift) & 0xffff;
  return Uint16Array.from({ length: pixels }, (_, i) => {
    const bits = (Math.floor((i * count) / pixels) << shift) & mask;
    const negative = item.signed && (bits >> item.highBit) % 2 === 1;
    const above = ~mask & (0xffff << item.highBit);
    const carried = negative ? above : 0;
    return bits | (item.dirty ? (i * 40503) & ~mask : carried);
  });
}

function lutElements(item: GrayscaleCase): ElementSpec[] {
  const count = 2 ** item.bitsStored;
  const lowest = item.signed ? -count / 2 : 0;
  const slope = SLOPE;
  const intercept = -count / 4;
  const outBits = 16;
  const rescale: ElementSpec[] = [
    ['00281052', 'DS', String(intercept)],
    ['00281053', 'DS', String(slope)],
  ];
  const window = (low: number, range: number, kind?: string): ElementSpec[] => [
    ['00281050', 'DS', String(low + range / 2)],
    ['00281051', 'DS', String(range * 0.6)],
    ...(kind === undefined ? [] : ([['00281056', 'CS', kind]] as ElementSpec[])),
  ];
  const modality: ElementSpec[] = [['00283000', 'SQ', [lutItem(lowest, Math.min(count, 4096), outBits, 2)]]];
  const voi = (low: number, range: number): ElementSpec[] => [
    [
      '00283010',
      'SQ',
      [lutItem(Math.trunc(low + range / 8), Math.min(Math.floor(range / 2), 2048), VOI_LUT_BITS, 0.5)],
    ],
  ];
  switch (item.lutKind) {
    case 'linear':
      return window(lowest, count);
    case 'linear-exact':
      return window(lowest, count, 'LINEAR_EXACT');
    case 'sigmoid':
      return window(lowest, count, 'SIGMOID');
    case 'rescale-linear':
      return [...rescale, ...window(lowest * slope + intercept, count * slope)];
    case 'rescale-voi-lut':
      return [...rescale, ...voi(lowest * slope + intercept, count * slope)];
    case 'modality-lut-linear':
      return [...modality, ...window(0, 2 ** outBits)];
    case 'voi-lut':
      return voi(lowest, count);
    case 'modality-lut-voi-lut':
      return [...modality, ...voi(0, 2 ** outBits)];
  }
}

/**
 * Whether the entry that a stored value names, counted from the first mapped value, is beyond the integers that hold the
 * pixels (Modality LUT of signed values) or beyond 16 bits (VOI LUT after rescale).
 */
export function lutIndexOverflows(item: GrayscaleCase, stored: number): boolean {
  const count = 2 ** item.bitsStored;
  if (item.lutKind.startsWith('modality-lut'))
    return item.signed && stored + count / 2 > 2 ** (item.bitsAllocated - 1) - 1;
  if (item.lutKind !== 'rescale-voi-lut') return false;
  const low = (item.signed ? -count / 2 : 0) * SLOPE - count / 4;
  return stored * SLOPE - count / 4 - Math.trunc(low + (count * SLOPE) / 8) > 65535;
}

/** A curve of `entries` from `first`, of `bits` bits; `power` bends it. */
function lutItem(first: number, entries: number, bits: number, power: number): ElementSpec[] {
  const largest = 2 ** bits - 1;
  const data = Uint16Array.from({ length: entries }, (_, i) =>
    Math.round(largest * Math.pow(i / (entries - 1), power)),
  );
  return [
    ['00283002', first < 0 ? 'SS' : 'US', [entries % 65536, first & 0xffff, bits]],
    ['00283004', 'LO', 'US'],
    ['00283006', 'OW', data],
  ];
}
