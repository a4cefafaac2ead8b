/** Items of a Modality LUT Sequence or VOI LUT Sequence as read (PS3.3 sections C.11.1 and C.11.2). */
export interface StoredLookupTable {
  /** LUT Descriptor as three unsigned 16-bit words: entries, first value mapped, bits per entry. */
  readonly descriptor: readonly number[];
  /** LUT Data: one entry a word when OW or US, or bytes packed two a word for 8-bit entries. */
  readonly data: Uint8Array | Uint16Array;
  readonly explanation: string | undefined;
}

/** A checked lookup table: values below the first mapped one get the first entry, above the last the last. */
export interface LookupTable {
  readonly firstMapped: number;
  readonly entries: Uint8Array | Uint16Array;
  readonly bitsPerEntry: number;
}

export type LookupTableResult =
  | { readonly kind: 'table'; readonly table: LookupTable }
  | { readonly kind: 'invalid'; readonly fault: string };

/**
 * Checks a descriptor against its data. `inputSigned`: whether the values that the table maps can be negative; the
 * first mapped value is signed if and only if they are (C.11.1.1, C.11.2.1.1). Vendors ship descriptors that do not
 * fit their data; guessing what they meant would change every grey value, so they are refused.
 */
export function checkLookupTable(stored: StoredLookupTable, inputSigned: boolean): LookupTableResult {
  const [count, first, bitsPerEntry] = stored.descriptor;
  if (
    count === undefined ||
    first === undefined ||
    bitsPerEntry === undefined ||
    stored.descriptor.length !== 3
  )
    return invalid(`LUT Descriptor has ${stored.descriptor.length} values instead of 3`);
  const entryCount = count === 0 ? 65536 : count;
  if (bitsPerEntry < 8 || bitsPerEntry > 16)
    return invalid(`LUT Descriptor says ${bitsPerEntry} bits per entry`);
  const entries = entriesOf(stored.data, entryCount, bitsPerEntry);
  if (entries === undefined)
    return invalid(
      `LUT Descriptor says ${entryCount} entries, LUT Data holds ${stored.data.byteLength} bytes`,
    );
  const largest = 2 ** bitsPerEntry - 1;
  if (entries.some((entry) => entry > largest))
    return invalid(`LUT Data holds values above the ${bitsPerEntry} bits that LUT Descriptor says`);
  const firstMapped = inputSigned && first >= 32768 ? first - 65536 : first;
  return { kind: 'table', table: { firstMapped, entries, bitsPerEntry } };
}

/** Output of the table for one input value, in 0..2^bits - 1. Inputs between two integers take the lower entry. */
export function lookUp(table: LookupTable, value: number): number {
  const index = Math.min(Math.max(Math.floor(value) - table.firstMapped, 0), table.entries.length - 1);
  return table.entries[index] ?? 0;
}

function entriesOf(
  data: Uint8Array | Uint16Array,
  entryCount: number,
  bitsPerEntry: number,
): Uint8Array | Uint16Array | undefined {
  if (data instanceof Uint16Array) {
    if (data.length === entryCount) return data;
    const packed = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return bitsPerEntry === 8 ? packedEntries(packed, entryCount) : undefined;
  }
  return packedEntries(data, entryCount);
}

/** One byte an entry, with the padding byte of an odd count. */
function packedEntries(bytes: Uint8Array, entryCount: number): Uint8Array | undefined {
  return bytes.length === entryCount + (entryCount % 2) || bytes.length === entryCount
    ? bytes.subarray(0, entryCount)
    : undefined;
}

function invalid(fault: string): LookupTableResult {
  return { kind: 'invalid', fault };
}
