import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openValidationJournal } from '../../../src/adapters/validation-journal/validation-journal.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'people.ndjson');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const validation = { tenant: 'north', models: { ap: 'a' } };
const gone = (patientId: string) => ({ patientId, person: { kind: 'gone' } }) as const;

test('what was appended is there at the next start, and others cannot read it', async () => {
  const journal = await openValidationJournal(path, validation);
  expect(journal.entries).toEqual([]);
  await journal.append(gone('p1'));
  await journal.append(gone('p2'));
  expect((await openValidationJournal(path, validation)).entries).toEqual([gone('p1'), gone('p2')]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a line that was cut off is dropped, and the next one is whole', async () => {
  const journal = await openValidationJournal(path, validation);
  await journal.append(gone('p1'));
  await appendFile(path, '{"patientId":"p2","per');
  const again = await openValidationJournal(path, validation);
  expect(again.entries).toEqual([gone('p1')]);
  await again.append(gone('p3'));
  expect((await openValidationJournal(path, validation)).entries).toEqual([gone('p1'), gone('p3')]);
});

test('a journal of other models is refused, with what to do', async () => {
  await openValidationJournal(path, validation);
  await expect(openValidationJournal(path, { ...validation, models: { ap: 'b' } })).rejects.toThrow(
    /other models.*remove it to begin anew/,
  );
});
