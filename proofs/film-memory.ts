import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeBenchFilms } from '../bench/imaging/bench-films.ts';
import { REDUCED_SIDE_MARGIN } from '../src/adapters/film-reader/film-reading-parts.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';

/** What decoding the largest film that is accepted (40 million pixels) may add to a worker, beside the file itself. */
const BOUND_MEGABYTES = 512;

export const title = `decoding a film of 40 million pixels adds at most ${BOUND_MEGABYTES} MB to a worker in every transfer syntax, also at full resolution`;

/** Sides whose product is `decodeLimits.pixels`. */
const LARGEST = { rows: 8000, columns: 5000 };
const SMALL = { rows: 2000, columns: 1250 };
/** For a network that reads 256 pixels, and for a person who wants to see all of them. */
const neededSides = { network: REDUCED_SIDE_MARGIN * 256, preview: Number.MAX_SAFE_INTEGER } as const;

export async function run({ size }: ProofArguments): Promise<ProofResult> {
  const folder = mkdtempSync(join(tmpdir(), 'trabecula-proof-'));
  try {
    const { rows, columns } = size === 'full' ? LARGEST : SMALL;
    const bound = (BOUND_MEGABYTES * rows * columns) / (LARGEST.rows * LARGEST.columns);
    const films = await writeBenchFilms(folder, rows, columns);
    const addedMegabytes = films.flatMap(({ syntax, path }) =>
      Object.entries(neededSides).map(([purpose, side]) => ({
        syntax,
        purpose,
        megabytes: addedBy(path, side),
      })),
    );
    // The codecs' own first allocations do not shrink with the film.
    const allowed = size === 'full' ? bound : bound + SMALL_FILM_EXTRA_MEGABYTES;
    const over = addedMegabytes.filter(({ megabytes }) => megabytes > allowed);
    const largest = Math.max(...addedMegabytes.map(({ megabytes }) => megabytes));
    return {
      holds: over.length === 0,
      counts: { films: films.length, decodings: addedMegabytes.length, overTheBound: over.length },
      pixels: rows * columns,
      allowedMegabytes: allowed,
      largestMegabytes: largest,
      addedMegabytes,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SMALL_FILM_EXTRA_MEGABYTES = 64;

/** Peak memory above that of the loaded codecs and the file, in a process of its own. */
function addedBy(path: string, neededSidePx: number): number {
  const script = join(import.meta.dirname, 'imaging', 'decode-once.ts');
  const output = execFileSync(process.execPath, [script, path, String(neededSidePx)], { encoding: 'utf8' });
  const { addedKilobytes } = JSON.parse(output) as { readonly addedKilobytes: number };
  return Math.round(addedKilobytes / 1024);
}
