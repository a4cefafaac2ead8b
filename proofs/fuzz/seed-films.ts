import dcmjsCodecs from 'dcmjs-codecs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { parseDicomFile } from '../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../src/adapters/decode/encoded-frame.ts';
import { ENCAPSULATED, encapsulated, type ElementSpec } from '../../test/dicom/dicom-bytes.ts';
import { lumbarFilm, phantomWords } from '../../test/dicom/lumbar-film.ts';

export interface SeedFilm {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const IMPLICIT_LITTLE = '1.2.840.10008.1.2';
const EXPLICIT_BIG = '1.2.840.10008.1.2.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';

/** Compressed syntaxes that the encoder of dcmjs-codecs writes, by UID. */
const compressed: Readonly<Record<string, string>> = {
  rle: '1.2.840.10008.1.2.5',
  'jpeg-lossless': '1.2.840.10008.1.2.4.70',
  'jpeg-ls': '1.2.840.10008.1.2.4.80',
  'jpeg-ls-lossy': '1.2.840.10008.1.2.4.81',
  'jpeg-2000-lossless': '1.2.840.10008.1.2.4.90',
  'jpeg-2000': '1.2.840.10008.1.2.4.91',
  'htj2k-lossless': '1.2.840.10008.1.2.4.201',
  'htj2k-rpcl': '1.2.840.10008.1.2.4.202',
  htj2k: '1.2.840.10008.1.2.4.203',
};

/** Sequences, look-up tables and text in another character set: what plain films lack and parsers trip over. */
const ornate: readonly ElementSpec[] = [
  ['00080005', 'CS', 'ISO_IR 192'],
  ['0008103E', 'LO', 'LWS seitlich ä'],
  ['00185101', 'CS', 'LL'],
  ['00540220', 'SQ', [code('399173006', 'left lateral')]],
  ['00082218', 'SQ', [code('122496007', 'Lumbar spine')]],
  [
    '00283010',
    'SQ',
    [
      [
        ['00283002', 'US', [4096, 0, 16]],
        ['00283006', 'OW', Uint16Array.from({ length: 4096 }, (_, index) => index * 16)],
      ],
    ],
  ],
];

function code(value: string, meaning: string): ElementSpec[] {
  return [
    ['00080100', 'SH', value],
    ['00080102', 'SH', 'SCT'],
    ['00080104', 'LO', meaning],
  ];
}

/** The same small lumbar film in every transfer syntax that is read, and one with everything on it. */
export async function seedFilms(): Promise<readonly SeedFilm[]> {
  const plain = lumbarFilm();
  await dcmjsCodecs.NativeCodecs.initializeAsync();
  const encoded = Object.entries(compressed).map(([name, uid]) => {
    const transcoder = new dcmjsCodecs.Transcoder(new Uint8Array(plain).buffer);
    transcoder.transcode(uid);
    // Only the pixels: the encoder's file has new UIDs each time, and a case must be the same each time.
    const { bytes } = encodedFrameOf(parseDicomFile(new Uint8Array(transcoder.getDicomPart10())));
    return { name, bytes: lumbarFilm([['7FE00010', ENCAPSULATED, encapsulated([bytes])]], uid) };
  });
  return [
    { name: 'explicit', bytes: plain },
    { name: 'ornate', bytes: lumbarFilm(ornate) },
    { name: 'implicit', bytes: lumbarFilm([], IMPLICIT_LITTLE, { explicit: false, bigEndian: false }) },
    { name: 'big-endian', bytes: lumbarFilm([], EXPLICIT_BIG, { explicit: true, bigEndian: true }) },
    { name: 'deflated', bytes: deflatedFilm(lumbarFilm([], DEFLATED)) },
    ...encoded,
    { name: 'jpeg-baseline', bytes: await jpegBaselineFilm() },
    { name: 'jpeg-extended', bytes: new Uint8Array(readFileSync(JPEG_EXTENDED)) },
  ];
}

/** The same film with 12 bits in lossy JPEG, which no encoder on npm writes: made once with dcmcjpeg of DCMTK. */
const JPEG_EXTENDED = join(
  import.meta.dirname,
  '..',
  '..',
  'test',
  'fixtures',
  'fuzz',
  'jpeg-extended-12-bit.dcm',
);

/** 8-bit JPEG in an object that says 12 bits, so that its tags do not keep it from the decoder. */
async function jpegBaselineFilm(): Promise<Uint8Array> {
  const [rows, columns] = [300, 256];
  const grey = Uint8Array.from(phantomWords(rows, columns), (word) => word >> 4);
  const raw = { width: columns, height: rows, channels: 1 } as const;
  const jpeg = await sharp(grey, { raw }).toColourspace('b-w').jpeg({ quality: 90 }).toBuffer();
  return lumbarFilm([['7FE00010', ENCAPSULATED, encapsulated([jpeg])]], '1.2.840.10008.1.2.4.50');
}

/** Deflates what follows the file meta information (PS3.5 section A.5). */
export function deflatedFilm(film: Uint8Array): Uint8Array {
  const start = endOfFileMeta(film);
  return new Uint8Array(Buffer.concat([film.subarray(0, start), deflateRawSync(film.subarray(start))]));
}

/** Preamble and "DICM", then group length (0002,0000) UL of 4 bytes, which counts what follows it. */
export function endOfFileMeta(film: Uint8Array): number {
  const view = new DataView(film.buffer, film.byteOffset);
  return 144 + view.getUint32(140, true);
}
