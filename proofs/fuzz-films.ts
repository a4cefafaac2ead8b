import { join } from 'node:path';
import { openFilmReader } from '../src/adapters/film-reader/film-reader-pool.ts';
import { defaultViewRules } from '../src/core/film/default-view-rules.ts';
import { filmTarget } from './fuzz/film-cases.ts';
import { fuzzCase } from './fuzz/fuzz-target.ts';
import { fuzzRun } from './fuzz/fuzz-run.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';

export const title =
  'every damaged DICOM file ends in a score or a reason code: no crash, no hang, no memory beyond the bound';

/** CPU time and resident memory of one film; the memory bound is the one that docs/archive.md states. */
const limits = { cpuSeconds: 2, memoryMiB: 1536 };

export async function run({ size, seed }: ProofArguments): Promise<ProofResult> {
  const report = await fuzzRun({
    target: 'films',
    seed,
    cases: size === 'full' ? 24_000 : 900,
    limits,
    checkEvery: 300,
    guard: (index) => endedByThePool(seed, index),
  });
  return {
    holds: report.findings.length === 0,
    counts: {
      cases: report.cases,
      findings: report.findings.length,
      endedByTimeLimit: report.endedByTimeLimit.length,
      outcomes: Object.keys(report.outcomes).length,
    },
    limits,
    ...report,
  };
}

/** The reason that the film reader's pool gives for a film on which its worker runs for ever, if it does. */
async function endedByThePool(seed: number, index: number): Promise<string | undefined> {
  const reader = await openFilmReader({
    modelsFolder: join(import.meta.dirname, '..', 'test', 'fixtures', 'models'),
    viewRules: defaultViewRules,
    workers: 1,
    timeoutMs: limits.cpuSeconds * 1000,
  });
  try {
    const { bytes } = fuzzCase(await filmTarget(), seed, index);
    const reading = await reader.read(bytes);
    return reading.kind === 'refused' ? reading.refusal.reason : undefined;
  } finally {
    await reader.close();
  }
}
