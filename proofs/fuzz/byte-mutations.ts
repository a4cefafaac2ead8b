import type { Random } from '../simulated-sites/random.ts';

/** One way to damage bytes; returns new bytes and leaves the given ones alone. */
export type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

export const below = (random: Random, limit: number): number => Math.floor(random.uniform() * limit);
export const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)]!;

/** Numbers at which length and size checks break. */
const TELLING_LENGTHS = [0, 1, 2, 7, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0xfffffffe, 0xffffffff];

/** Half of all damage goes to the first 2 KiB, where headers are; the rest anywhere. */
function placeIn(bytes: Uint8Array, random: Random): number {
  const within = random.uniform() < 0.5 ? Math.min(bytes.length, 2048) : bytes.length;
  return below(random, within);
}

export function flipBits(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = bytes.slice();
  const flips = 2 ** below(random, 8);
  for (let flip = 0; flip < flips; flip += 1) {
    const place = placeIn(bytes, random);
    damaged[place] = (damaged[place] ?? 0) ^ (1 << below(random, 8));
  }
  return damaged;
}

export function truncate(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.slice(0, placeIn(bytes, random));
}

export function overwriteNumber(bytes: Uint8Array, random: Random): Uint8Array {
  const damaged = bytes.slice();
  const view = new DataView(damaged.buffer);
  const value = pick(random, TELLING_LENGTHS);
  const place = placeIn(bytes, random);
  const littleEndian = random.uniform() < 0.7;
  if (place + 4 <= damaged.length && random.uniform() < 0.5) view.setUint32(place, value, littleEndian);
  else if (place + 2 <= damaged.length) view.setUint16(place, value & 0xffff, littleEndian);
  return damaged;
}

export function removeBlock(bytes: Uint8Array, random: Random): Uint8Array {
  const start = placeIn(bytes, random);
  return joined(bytes.subarray(0, start), bytes.subarray(start + 1 + below(random, 512)));
}

export function repeatBlock(bytes: Uint8Array, random: Random): Uint8Array {
  const start = placeIn(bytes, random);
  const block = bytes.subarray(start, start + 1 + below(random, 512));
  const times = Array.from({ length: 1 + below(random, 64) }, () => block);
  return joined(bytes.subarray(0, start), ...times, bytes.subarray(start));
}

export function insertNoise(bytes: Uint8Array, random: Random): Uint8Array {
  const start = placeIn(bytes, random);
  const noise = Uint8Array.from({ length: 1 + below(random, 64) }, () => below(random, 256));
  return joined(bytes.subarray(0, start), noise, bytes.subarray(start));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
