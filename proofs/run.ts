/**
 * Runs proofs and benches: `npm run proof -- NAME [--small] [--seed N]`, `npm run proof -- --all [--small]`. `--all` means
 * the proofs of this folder; benches (../bench), which need an idle machine, run by name.
 *
 * A full run of a proof writes docs/proofs/NAME.json; `--small` writes nothing unless `--record` is given, and then
 * says so in the file. The last line of `--all` is "N passed, N failed"; the exit code is 1 when a proof did not hold.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { asProof, type ProofResult, type ProofSize } from './runner/proof.ts';
import { provenanceOf } from './runner/provenance.ts';

const folder = import.meta.dirname;
const benchFolder = join(folder, '..', 'bench');
const defaultSeed = 20_250_101;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    small: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(defaultSeed) },
  },
});
const size: ProofSize = values.small ? 'small' : 'full';
const seed = Number(values.seed);
const proofs = await namesIn(folder);
const benches = await namesIn(benchFolder);
const asked = values.all ? proofs : positionals;
const unknown = asked.filter((name) => !proofs.includes(name) && !benches.includes(name));
if ((asked.length === 0 && !values.all) || unknown.length > 0 || !Number.isSafeInteger(seed)) {
  process.stderr.write(
    `usage: npm run proof -- NAME [--small] [--record] [--seed N] | --all [--small]\nproofs: ${proofs.join(', ')}\nbenches: ${benches.join(', ')}\n`,
  );
  process.exit(64);
}

let failed = 0;
for (const name of asked) {
  if (!(await runOne(name))) failed += 1;
}
process.stdout.write(`${asked.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function namesIn(where: string): Promise<string[]> {
  const files = await readdir(where);
  return files
    .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}

async function runOne(name: string): Promise<boolean> {
  const startedAt = new Date();
  // At the start: a commit that is made while a proof runs for an hour is not what ran.
  const provenance = provenanceOf(folder);
  try {
    const module = (await import(
      pathToFileURL(join(benches.includes(name) ? benchFolder : folder, `${name}.ts`)).href
    )) as Record<string, unknown>;
    const proof = asProof(name, module);
    const result = await proof.run({ size, seed });
    const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
    if (size === 'full' || values.record)
      await record(name, proof.title, result, { ranAt: startedAt.toISOString(), seconds, ...provenance });
    const counts = Object.entries(result.counts).map(([what, count]) => `${what} ${count}`);
    process.stdout.write(
      `${result.holds ? 'holds ' : 'FAILED'} ${name}: ${proof.title} [${counts.join(', ')}; ${seconds} s]\n`,
    );
    return result.holds;
  } catch (error) {
    process.stdout.write(
      `FAILED ${name}: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`,
    );
    return false;
  }
}

async function record(name: string, title: string, result: ProofResult, ran: object) {
  const { holds, counts, ...findings } = result;
  const written = {
    name,
    title,
    holds,
    size,
    seed,
    counts,
    ...findings,
    ...ran,
  };
  const target = join(folder, '..', 'docs', 'proofs');
  await mkdir(target, { recursive: true });
  await writeFile(join(target, `${name}.json`), `${JSON.stringify(written, null, 2)}\n`);
}
