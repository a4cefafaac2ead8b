import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerPool } from '../../src/commands/pool.ts';
import { auditC } from '../core/statistics/pooling/audit-c.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pool-'));
});

async function file(name: string, value: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
}

async function pool(...args: string[]): Promise<string> {
  let text = '';
  const program = new Command().exitOverride();
  registerPool(program, {
    environment: {},
    stdout: { write: (part: string) => (text += part) },
    stderr: { write: () => undefined },
    clock: () => new Date(0),
  });
  await program.parseAsync(['pool', ...args], { from: 'user' });
  return text;
}

const report = (title: string, change: object = {}) => ({
  title,
  patients: 'real',
  verification: 'random-sample',
  models: { versions: { ap: 'a' } },
  scores: [
    {
      score: 'together',
      target: 'any-site',
      accuracy: {
        kind: 'estimated',
        table: { truePositives: 30, falseNegatives: 10, falsePositives: 20, trueNegatives: 60 },
      },
    },
  ],
  ...change,
});

test('AuditC from one file gives both models and writes a page and JSON', async () => {
  const [html, json] = [join(folder, 'out.html'), join(folder, 'out.json')];
  const text = await pool(await file('audit-c.json', auditC), '--html', html, '--json', json);
  expect(text).toContain('approximate (Reitsma, REML): sensitivity 89.1 % (80.8 to 94.1)');
  expect(text).toContain('exact binomial (ML): sensitivity 92.5 %');
  expect(text).toContain('diagnostic odds ratio (DerSimonian-Laird): 26.3 (18.0 to 38.6)');
  const page = await readFile(html, 'utf8');
  expect(page).toContain('Summary ROC, exact binomial');
  expect(page).not.toMatch(/NaN|<script|src=|href=/);
  expect(JSON.parse(await readFile(json, 'utf8')).approximate.logLikelihood).toBeCloseTo(31.563960673, 6);
});

test('three sites: says what cannot be estimated and still pools the odds ratio', async () => {
  const files = await Promise.all(['A', 'B', 'C'].map((name) => file(`${name}.json`, report(name))));
  const text = await pool(...files);
  expect(text).toContain(
    'not estimable: 3 studies: the spread and correlation between studies cannot be estimated',
  );
  expect(text).toContain('diagnostic odds ratio (DerSimonian-Laird): 9.0');
});

test('one site is not pooled with anything', async () => {
  expect(await pool(await file('a.json', report('A')))).toContain('one study has nothing to be pooled with');
});

test('subgroups are pooled apart and compared by meta-regression', async () => {
  const studies = auditC.map((s, i) => ({ ...s, subgroup: i % 2 === 0 ? 'internal' : 'external' }));
  const html = join(folder, 'out.html');
  await pool(await file('s.json', studies), '--html', html);
  expect(await readFile(html, 'utf8')).toMatch(
    /Bivariate meta-regression, likelihood ratio test on 2 df: \d/,
  );
});

test('sites that ran different models are pooled with a warning', async () => {
  const other = report('B', { models: { versions: { ap: 'b' } } });
  expect(await pool(await file('a.json', report('A')), await file('b.json', other))).toContain(
    'different model versions',
  );
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /x.json is not JSON/],
  ['a missing cell', { name: 'A', truePositives: 1 }, /neither a validation report nor a table/],
  ['a negative count', { ...auditC[0], truePositives: -1 }, /truePositives/],
  ['text as a count', { ...auditC[0], truePositives: '47' }, /truePositives/],
  ['the same site twice', [auditC[0], auditC[0]], /given twice/],
  ['flagged people alone', report('A', { verification: 'flagged-only' }), /only flagged people had a DXA/],
  ['a report without the target', report('A', { scores: [] }), /holds no two-by-two table/],
  [
    'real and simulated people',
    [auditC[0], { ...auditC[1], people: 'simulated' }],
    /mixes real and simulated people/,
  ],
])('%s is refused with a clear message', async (_, value, message) => {
  await expect(pool(await file('x.json', value))).rejects.toThrow(message);
});

test('a file that is not there is named', async () => {
  await expect(pool(join(folder, 'none.json'))).rejects.toThrow('cannot read');
});
