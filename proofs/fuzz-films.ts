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
