import { dicomFileBytes, littleExplicit, type ElementSpec, type Encoding } from './dicom-bytes.ts';

export const EXPLICIT_LITTLE = '1.2.840.10008.1.2.1';
export const DX_FOR_PRESENTATION = '1.2.840.10008.5.1.4.1.1.1.1';

/**
 * A phantom that reads as bone bright: black air with a curved edge beside a grey body with a brighter spine, 12 bits
 * in words of 16.
 */
export function phantomWords(rows: number, columns: number): Uint16Array {
  return Uint16Array.from({ length: rows * columns }, (_, i) => {
    const x = (i % columns) / columns;
    const y = Math.floor(i / columns) / rows;
    const skin = 0.18 + 0.06 * Math.sin(Math.PI * y);
    if (x < skin || x > 1 - skin) return 0;
    const spine = Math.abs(x - 0.5) < 0.09 ? 1100 : 0;
    return Math.round(1500 + spine + 300 * Math.cos(8 * Math.PI * y) * (spine > 0 ? 1 : 0.2));
  });
}

/** Elements of an AP lumbar film, 12 bits, window 0..4095; `changes` replace or add elements by tag. */
export function lumbarFilmElements(
  changes: readonly ElementSpec[] = [],
  rows = 300,
  columns = 256,
): readonly ElementSpec[] {
  const elements: readonly ElementSpec[] = [
    ['00080008', 'CS', 'ORIGINAL\\PRIMARY'],
    ['00080016', 'UI', DX_FOR_PRESENTATION],
    ['00080018', 'UI', '1.2.3.1'],
    ['00080020', 'DA', '20260301'],
    ['00080060', 'CS', 'DX'],
    ['00080068', 'CS', 'FOR PRESENTATION'],
    ['00100020', 'LO', 'P1'],
    ['00100030', 'DA', '19550102'],
    ['00100040', 'CS', 'F'],
    ['00180015', 'CS', 'LSPINE'],
    ['00185101', 'CS', 'AP'],
    ['0020000D', 'UI', '1.2.3'],
    ['0020000E', 'UI', '1.2.3.0'],
    ['00280002', 'US', [1]],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', [rows]],
    ['00280011', 'US', [columns]],
    ['00280100', 'US', [16]],
    ['00280101', 'US', [12]],
    ['00280102', 'US', [11]],
    ['00280103', 'US', [0]],
    ['00281050', 'DS', '2048'],
    ['00281051', 'DS', '4096'],
    ['7FE00010', 'OW', phantomWords(rows, columns)],
  ];
  const changed = new Set(changes.map(([tag]) => tag));
  return [...elements.filter(([tag]) => !changed.has(tag)), ...changes];
}

export function lumbarFilm(
  changes: readonly ElementSpec[] = [],
  transferSyntaxUid = EXPLICIT_LITTLE,
  encoding: Encoding = littleExplicit,
): Uint8Array {
  return dicomFileBytes(transferSyntaxUid, lumbarFilmElements(changes), encoding);
}
