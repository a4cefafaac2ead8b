import { researchColumns } from '../../src/core/population/research-columns.ts';
import { exportResearch, type ResearchExportRequest } from '../../src/flow/export-research.ts';
import type { ResearchPatient } from '../../src/flow/ports/research-export.ts';
import { researchInMemory, researchPatient } from '../fakes/research.ts';

const now = new Date('2026-11-28T12:00:00Z');
const request: ResearchExportRequest = {
  tenantId: 'north',
  project: 'spine',
  dates: 'shifted',
  askedBy: 'researcher-1',
};
const never = new AbortController().signal;
const alike = (many: number, different: Partial<ResearchPatient> = {}, from = 0): ResearchPatient[] =>
  Array.from({ length: many }, (_, i) => researchPatient(`p${from + i}`, different));

test('a row has the columns of the dictionary, the patient’s dates moved together, and nothing that names the patient', async () => {
  const { ports, rows } = researchInMemory(() => [alike(11)], now);
  await exportResearch(request, ports, never);
  expect(Object.keys(rows[10] ?? {})).toEqual(researchColumns.map(({ name }) => name));
  // p10 moves by 11 days: film 10 January -> 30 December, assessed 1 February -> 21 January, DXA 3 March -> 20 February.
  expect(rows[10]).toMatchObject({
    research_id: 'spine-p10',
    age_group: '65-69',
    film_on: '2025-12-30',
    assessed_on: '2026-01-21',
    dxa_after_on: '2026-02-20',
    dxa_after_t_score: -2.7,
    film_result: 'flagged',
    probability: 0.812,
    drug_first_on: null,
  });
});

test('with years alone no day leaves', async () => {
  const { ports, rows } = researchInMemory(() => [alike(11)], now);
  await exportResearch({ ...request, dates: 'year' }, ports, never);
  expect(JSON.stringify(rows)).not.toMatch(/\d{4}-\d{2}/);
  expect(rows[0]).toMatchObject({ film_on: '2026', dxa_after_on: '2026' });
});

test('the report counts what was taken out and what was withheld; counts of 1 to 10 are not told', async () => {
  const pages = [
    [...alike(11), ...alike(6, { zip3: '606' }, 11), ...alike(6, { zip3: '100' }, 17)],
    [...alike(3, { gender: 'male' }, 30), researchPatient('p99')],
  ];
  const { ports, rows, kept } = researchInMemory(() => pages, now);
  const { report } = await exportResearch(request, ports, never);
  expect(rows).toHaveLength(23);
  expect(report).toMatchObject({
    rows: 23,
    fewestAlike: 11,
    generalised: { place: 12, origin: 0, age: 0 },
    withheld: { tooRare: 'under 11', optedOut: 'under 11' },
  });
  expect(report.note).toContain('not for clinical use');
  expect(kept).toEqual([report]);
});

test('patients that change between the passes end the export before anything is handed out', async () => {
  let pass = 0;
  const { ports, kept, removed, audit } = researchInMemory(() => {
    pass += 1;
    return [alike(pass === 1 ? 11 : 10)];
  }, now);
  await expect(exportResearch(request, ports, never)).rejects.toMatchObject({ code: 'conflict' });
  expect([kept.length, removed.length]).toEqual([0, 1]);
  expect(audit.lines).toMatchObject([{ object: 'research-export/export-1', outcome: 'failure' }]);
});

test('a tenant without a key gets none; it is in the audit trail', async () => {
  const { ports, audit } = researchInMemory(() => [alike(11)], now);
  await expect(exportResearch({ ...request, tenantId: 'south' }, ports, never)).rejects.toThrow(
    'researchKeyFile',
  );
  expect(audit.lines).toMatchObject([{ actor: 'researcher-1', outcome: 'failure' }]);
});

test.each([
  ['outcome', { outcome: 'Jane Doe' }, 'film_result', 'refused'],
  ['refusal reason', { refusalReason: 'Jane Doe, 1 Main St' }, 'refusal_reason', null],
  ['model version', { modelVersions: ['aa11', 'Jane Doe'] }, 'model_versions', 'aa11'],
  ['race', { race: 'Jane Doe' }, 'race', 'other or not stated'],
] as const)('free text in the %s does not leave', async (_what, different, column, left) => {
  const { ports, rows } = researchInMemory(() => [alike(11, different)], now);
  await exportResearch(request, ports, never);
  expect(rows[0]?.[column]).toBe(left);
  expect(JSON.stringify(rows)).not.toContain('Jane');
});
