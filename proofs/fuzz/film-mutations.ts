import { deflateRawSync } from 'node:zlib';
import { lumbarFilm } from '../../test/dicom/lumbar-film.ts';
import type { Random } from '../simulated-sites/random.ts';
import {
  below,
  flipBits,
  insertNoise,
  joined,
  overwriteNumber,
  pick,
  removeBlock,
  repeatBlock,
  truncate,
  type Mutation,
} from './byte-mutations.ts';
import { endOfFileMeta } from './seed-films.ts';

const EXPLICIT_HEADER = /[A-Z][A-Z]/;

/** Puts a lie into the length of an element: found by its two capital letters, as explicit VR files write it. */
function lieAboutLength(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = bytes.slice();
  const view = new DataView(damaged.buffer);
  for (let tries = 0; tries < 64; tries += 1) {
    const place = 132 + below(random, Math.min(damaged.length, 4096));
    if (place + 12 > damaged.length) continue;
    if (!EXPLICIT_HEADER.test(String.fromCharCode(damaged[place] ?? 0, damaged[place + 1] ?? 0))) continue;
    const lie = pick(random, [0, 1, 3, 0xfffe, 0xffff, 0x7fffffff, 0xffffffff, damaged.length, 0x10000]);
    if (damaged[place + 2] === 0 && damaged[place + 3] === 0) view.setUint32(place + 4, lie, true);
    else view.setUint16(place + 2, lie & 0xffff, true);
    return damaged;
  }
  return damaged;
}

/** Values of the tags that decide memory and arithmetic. */
const TELLING_TAGS = ['0002', '0008', '0010', '0011', '0100', '0101', '0102', '0103'] as const;

function lieAboutPixels(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = bytes.slice();
  const element = Number.parseInt(pick(random, TELLING_TAGS), 16);
  const tag = Buffer.from([0x28, 0x00, element & 0xff, element >> 8]);
  const at = Buffer.from(damaged.buffer).indexOf(tag, 132);
  if (at < 0 || at + 10 > damaged.length) return overwriteNumber(bytes, random);
  const value = pick(random, [0, 1, 2, 3, 7, 8, 9, 12, 15, 16, 17, 32, 299, 301, 6000, 0x7fff, 0xffff]);
  new DataView(damaged.buffer).setUint16(at + 8, value, true);
  return damaged;
}

/** Sequences in sequences of undefined length, up to 20,000 deep, in front of the data set. */
function nestSequences(bytes: Uint8Array, random: Random): Uint8Array {
  const start = endOfFileMeta(bytes);
  // (0008,2218) SQ of undefined length, then an item of undefined length, again and again.
  const level = [0x08, 0x00, 0x18, 0x22, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff];
  const item = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
  const depth = 1 + below(random, 10 ** (1 + below(random, 4)) * 2);
  const nest = Buffer.alloc(depth * 20);
  for (let index = 0; index < depth; index += 1) nest.set([...level, ...item], index * 20);
  return joined(bytes.subarray(0, start), nest, bytes.subarray(start));
}

/** A small file that inflates to a large one; 300 MiB is beyond what is inflated, 200 MiB is not. */
function deflateBomb(_bytes: Uint8Array, random: Random): Uint8Array {
  const film = lumbarFilm([], '1.2.840.10008.1.2.1.99');
  const start = endOfFileMeta(film);
  return joined(film.subarray(0, start), pick(random, zeroBombs()));
}

let bombs: readonly Uint8Array[] | undefined;

/** Zeros, and one private element of 200 MiB in front of a good film, deflated once for all cases. */
function zeroBombs(): readonly Uint8Array[] {
  if (bombs === undefined) {
    const film = lumbarFilm();
    const element = Buffer.alloc(12 + 200 * 2 ** 20);
    element.set([0x09, 0x00, 0x10, 0x10, 0x4f, 0x42]);
    element.writeUInt32LE(element.length - 12, 8);
    bombs = [
      deflateRawSync(Buffer.alloc(300 * 2 ** 20), { level: 1 }),
      deflateRawSync(Buffer.concat([element, film.subarray(endOfFileMeta(film))]), { level: 1 }),
    ].map((bytes) => new Uint8Array(bytes));
  }
  return bombs;
}

/** Says in Rows and Columns, and in the codestream where it is found, that the image is as large as may be read. */
function claimLargeImage(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = Buffer.from(bytes);
  const [rows, columns] = pick(random, [
    [6000, 6000],
    [6300, 6300],
    [0xffff, 600],
    [0xffff, 0xffff],
  ] as const);
  for (const [element, value] of [
    [0x10, rows],
    [0x11, columns],
  ] as const) {
    const at = damaged.indexOf(Buffer.from([0x28, 0x00, element, 0x00]), 132);
    if (at >= 0 && at + 10 <= damaged.length) damaged.writeUInt16LE(value, at + 8);
  }
  // JPEG 2000 SIZ: Xsiz and Ysiz stand 4 bytes behind the segment's length and capabilities.
  const siz = damaged.indexOf(Buffer.from([0xff, 0x51]), 132);
  if (siz >= 0 && siz + 16 <= damaged.length) {
    damaged.writeUInt32BE(columns, siz + 6);
    damaged.writeUInt32BE(rows, siz + 10);
  }
  // JPEG and JPEG-LS frame headers: SOF3, SOF55.
  for (const marker of [0xc1, 0xc3, 0xf7]) {
    const at = damaged.indexOf(Buffer.from([0xff, marker]), 132);
    if (at >= 0 && at + 9 <= damaged.length) {
      damaged.writeUInt16BE(rows, at + 5);
      damaged.writeUInt16BE(columns, at + 7);
    }
  }
  return new Uint8Array(damaged);
}

/** By name, with how often each is drawn. */
export const filmMutations: Readonly<Record<string, readonly [share: number, mutate: Mutation]>> = {
  'bit flips': [30, flipBits],
  truncation: [12, truncate],
  'number lies': [14, overwriteNumber],
  'length lies': [12, lieAboutLength],
  'pixel description lies': [12, lieAboutPixels],
  'removed block': [5, removeBlock],
  'repeated block': [5, repeatBlock],
  noise: [5, insertNoise],
  'nested sequences': [3, nestSequences],
  'large image': [1.8, claimLargeImage],
  'deflate bomb': [0.2, deflateBomb],
};
