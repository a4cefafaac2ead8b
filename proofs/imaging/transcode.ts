import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import loadOpenJph from '@cornerstonejs/codec-openjph/wasmjs';
import {
  dicomFileBytes,
  encapsulated,
  ENCAPSULATED,
  type ElementSpec,
} from '../../test/dicom/dicom-bytes.ts';

/** Lossless transfer syntaxes and the tool of the field that writes each; ours writes none of them. */
const tools: Readonly<Record<string, (from: string, to: string) => readonly [string, readonly string[]]>> = {
  'implicit-little': (from, to) => ['dcmconv', ['+ti', from, to]],
  'explicit-big': (from, to) => ['dcmconv', ['+tb', from, to]],
  deflated: (from, to) => ['dcmconv', ['+td', from, to]],
  rle: (from, to) => ['dcmcrle', [from, to]],
  'jpeg-lossless': (from, to) => ['dcmcjpeg', ['+el', '+sv', '4', from, to]],
  'jpeg-lossless-sv1': (from, to) => ['dcmcjpeg', ['+e1', from, to]],
  'jpeg-ls': (from, to) => ['dcmcjpls', ['+el', from, to]],
  'jpeg-2000': (from, to) => ['gdcmconv', ['--j2k', from, to]],
};

export const transcodings: readonly string[] = Object.keys(tools);

/** Writes `to` from the explicit little endian file `from`; throws with the tool's own words when it cannot. */
export function transcode(transcoding: string, from: string, to: string): void {
  const tool = tools[transcoding];
  if (tool === undefined) throw new TypeError(`no tool writes ${transcoding}`);
  const [command, args] = tool(from, to);
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** The pixels in HTJ2K Lossless, by OpenJPH: no Debian tool writes it. */
export async function htj2kWriter(): Promise<
  (
    elements: readonly ElementSpec[],
    format: { bits: number; signed: boolean; rows: number; columns: number },
    to: string,
  ) => void
> {
  const { HTJ2KEncoder } = await loadOpenJph();
  return (elements, { bits, signed, rows, columns }, to) => {
    const pixels = elements.find(([tag]) => tag === '7FE00010')?.[2] as Uint8Array | Uint16Array;
    const encoder = new HTJ2KEncoder();
    const buffer = encoder.getDecodedBuffer({
      width: columns,
      height: rows,
      bitsPerSample: bits,
      componentCount: 1,
      isSigned: signed,
      isUsingColorTransform: false,
    });
    buffer.set(new Uint8Array(extended(pixels, bits, signed)));
    encoder.encode();
    const stream = encoder.getEncodedBuffer().slice();
    encoder.delete();
    const others = elements.filter(([tag]) => tag !== '7FE00010');
    const pixelData: ElementSpec = ['7FE00010', ENCAPSULATED, encapsulated([stream])];
    writeFileSync(to, dicomFileBytes('1.2.840.10008.1.2.4.201', [...others, pixelData]));
  };
}

/** The encoder wants signed samples in whole words with their sign carried to the top. */
function extended(pixels: Uint8Array | Uint16Array, bits: number, signed: boolean): ArrayBuffer {
  if (pixels instanceof Uint8Array || !signed) return pixels.slice().buffer as ArrayBuffer;
  const shift = 32 - bits;
  return Int16Array.from(pixels, (word) => (word << shift) >> shift).buffer;
}

/** dcmtk's own grey values, 0..1: the first window or VOI LUT, 16 bits. */
export function dcmtkGrey(file: string, transcoding: string, voiLut: boolean): Float64Array {
  const to = `${file}.pgm`;
  execFileSync(dcmtkReader(transcoding), [voiLut ? '+Wl' : '+Wi', '1', '+opw', file, to], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [, , , largest, ...values] = readFileSync(to, 'latin1').replace(/#.*\n/g, '').trim().split(/\s+/);
  return Float64Array.from(values, (value) => Number(value) / Number(largest));
}

function dcmtkReader(transcoding: string): string {
  if (transcoding === 'jpeg-ls') return 'dcml2pnm';
  return transcoding.startsWith('jpeg-lossless') ? 'dcmj2pnm' : 'dcm2pnm';
}

export function dcmtkVersion(): string {
  return /v(\d[\d.]*)/.exec(execFileSync('dcm2pnm', ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
}
