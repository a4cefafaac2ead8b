/** Writes DICOM objects byte by byte, also such as no library would write, for tests of what reads them. */

export type ElementValue = string | readonly number[] | Uint8Array | Uint16Array | readonly ElementSpec[][];

/** Tag ("00280010"), VR, value: text, numbers (US, SS, UL by VR), bytes or words, or the items of a sequence. */
export type ElementSpec = readonly [tag: string, vr: string, value: ElementValue];

export interface Encoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

export const littleExplicit: Encoding = { explicit: true, bigEndian: false };
const LONG_VRS = new Set(['OB', 'OW', 'OF', 'SQ', 'UN', 'UT', 'UC', 'UR', 'OD', 'OL']);

/** A PS3.10 file: preamble, file meta information, then the elements in tag order. */
export function dicomFileBytes(
  transferSyntaxUid: string,
  elements: readonly ElementSpec[],
  encoding: Encoding = littleExplicit,
): Uint8Array {
  const meta = concat([element(['00020010', 'UI', transferSyntaxUid], littleExplicit)]);
  const group = element(['00020000', 'UL', [meta.length]], littleExplicit);
  const preamble = new Uint8Array(132);
  preamble.set([0x44, 0x49, 0x43, 0x4d], 128);
  return concat([preamble, group, meta, dataSetBytes(elements, encoding)]);
}

export function dataSetBytes(elements: readonly ElementSpec[], encoding: Encoding): Uint8Array {
  const ordered = [...elements].sort(([a], [b]) => (a < b ? -1 : 1));
  return concat(ordered.map((spec) => element(spec, encoding)));
}

/** Pixel data of an encapsulated syntax: an empty or given offset table, then the fragments (PS3.5 section A.4). */
export function encapsulated(fragments: readonly Uint8Array[], offsets: readonly number[] = []): Uint8Array {
  const item = (bytes: Uint8Array) =>
    concat([tagBytes('FFFEE000', littleExplicit), uint(bytes.length, 4), bytes]);
  const table = concat(offsets.map((offset) => uint(offset, 4)));
  const even = fragments.map((bytes) =>
    bytes.length % 2 === 0 ? bytes : concat([bytes, new Uint8Array(1)]),
  );
  return concat([item(table), ...even.map(item), tagBytes('FFFEE0DD', littleExplicit), uint(0, 4)]);
}

/** Marks bytes as pixel data of undefined length. */
export const ENCAPSULATED = 'OB/undefined';

function element([tag, vr, value]: ElementSpec, encoding: Encoding): Uint8Array {
  const undefinedLength = vr === ENCAPSULATED;
  const plainVr = undefinedLength ? 'OB' : vr;
  const body = bodyBytes(plainVr, value, encoding);
  const length = undefinedLength ? 0xffffffff : body.length;
  const big = encoding.bigEndian;
  if (!encoding.explicit) return concat([tagBytes(tag, encoding), uint(length, 4, big), body]);
  const name = new TextEncoder().encode(plainVr);
  const lengthBytes = LONG_VRS.has(plainVr)
    ? concat([new Uint8Array(2), uint(length, 4, big)])
    : uint(length, 2, big);
  return concat([tagBytes(tag, encoding), name, lengthBytes, body]);
}

function bodyBytes(vr: string, value: ElementValue, encoding: Encoding): Uint8Array {
  if (typeof value === 'string') {
    const text = new TextEncoder().encode(value);
    const pad = vr === 'UI' ? 0 : 0x20;
    return text.length % 2 === 0 ? text : concat([text, Uint8Array.of(pad)]);
  }
  if (value instanceof Uint16Array) return wordBytes(value, encoding.bigEndian);
  if (value instanceof Uint8Array) return value.length % 2 === 0 ? value : concat([value, new Uint8Array(1)]);
  if (vr === 'SQ')
    return concat(
      (value as readonly ElementSpec[][]).map((item) => {
        const bytes = dataSetBytes(item, encoding);
        return concat([tagBytes('FFFEE000', encoding), uint(bytes.length, 4, encoding.bigEndian), bytes]);
      }),
    );
  const size = vr === 'UL' ? 4 : 2;
  return concat((value as readonly number[]).map((number) => uint(number, size, encoding.bigEndian)));
}

function wordBytes(words: Uint16Array, bigEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(words.byteLength);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => view.setUint16(2 * i, word, !bigEndian));
  return bytes;
}

function tagBytes(tag: string, encoding: Encoding): Uint8Array {
  const big = encoding.bigEndian;
  return concat([uint(parseInt(tag.slice(0, 4), 16), 2, big), uint(parseInt(tag.slice(4), 16), 2, big)]);
}

function uint(value: number, size: 2 | 4, big = false): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  if (size === 2) view.setUint16(0, value & 0xffff, !big);
  else view.setUint32(0, value >>> 0, !big);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
