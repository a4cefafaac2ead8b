import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { researchColumns } from '../../../src/core/population/research-columns.ts';
import { openResearchSpool } from '../../../src/adapters/population/research-spool.ts';
import { gathered } from '../../fakes/gathered.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trabecula-spool-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const row = (id: string) => ({ research_id: id, sex: 'female', card_shown: false, dxa_before_on: null });

test('rows come out by research id whatever order they came in, under a header of every column', async () => {
  const spool = await openResearchSpool(folder);
  for (const id of ['ff02', '0a01', 'ff01', '0a00']) await spool.add(row(id));
  const text = (await gathered(spool.csv())).join('');
  const lines = text.trimEnd().split('\n');
  expect(lines[0]).toBe(researchColumns.map(({ name }) => name).join(','));
  expect(lines.slice(1).map((line) => line.slice(0, 4))).toEqual(['0a00', '0a01', 'ff01', 'ff02']);
  expect(lines.slice(1).every((line) => line.split(',').length === researchColumns.length)).toBe(true);
  expect(lines[1]).toContain(',false,');
  await spool.remove();
});

test('an export without rows is a header', async () => {
  const spool = await openResearchSpool(folder);
  expect((await gathered(spool.csv())).join('').trimEnd().split('\n')).toHaveLength(1);
  await spool.remove();
});

test('what lies on disk is for this user alone, and gone when removed', async () => {
  const spool = await openResearchSpool(folder);
  await spool.add(row('aa'));
  await gathered(spool.csv());
  const own = join(folder, readdirSync(folder)[0] ?? '');
  expect(statSync(own).mode & 0o077).toBe(0);
  expect(readdirSync(own).map((name) => statSync(join(own, name)).mode & 0o077)).toEqual([0]);
  await spool.remove();
  expect(readdirSync(folder)).toEqual([]);
});
