import { fuzzRun } from './fuzz/fuzz-run.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';

export const title =
  'every damaged answer of an archive ends in parts, data sets or an error code: no crash, no hang, bounded memory';

const limits = { cpuSeconds: 2, memoryMiB: 512 };

export async function run({ size, seed }: ProofArguments): Promise<ProofResult> {
  const report = await fuzzRun({
    target: 'multipart',
    seed,
    cases: size === 'full' ? 24_000 : 3_000,
    limits,
    checkEvery: 1_000,
  });
  return {
    holds: report.findings.length === 0,
    counts: {
      cases: report.cases,
      findings: report.findings.length,
      outcomes: Object.keys(report.outcomes).length,
    },
    limits,
    ...report,
  };
}
