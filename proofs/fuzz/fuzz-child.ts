/**
 * One child process of a fuzzing run: `node fuzz-child.ts TARGET SEED`. Is told case numbers by its parent, answers
 * with what came of each. Ends with the parent.
 */
import { filmTarget } from './film-cases.ts';
import { multipartTarget } from './multipart-cases.ts';
import { fuzzCase, type FuzzTarget } from './fuzz-target.ts';
import type { ChildAnswer, ChildTask } from './guarded-child.ts';

const targets: Readonly<Record<string, () => Promise<FuzzTarget>>> = {
  films: filmTarget,
  multipart: multipartTarget,
};

const [, , name = '', seedText = ''] = process.argv;
const target = await targets[name]!();
const clean = new Map<string, string>();
for (const { name: seedName, bytes } of target.seeds) clean.set(seedName, await target.fingerprint(bytes));
process.on('message', (task: ChildTask) => void answer(task));
process.on('disconnect', () => process.exit());
send({ kind: 'ready', seeds: Object.fromEntries(clean), peakMiB: peakMiB() });

async function answer(task: ChildTask): Promise<void> {
  if (task.kind === 'check') {
    const changed: string[] = [];
    for (const { name: seedName, bytes } of target.seeds) {
      if ((await target.fingerprint(bytes)) !== clean.get(seedName)) changed.push(seedName);
    }
    send({ kind: 'checked', changed, peakMiB: peakMiB() });
    return;
  }
  const { seedName, mutationNames, bytes } = fuzzCase(target, Number(seedText), task.index);
  const startedAt = process.cpuUsage();
  const outcome = await target.run(bytes).then(
    (code) => ({ code, threw: undefined }),
    (error: unknown) => ({ code: 'threw', threw: String(error instanceof Error ? error.stack : error) }),
  );
  const { user, system } = process.cpuUsage(startedAt);
  const cpuMs = Math.round((user + system) / 1000);
  send({ kind: 'done', index: task.index, seedName, mutationNames, ...outcome, cpuMs, peakMiB: peakMiB() });
}

/** High-water mark of resident memory of this process. */
function peakMiB(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

function send(answer: ChildAnswer): void {
  process.send?.(answer);
}
