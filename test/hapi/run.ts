import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The programs that fetch, build and run the HAPI FHIR server. */
const NEEDED = [
  { name: 'Maven', program: 'mvn' },
  { name: 'Java', program: 'java' },
] as const;

const has = (program: string) => spawnSync(program, ['-version'], { stdio: 'ignore' }).status === 0;

/** How many tests stand in the files of this tier: each begins a line with "it(" or "it.each(". */
const written = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.test.ts'))
  .map(
    (file) => readFileSync(join(import.meta.dirname, file), 'utf8').match(/^\s*it(\.each)?\(/gm)?.length ?? 0,
  )
  .reduce((sum, count) => sum + count, 0);

/** Whole tier, downloads included; a server that hangs must end as a failure. */
const LIMIT_MS = 10 * 60_000;

const missing = NEEDED.filter(({ program }) => !has(program)).map(({ name }) => name);
if (missing.length > 0 || written === 0) {
  const reason = missing.length > 0 ? `no ${missing.join(', no ')}` : 'no tests';
  process.stdout.write(`hapi: 0 passed, 0 failed, ${written} not run (${reason})\n`);
} else {
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const { status, error } = spawnSync(process.execPath, [...jest, '--runInBand', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, TRABECULA_TEST_TIER: 'hapi' },
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined)
    process.stdout.write(`hapi: failed, did not end within ${LIMIT_MS / 1000} s (${error.message})\n`);
  process.exitCode = status ?? 1;
}
