import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { registerValidate } from '../../src/commands/validate.ts';
import { lumbarFilm } from '../dicom/lumbar-film.ts';
import { fixtureModels } from '../fixture-paths.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'validate-'));
  await mkdir(join(folder, 'films', 'deep'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HEADER = 'patientId,dxaDate,spineTScore,totalHipTScore,femoralNeckTScore,treatmentStartedOn';

/** One film a person, dated 2026-03-01. */
async function writeFilms(people: number): Promise<void> {
  for (let i = 0; i < people; i++) {
    const film = lumbarFilm([
      ['00100020', 'LO', `P${i}`],
      ['0020000D', 'UI', `1.2.3.${i}`],
      ['00080018', 'UI', `1.2.3.${i}.1`],
      ['00080070', 'LO', 'Maker'],
    ]);
    await writeFile(join(folder, 'films', 'deep', `${i}.dcm`), film);
  }
  await writeFile(join(folder, 'films', 'notes.txt'), 'no film');
}

async function validate(rows: readonly string[], ...more: string[]): Promise<string> {
  await writeFile(join(folder, 'dxa.csv'), [HEADER, ...rows].join('\n'));
  let text = '';
  const program = new Command().exitOverride();
  registerValidate(program, {
    environment: {},
    stdout: { write: (part: string) => (text += part) },
    stderr: { write: () => undefined },
    clock: () => new Date('2026-06-01T00:00:00Z'),
  });
  const files = [
    '--films',
    join(folder, 'films'),
    '--dxa',
    join(folder, 'dxa.csv'),
    '--out',
    join(folder, 'out'),
  ];
  await program.parseAsync(['validate', ...files, '--models', fixtureModels, ...more], { from: 'user' });
  return text;
}

const row = (i: number, tScore: number, treatment = '') => `P${i},2026-04-01,${tScore},-1,,${treatment}`;
const twelve = Array.from({ length: 12 }, (_, i) => row(i, i < 4 ? -2.8 : -1.5));

test('films and DXA results in a folder become a page, JSON and a MeasureReport', async () => {
  await writeFilms(13);
  const text = await validate([...twelve, row(12, -3, '2026-03-15')], '--simulated', '--title', 'Test site');
  expect(text).toContain(
    '14 files in a folder, 1 of them unreadable; 13 studies, 12 simulated people analysed',
  );
  const report = JSON.parse(await readFile(join(folder, 'out', 'report.json'), 'utf8'));
  expect(report).toMatchObject({
    title: 'Test site',
    modelTraining: 'simulated',
    patients: 'simulated',
    pairing: { studies: 13, analysed: 12, excluded: { 'treatment-between': 1 } },
  });
  const page = await readFile(join(folder, 'out', 'report.html'), 'utf8');
  expect(page).toContain('Research model, trained on simulated radiographs, not for clinical use.');
  expect(page).toContain('1: osteoporosis treatment began between film and DXA');
  const measure = JSON.parse(await readFile(join(folder, 'out', 'measure-report.json'), 'utf8'));
  expect(measure).toMatchObject({ resourceType: 'MeasureReport', status: 'complete', type: 'summary' });
  // all films are the same film: no score is better than chance
  const auc = measure.group.find(
    (g: { code: { text: string } }) => g.code.text === 'auc of together against any-site',
  );
  expect(auc.measureScore.value).toBe(0.5);
});

test('people of one class are refused with a clear message', async () => {
  await writeFilms(12);
  const healthy = twelve.map((_, i) => row(i, -1.5));
  await expect(validate(healthy)).rejects.toThrow(/all 12 paired people are without osteoporosis/);
});

test.each<[string, readonly string[], readonly string[], RegExp]>([
  ['a T-score as text', ['P0,2026-04-01,low,,,'], [], /line 2: spineTScore must be a number/],
  ['an unknown sample', twelve, ['--dxa-of', 'friends'], /--dxa-of is one of/],
  ['a window of half a month', twelve, ['--months-after', '0.5'], /whole numbers/],
])('%s is refused before a film is read', async (_, rows, more, message) => {
  await writeFilms(1);
  await expect(validate(rows, ...more)).rejects.toThrow(message);
});
