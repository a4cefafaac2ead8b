import { Command } from 'commander';
import { registerConfig } from '../../src/commands/config.ts';

async function check(environment: Record<string, string>) {
  const output = { stdout: '', stderr: '' };
  const program = new Command().exitOverride();
  registerConfig(program, {
    environment,
    stdout: { write: (text) => (output.stdout += text) },
    stderr: { write: (text) => (output.stderr += text) },
    clock: () => new Date(0),
  });
  const failure = await program.parseAsync(['config', 'check'], { from: 'user' }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { ...output, failure };
}

test('a good configuration is described in words', async () => {
  const { stdout, failure } = await check({});
  expect(failure).toBeUndefined();
  expect(stdout).toContain('The configuration is good.');
  expect(stdout).toContain('store: embedded');
});

test('every problem is printed with its setting, then the count', async () => {
  const { stderr, failure } = await check({ TRABECULA_PORT: '-1', TRABECULA_WORKERS: '0' });
  expect(stderr).toContain('TRABECULA_PORT: ');
  expect(stderr).toContain('TRABECULA_WORKERS: must be at least 1');
  expect(failure).toMatchObject({ code: 'bad-configuration', message: '2 problems in the configuration' });
});
