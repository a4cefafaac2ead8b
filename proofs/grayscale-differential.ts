import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCodecs, type Codecs } from '../src/adapters/decode/codecs.ts';
import { greyOf, storedValuesOf, type Decoded } from './imaging/decoded-film.ts';
import {
  crossing,
  elementsOf,
  lutIndexOverflows,
  nameOf,
  objectOf,
  oddities,
  SIDE_PX,
  VOI_LUT_BITS,
  type GrayscaleCase,
} from './imaging/grayscale-objects.ts';
import { askPydicom, float64File, pydicomVersion } from './imaging/pydicom-reference.ts';
import { dcmtkGrey, dcmtkVersion, htj2kWriter, transcode, transcodings } from './imaging/transcode.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';

export const title =
  'the grayscale order gives the greys of dcmtk and pydicom over photometric x LUT kind x bits x sign x transfer syntax; every disagreement is explained';

/** dcm2pnm writes 16 bits and rounds on the way; pydicom computes in double precision. */
const TOLERANCE = { dcmtk: 2 / 65535, pydicom: 1e-9 } as const;
type Peer = keyof typeof TOLERANCE;

interface GeneratedObject {
  readonly item: GrayscaleCase;
  readonly transcoding: string;
  readonly path: string;
  /** The same object in explicit VR little endian. */
  readonly original: string;
}

