import { decodeRle } from '../../../src/adapters/decode/decode-rle.ts';

function frame(...segments: readonly (readonly number[])[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(64));
  header.setUint32(0, segments.length, true);
  let at = 64;
  segments.forEach((segment, i) => {
    header.setUint32(4 + 4 * i, at, true);
    at += segment.length;
  });
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

it('joins the segments of a word, most significant first', () => {
  // High bytes: literal run of two (control 1), low bytes: 255 repeats the next byte twice (control 255 = -1).
  const words = decodeRle(frame([1, 0x01, 0x02], [255, 0x7f]), 2, 2);
  expect(Array.from(words)).toEqual([0x017f, 0x027f]);
});

it('skips the control byte 128', () => {
  expect(Array.from(decodeRle(frame([128, 0, 9]), 1, 1))).toEqual([9]);
});

it('cuts a run that goes beyond the frame', () => {
  expect(Array.from(decodeRle(frame([200, 5]), 3, 1))).toEqual([5, 5, 5]);
});

it.each([
  ['a short header', Uint8Array.of(1)],
  ['too few segments', frame([0, 1])],
  ['a short segment', frame([0, 1], [0, 1])],
])('refuses %s', (_what, bytes) => {
  expect(() => decodeRle(bytes, 2, 2)).toThrow(/unreadable/);
});

it('refuses a segment that lies outside the frame', () => {
  const bytes = frame([0, 1]);
  new DataView(bytes.buffer).setUint32(4, 4000, true);
  expect(() => decodeRle(bytes, 1, 1)).toThrow('an RLE segment lies outside the frame');
});
