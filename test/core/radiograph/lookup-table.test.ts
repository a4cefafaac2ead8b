import { checkLookupTable, lookUp } from '../../../src/core/radiograph/lookup-table.ts';

function stored(descriptor: readonly number[], data: Uint8Array | Uint16Array) {
  return { descriptor, data, explanation: undefined };
}

describe('a lookup table', () => {
  it('maps values below the first to the first entry and above the last to the last', () => {
    const result = checkLookupTable(stored([3, 10, 12], Uint16Array.of(5, 6, 7)), false);
    if (result.kind !== 'table') throw new Error(result.fault);
    expect([9, 10, 11, 12, 13].map((value) => lookUp(result.table, value))).toEqual([5, 5, 6, 7, 7]);
  });

  it('takes 0 entries as 65536', () => {
    const data = Uint16Array.from({ length: 65536 }, (_, i) => i);
    const result = checkLookupTable(stored([0, 0, 16], data), false);
    if (result.kind !== 'table') throw new Error(result.fault);
    expect(lookUp(result.table, 65535)).toBe(65535);
  });

  // 65526 as a signed 16-bit number is -10.
  it.each([
    [true, -10],
    [false, 65526],
  ])('reads the first mapped value 65526 with signed input %s as %d', (inputSigned, firstMapped) => {
    const result = checkLookupTable(stored([2, 65526, 8], Uint16Array.of(0, 255)), inputSigned);
    expect(result).toMatchObject({ kind: 'table', table: { firstMapped } });
  });

  it('takes 8-bit entries packed two a word, with the padding byte of an odd count', () => {
    const result = checkLookupTable(stored([3, 0, 8], Uint8Array.of(1, 2, 3, 0)), false);
    if (result.kind !== 'table') throw new Error(result.fault);
    expect(Array.from(result.table.entries)).toEqual([1, 2, 3]);
  });

  it.each([
    [
      'too few words',
      [4, 0, 12],
      Uint16Array.of(1, 2, 3),
      'LUT Descriptor says 4 entries, LUT Data holds 6 bytes',
    ],
    ['7 bits', [1, 0, 7], Uint16Array.of(1), 'LUT Descriptor says 7 bits per entry'],
    ['17 bits', [1, 0, 17], Uint16Array.of(1), 'LUT Descriptor says 17 bits per entry'],
    ['two values', [1, 0], Uint16Array.of(1), 'LUT Descriptor has 2 values instead of 3'],
    [
      'entries above its bits',
      [2, 0, 10],
      Uint16Array.of(1, 1024),
      'LUT Data holds values above the 10 bits that LUT Descriptor says',
    ],
  ])('with %s is refused', (_what, descriptor, data, fault) => {
    expect(checkLookupTable(stored(descriptor, data), false)).toEqual({ kind: 'invalid', fault });
  });
});
