import { DECISION_MUTANTS, type Mutant } from './mutants/decision-mutants.ts';
import { inCopy, isKilled, testsPass } from './mutants/run-mutants.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';

export const title =
  'Every hand-made mutant of the constants and comparisons of the decision is killed by its tests.';

const TESTS = ['test/core/decision', 'test/core/patient', 'test/cases'];
/** Every eighth mutant: what continuous integration has time for. */
const SMALL_STEP = 8;

/** Each mutant alone, in a copy of the sources whose tests pass unchanged. */
export async function run({ size, seed }: ProofArguments): Promise<ProofResult> {
  const first = size === 'small' ? seed % SMALL_STEP : 0;
  const mutants = DECISION_MUTANTS.filter((_, index) => size === 'full' || index % SMALL_STEP === first);
  return inCopy(async (copy) => {
    if (!(await testsPass(copy, TESTS))) throw new Error('the tests fail without any mutant');
    const survivors: Mutant[] = [];
    for (const mutant of mutants) if (!(await isKilled(copy, mutant, TESTS))) survivors.push(mutant);
    return {
      holds: survivors.length === 0,
      counts: { mutants: mutants.length, killed: mutants.length - survivors.length },
      survivors: survivors.map(({ file, from, to }) => `${file}: ${from} -> ${to}`),
    };
  });
}
