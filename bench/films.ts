import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCodecs, type Codecs } from '../src/adapters/decode/codecs.ts';
import { decodeFrame } from '../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../src/adapters/decode/encoded-frame.ts';
import { grayscaleDescriptionOf } from '../src/adapters/decode/grayscale-attributes.ts';
import { REDUCED_SIDE_MARGIN } from '../src/adapters/film-reader/film-reading-parts.ts';
import type { ModelInputDescription } from '../src/core/model/manifest.ts';
import { tensorOf } from '../src/core/model/model-input.ts';
import { areaAverage } from '../src/core/radiograph/area-average.ts';
import { grayscaleTable } from '../src/core/radiograph/grayscale.ts';
import type { ProofArguments, ProofResult } from '../proofs/runner/proof.ts';
import { writeBenchFilms, type BenchFilm } from './imaging/bench-films.ts';
import { pythonPeer, type PythonPeer } from './imaging/python-peer.ts';

/**
 * CPU milliseconds per film from bytes to tensor, against Python in the same run. Rounds of the two alternate and the
 * smallest of each counts, so that other load on the machine disturbs both alike. Needs dcmtk, gdcm and a Python with
 * pydicom, gdcm or pylibjpeg, and OpenCV (TRABECULA_PROOF_PYTHON).
 */
export const title =
  'From bytes to tensor a 12-bit film of 2500 x 3000 costs at most a third of the CPU time of pydicom, gdcm and OpenCV when uncompressed, an eighth in JPEG 2000, and never more in any transfer syntax';

const SIZES = {
  full: { rounds: 7, rows: 3000, columns: 2500 },
  small: { rounds: 1, rows: 600, columns: 500 },
};
/** Times faster than Python doing the same steps; 1 for every other syntax. */
const GOALS: Readonly<Record<string, number>> = {
  'explicit-little': 3,
  'implicit-little': 3,
  'explicit-big': 3,
  'jpeg-2000': 8,
};

const input: ModelInputDescription = {
  name: 'film',
  layout: 'NCHW',
  channels: 1,
  widthPx: 224,
  heightPx: 224,
  fit: 'pad-square-then-resize',
  padValue: 0,
  resampling: 'area-average',
  polarity: 'bone-bright',
  range: [0, 1],
  mean: [0.5],
  std: [0.25],
  acceptsForProcessing: false,
};
/** Reduced-resolution decoding keeps as many samples as for the larger of the two networks. */
const NEEDED_SIDE_PX = REDUCED_SIDE_MARGIN * 256;

function tensorFrom(bytes: Uint8Array, codecs: Codecs): Float32Array {
  const file = parseDicomFile(bytes);
  const frame = decodeFrame(encodedFrameOf(file), codecs, NEEDED_SIDE_PX);
  const grayscale = grayscaleTable(grayscaleDescriptionOf(file), frame);
  if (grayscale.kind === 'refused') throw new Error(grayscale.refusal.detail);
  return tensorOf(areaAverage(frame, grayscale.table, input), input);
}

/** CPU time of all threads of this process in milliseconds. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

interface Timed {
  readonly ms: number;
  readonly tensor: Float32Array;
}

function timeOurs(bytes: Uint8Array, codecs: Codecs): Timed {
  const before = cpuMs();
  const tensor = tensorFrom(bytes, codecs);
  return { ms: cpuMs() - before, tensor };
}

interface PythonAnswer {
  readonly ms?: number;
  readonly tensorFile?: string;
}

/** Decoders under pydicom; the fastest that can decode the syntax counts. */
const plugins = ['gdcm', 'pylibjpeg', 'pydicom'] as const;

export async function run({ size }: ProofArguments): Promise<ProofResult> {
  const { rounds, rows, columns } = SIZES[size];
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-bench-'));
  const peer = await pythonPeer('python_films.py');
  try {
    const codecs = await loadCodecs();
    const table: Row[] = [];
    for (const film of await writeBenchFilms(folder, rows, columns))
      table.push(await compare(film, codecs, peer, rounds));
    const missed = table.filter((row) => row.timesFasterSameOrder < row.goal).map(({ syntax }) => syntax);
    const goalsHold = missed.length === 0;
    // Small films are for trying the bench: at 500 pixels a call costs more than the pixels.
    return {
      holds: size === 'small' || goalsHold,
      counts: { syntaxes: table.length, rounds },
      missed,
      table,
    };
  } finally {
    peer.close();
    rmSync(folder, { recursive: true });
  }
}

interface Row {
  readonly syntax: string;
  readonly timesFasterSameOrder: number;
  readonly goal: number;
  readonly [finding: string]: unknown;
}

async function compare(
  { syntax, path }: BenchFilm,
  codecs: Codecs,
  peer: PythonPeer,
  rounds: number,
): Promise<Row> {
  const bytes = new Uint8Array(readFileSync(path));
  const ours: Timed[] = [];
  const theirs = { same: Infinity, short: Infinity };
  let tensorFile: string | undefined;
  for (let turn = 0; turn < rounds; turn++) {
    ours.push(timeOurs(bytes, codecs));
    for (const order of ['short', 'same'] as const)
      for (const plugin of plugins) {
        const answer = await peer.ask<PythonAnswer>(`${order} ${plugin} ${path}`);
        theirs[order] = Math.min(theirs[order], answer.ms ?? Infinity);
        tensorFile = answer.tensorFile ?? tensorFile;
      }
  }
  // A syntax that no decoder of theirs reads would make a ratio of nothing.
  if (tensorFile === undefined) throw new Error(`Python decodes no ${syntax}`);
  const best = Math.min(...ours.map(({ ms }) => ms));
  return {
    syntax,
    megabytes: round(bytes.length / 1e6),
    oursMs: round(best),
    pythonSameOrderMs: round(theirs.same),
    pythonAverageFirstMs: round(theirs.short),
    timesFasterSameOrder: round(theirs.same / best),
    timesFasterAverageFirst: round(theirs.short / best),
    goal: GOALS[syntax] ?? 1,
    meanTensorDifference: meanDifference(ours[0]!.tensor, tensorFile),
  };
}

function round(value: number): number {
  return Number(value.toFixed(1));
}

function meanDifference(tensor: Float32Array, path: string): number {
  const bytes = readFileSync(path);
  writeFileSync(path, new Uint8Array());
  const other = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const sum = tensor.reduce((total, value, i) => total + Math.abs(value - other[i]!), 0);
  return Number((sum / tensor.length).toPrecision(2));
}