export async function run({ size }: ProofArguments): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-proof-'));
  try {
    const cannotBeWritten: string[] = [];
    const objects = await generate(folder, size === 'small' ? 12 : 1, cannotBeWritten);
    const codecs = await loadCodecs();
    const theirs = askPydicom(
      'grey',
      objects.map((object) => object.path),
      folder,
    );
    const tally = new Tally();
    objects.forEach((object, i) => {
      const bytes = readFileSync(object.path);
      const ours = greyOf(bytes, codecs);
      if (!equal(ours, greyOf(readFileSync(object.original), codecs)))
        tally.differFromOriginal.push(`${object.transcoding} ${nameOf(object.item)}`);
      const pydicomFile = theirs[i]?.file;
      compare('dcmtk', object, ours, dcmtkOrNothing(object), bytes, codecs, tally);
      const pydicom = pydicomFile === undefined ? undefined : float64File(pydicomFile);
      compare('pydicom', object, ours, pydicom, bytes, codecs, tally);
    });
    const counts = { objects: objects.length, ...tally.counts };
    return {
      holds:
        counts.unexplained === 0 &&
        tally.differFromOriginal.length === 0 &&
        counts.objects >= (size === 'small' ? 100 : 500),
      counts,
      explanations: tally.explanations,
      peerCannotRead: tally.cannotRead,
      unexplained: tally.unexplained,
      differFromOriginal: tally.differFromOriginal,
      cannotBeWritten,
      dcmtk: dcmtkVersion(),
      pydicom: pydicomVersion(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every `step`-th object of the crossing in every transfer syntax, and the oddities uncompressed. */
async function generate(
  folder: string,
  step: number,
  cannotBeWritten: string[],
): Promise<readonly GeneratedObject[]> {
  const objects: GeneratedObject[] = [];
  const writeHtj2k = await htj2kWriter();
  const pathOf = (item: GrayscaleCase, transcoding: string) =>
    join(folder, `${nameOf(item)}.${transcoding}.dcm`);
  const write = (item: GrayscaleCase, number: number): string => {
    const path = pathOf(item, 'explicit-little');
    writeFileSync(path, objectOf(item, number));
    objects.push({ item, transcoding: 'explicit-little', path, original: path });
    return path;
  };
  crossing().forEach((item, number) => {
    if (number % step !== 0) return;
    const original = write(item, number);
    for (const transcoding of transcodings) {
      const path = pathOf(item, transcoding);
      try {
        transcode(transcoding, original, path);
        objects.push({ item, transcoding, path, original });
      } catch (error) {
        cannotBeWritten.push(`${transcoding} ${nameOf(item)}: ${String(error).split('\n')[1] ?? ''}`);
      }
    }
    const path = pathOf(item, 'htj2k');
    const { bitsStored: bits, signed } = item;
    writeHtj2k(elementsOf(item, number), { bits, signed, rows: SIDE_PX, columns: SIDE_PX }, path);
    objects.push({ item, transcoding: 'htj2k', path, original });
  });
  oddities().forEach((item, i) => void write(item, 10_000 + i));
  return objects;
}

class Tally {
  readonly counts = { comparisons: 0, agree: 0, explained: 0, peerCannotRead: 0, unexplained: 0 };
  readonly explanations: Record<string, number> = {};
  readonly cannotRead: Record<string, number> = {};
  readonly unexplained: string[] = [];
  /** Objects that decode to other greys than the uncompressed object they were made from. */
  readonly differFromOriginal: string[] = [];
}

function compare(
  peer: Peer,
  object: GeneratedObject,
  ours: Decoded<Float64Array>,
  theirs: Float64Array | undefined,
  bytes: Uint8Array,
  codecs: Codecs,
  tally: Tally,
): void {
  tally.counts.comparisons += 1;
  const name = `${peer} ${object.transcoding} ${nameOf(object.item)}`;
  if (ours.kind === 'refused') {
    tally.counts.unexplained += 1;
    tally.unexplained.push(`${name}: refused, ${ours.refusal.detail}`);
    return;
  }
  if (theirs === undefined) {
    tally.counts.peerCannotRead += 1;
    const what = `${peer}: ${object.transcoding}, ${object.item.lutKind}`;
    tally.cannotRead[what] = (tally.cannotRead[what] ?? 0) + 1;
    return;
  }
  if (agree(peer, ours.values, theirs)) {
    tally.counts.agree += 1;
    return;
  }
  const why = explanations.find((explanation) => explanation.holds(peer, object, theirs, bytes, codecs))?.why;
  if (why === undefined) {
    tally.counts.unexplained += 1;
    tally.unexplained.push(name);
    return;
  }
  tally.counts.explained += 1;
  tally.explanations[why] = (tally.explanations[why] ?? 0) + 1;
}

interface Explanation {
  readonly why: string;
  /** Whether what the peer gave is what its known behaviour predicts, pixel by pixel where that can be computed. */
  holds(
    peer: Peer,
    object: GeneratedObject,
    theirs: Float64Array,
    bytes: Uint8Array,
    codecs: Codecs,
  ): boolean;
}

const explanations: readonly Explanation[] = [
  {
    why: 'dcmtk reads LINEAR_EXACT as LINEAR',
    holds: (peer, { item }, theirs, bytes, codecs) =>
      peer === 'dcmtk' &&
      item.lutKind === 'linear-exact' &&
      predicted(peer, theirs, greyOf(bytes, codecs, { voiLutFunction: 'LINEAR' }), (grey) => grey),
  },
  {
    why: 'dcmtk divides VOI LUT entries of n bits by 2^n, so that the largest stays below white',
    holds: (peer, { item }, theirs, bytes, codecs) => {
      const scale = (2 ** VOI_LUT_BITS - 1) / 2 ** VOI_LUT_BITS;
      const invert = item.photometric === 'MONOCHROME1';
      return (
        peer === 'dcmtk' &&
        item.lutKind.endsWith('voi-lut') &&
        predicted(peer, theirs, greyOf(bytes, codecs), (grey) =>
          invert ? 1 - (1 - grey) * scale : grey * scale,
        )
      );
    },
  },
  {
    why: 'dcmtk lets Presentation LUT Shape decide where it contradicts Photometric Interpretation',
    holds: (peer, { item }, theirs, bytes, codecs) =>
      peer === 'dcmtk' &&
      item.shape !== undefined &&
      (item.shape === 'INVERSE') !== (item.photometric === 'MONOCHROME1') &&
      predicted(peer, theirs, greyOf(bytes, codecs), (grey) => 1 - grey),
  },
  {
    why: 'pydicom 2 counts LUT entries in integers of 8 or 16 bits, which overflow; where they do not it agrees',
    holds: (peer, { item }, theirs, bytes, codecs) => {
      const ours = greyOf(bytes, codecs);
      const stored = storedValuesOf(bytes, codecs);
      if (peer !== 'pydicom' || ours.kind === 'refused' || stored.kind === 'refused') return false;
      return ours.values.every(
        (grey, i) =>
          Math.abs(grey - theirs[i]!) <= TOLERANCE.pydicom || lutIndexOverflows(item, stored.values[i]!),
      );
    },
  },
  {
    why: 'pydicom does not mask the bits outside the stored ones, nor shift by High Bit',
    holds: (peer, { item }) => peer === 'pydicom' && (item.dirty || item.highBit !== item.bitsStored - 1),
  },
];

function predicted(
  peer: Peer,
  theirs: Float64Array,
  ours: Decoded<Float64Array>,
  map: (grey: number) => number,
): boolean {
  return ours.kind === 'values' && agree(peer, ours.values.map(map), theirs);
}

function equal(a: Decoded<Float64Array>, b: Decoded<Float64Array>): boolean {
  return (
    a.kind === 'values' &&
    b.kind === 'values' &&
    Buffer.compare(new Uint8Array(a.values.buffer), new Uint8Array(b.values.buffer)) === 0
  );
}

function agree(peer: Peer, a: Float64Array, b: Float64Array): boolean {
  if (a.length !== b.length) return false;
  return a.every((value, i) => Math.abs(value - b[i]!) <= TOLERANCE[peer]);
}

function dcmtkOrNothing({ path, transcoding, item }: GeneratedObject): Float64Array | undefined {
  try {
    return dcmtkGrey(path, transcoding, item.lutKind.endsWith('voi-lut'));
  } catch {
    return undefined;
  }
}
