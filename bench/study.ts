import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  loadFilmReadingParts,
  type FilmReadingParts,
} from '../src/adapters/film-reader/film-reading-parts.ts';
import { readFilm } from '../src/adapters/film-reader/read-film.ts';
import { defaultViewRules } from '../src/core/film/default-view-rules.ts';
import type { View } from '../src/core/film/film.ts';
import type { Precision } from '../src/core/model/manifest.ts';
import type { ProofArguments, ProofResult } from '../proofs/runner/proof.ts';
import { transcode } from '../proofs/imaging/transcode.ts';
import { pythonPeer, type PythonPeer } from './imaging/python-peer.ts';

/**
 * CPU milliseconds of a study of two films (12 bits, 3000 rows) from bytes to scores, against a Python service that takes
 * the same steps with the same networks, in the same run: rounds alternate, the smallest of each counts. Needs gdcm and a
 * Python with pydicom 3, gdcm, OpenCV, onnx2torch and PyTorch (TRABECULA_PROOF_PYTHON).
 */
export const title =
  'From the bytes of two films to their scores a study costs at most a third of the CPU time of pydicom, OpenCV and PyTorch uncompressed, a seventh in JPEG 2000, and half of it with compiled, prepacked networks; the scores are the same to 0.005 as probabilities';

const SIZES = { full: 9, small: 1 };
const VIEWS = ['ap', 'lateral'] as const;
const SYNTAXES = ['uncompressed', 'jpeg-2000'] as const;
/** Times less CPU than PyTorch as it comes, with fp32 networks; and than PyTorch with compiled, prepacked networks. */
const GOALS = { eager: { uncompressed: 3, 'jpeg-2000': 7 }, compiled: { uncompressed: 2, 'jpeg-2000': 2 } };
const SAME_PROBABILITY = 0.005;
const modelsFolder = join(import.meta.dirname, '../models');
const sandboxFilms = join(import.meta.dirname, '../src/sandbox/films');

type Syntax = (typeof SYNTAXES)[number];
type Way = 'eager' | 'compiled';
type ByView = Readonly<Record<View, number>>;
type PythonAnswer = Readonly<Record<Way, { readonly ms: number; readonly differences: ByView }>>;

/** The two films of one simulated patient in each syntax, as files. */
function writeFilms(folder: string): Readonly<Record<Syntax, Readonly<Record<View, string>>>> {
  const paths = (syntax: string) => ({
    ap: join(folder, `${syntax}-ap.dcm`),
    lateral: join(folder, `${syntax}-lateral.dcm`),
  });
  const films = { uncompressed: paths('uncompressed'), 'jpeg-2000': paths('jpeg-2000') };
  for (const view of VIEWS) {
    execFileSync('gdcmconv', ['--raw', join(sandboxFilms, `P01-${view}.dcm`), films.uncompressed[view]]);
    transcode('jpeg-2000', films.uncompressed[view], films['jpeg-2000'][view]);
  }
  return films;
}

interface Spent {
  readonly ms: number;
  readonly scores: ByView;
}

async function timeOurs(films: Readonly<Record<View, Uint8Array>>, parts: FilmReadingParts): Promise<Spent> {
  const before = process.cpuUsage();
  const scores = { ap: Number.NaN, lateral: Number.NaN };
  for (const view of VIEWS) {
    const { reading } = await readFilm(films[view], parts);
    if (reading.kind !== 'scored') throw new Error(`the ${view} film was refused: ${reading.refusal.reason}`);
    scores[view] = reading.film.score;
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, scores };
}

const leastMs = (spent: readonly { readonly ms: number }[]): number => Math.min(...spent.map(({ ms }) => ms));
const probability = (score: number): number => 1 / (1 + Math.exp(-score));
const round = (value: number): number => Number(value.toFixed(1));

async function compare(
  syntax: Syntax,
  paths: Readonly<Record<View, string>>,
  parts: Readonly<Record<Precision, FilmReadingParts>>,
  peer: PythonPeer,
  rounds: number,
) {
  const films = { ap: readFileSync(paths.ap), lateral: readFileSync(paths.lateral) };
  const ours: Record<Precision, Spent[]> = { fp32: [], int8: [] };
  const theirs: PythonAnswer[] = [];
  // The first round of each is not counted: it compiles.
  for (let turn = 0; turn <= rounds; turn++) {
    const spent = { fp32: await timeOurs(films, parts.fp32), int8: await timeOurs(films, parts.int8) };
    const answer = await peer.ask<PythonAnswer>(`gdcm ${paths.ap} ${paths.lateral}`);
    if (turn === 0) continue;
    ours.fp32.push(spent.fp32);
    ours.int8.push(spent.int8);
    theirs.push(answer);
  }
  const oursMs = { fp32: round(leastMs(ours.fp32)), int8: round(leastMs(ours.int8)) };
  const pythonMs = {
    eager: round(leastMs(theirs.map(({ eager }) => eager))),
    compiled: round(leastMs(theirs.map(({ compiled }) => compiled))),
  };
  const timesLess = (way: Way) => ({
    fp32: round(pythonMs[way] / oursMs.fp32),
    int8: round(pythonMs[way] / oursMs.int8),
  });
  return {
    syntax,
    oursMs,
    pythonMs,
    timesLessThanEager: timesLess('eager'),
    timesLessThanCompiled: timesLess('compiled'),
    goals: { eager: GOALS.eager[syntax], compiled: GOALS.compiled[syntax] },
    largestDifferenceOfProbability: largestDifference(ours.fp32[0]!.scores, theirs[0]!, parts.fp32),
  };
}

/** Theirs is calibrated here as ours was. */
function largestDifference(scores: ByView, answer: PythonAnswer, { models }: FilmReadingParts): number {
  const differences = VIEWS.flatMap((view) => {
    const { slope, intercept } = models.score[view].manifest.calibration;
    return [answer.eager, answer.compiled].map((way) =>
      Math.abs(probability(scores[view]) - probability(intercept + slope * way.differences[view])),
    );
  });
  return Number(Math.max(...differences).toPrecision(2));
}

export async function run({ size }: ProofArguments): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-bench-'));
  const peer = await pythonPeer('python_study.py', modelsFolder);
  try {
    const films = writeFilms(folder);
    const parts = {
      fp32: await loadFilmReadingParts(modelsFolder, defaultViewRules, 'fp32'),
      int8: await loadFilmReadingParts(modelsFolder, defaultViewRules, 'int8'),
    };
    const table = [];
    for (const syntax of SYNTAXES) table.push(await compare(syntax, films[syntax], parts, peer, SIZES[size]));
    const equal = table.every(
      ({ largestDifferenceOfProbability }) => largestDifferenceOfProbability <= SAME_PROBABILITY,
    );
    const met = table.every(
      ({ timesLessThanEager, timesLessThanCompiled, goals }) =>
        timesLessThanEager.fp32 >= goals.eager && timesLessThanCompiled.fp32 >= goals.compiled,
    );
    return {
      holds: equal && (size === 'small' || met),
      counts: { studies: table.length * SIZES[size], views: VIEWS.length },
      peer: peer.ready,
      int8: 'the AP network alone is admitted in int8; the lateral and the suitability network run in fp32',
      table,
    };
  } finally {
    peer.close();
    rmSync(folder, { recursive: true });
  }
}
