import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { json, Router } from 'express';
import { newLocalToken, writeServiceFile } from '../../../src/adapters/local-admin/service-file.ts';
import { openAssessmentStore } from '../../../src/adapters/store/assessment-store.ts';
import type { Database } from '../../../src/adapters/store/database.ts';
import { openDatabase } from '../../../src/adapters/store/open-database.ts';
import { openOutbox } from '../../../src/adapters/store/outbox-store.ts';
import { registerOutbox } from '../../../src/commands/outbox.ts';
import { registerRetract } from '../../../src/commands/retract.ts';
import { localAdmin, staffAdmin } from '../../../src/http/admin/admin-actor.ts';
import { outboxRoutes } from '../../../src/http/admin/outbox-routes.ts';
import { storedAssessment } from '../../adapters/store/stored-assessments.ts';
import { startService, type TestService } from '../service.ts';

const at = new Date('2026-03-03T08:00:00Z');
let database: Database;
let service: TestService;
let dataFolder: string;
let recorded: string[];

beforeAll(async () => void (database = await openDatabase({ kind: 'memory' })));
afterAll(() => database.close());
beforeEach(async () => {
  await database.script(
    'DELETE FROM trabecula.outbox; DELETE FROM trabecula.assessment; DELETE FROM trabecula.retracted_model',
  );
  recorded = [];
  const token = newLocalToken();
  const routes = outboxRoutes({
    outbox: openOutbox(database, 'test'),
    assessments: openAssessmentStore(database),
    clock: () => at,
    record: async (actor, object) => void recorded.push(`${actor.split(':')[0]} ${object}`),
  });
  const asStaff = Router().use((_request, response, next) => {
    response.locals['staff'] = { tenantId: 'clinic', subject: 'ada', roles: ['operator'] };
    next();
  });
  service = await startService({
    mounts: [
      { path: '/admin/local', handler: Router().use(localAdmin(token), json(), routes) },
      { path: '/admin/api', handler: asStaff.use(staffAdmin, json(), routes) },
    ],
  });
  dataFolder = mkdtempSync(join(tmpdir(), 'trabecula-outbox-'));
  writeServiceFile(dataFolder, { url: service.url, token });
  await openAssessmentStore(database).save(storedAssessment(), [
    { kind: 'write-assessment', assessmentKey: 'key-1' },
  ]);
});
afterEach(() => service.close());

async function command(...words: string[]): Promise<string> {
  let stdout = '';
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  const context = {
    environment: { TRABECULA_DATA_FOLDER: dataFolder },
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: () => undefined },
    clock: () => at,
  };
  registerOutbox(program, context);
  registerRetract(program, context);
  await program.parseAsync(words, { from: 'user' });
  return stdout;
}

async function bury(): Promise<number> {
  const outbox = openOutbox(database, 'test');
  const [intent] = await outbox.claim(at, 1000, 1, []);
  await outbox.bury(intent!, 'POST Bundle: the FHIR server answered 422', at);
  return intent!.intentNumber;
}

it('lists what was given up with its reason and without a patient', async () => {
  await bury();
  const shown = await command('outbox', 'list');
  expect(shown).toContain('0 waiting, 1 given up');
  expect(shown).toContain('the FHIR server answered 422');
  expect(shown).not.toContain('p1');
});

it('puts back one, or all, and says how many', async () => {
  const number = await bury();
  expect(await command('outbox', 'replay', String(number + 1))).toBe('0 put back\n');
  expect(await command('outbox', 'replay', String(number))).toBe('1 put back\n');
  await bury();
  expect(await command('outbox', 'replay')).toBe('1 put back\n');
  expect(recorded).toEqual(['local outbox/replay', 'local outbox/replay', 'local outbox/replay']);
});

it('takes back all that a model wrote, on the record', async () => {
  const version = 'a'.repeat(64);
  expect(await command('retract', '--model', version, '--reason', 'wrong weights')).toContain(
    '1 assessments withdrawn',
  );
  expect(recorded).toEqual([`local model/retract ${version}`]);
  expect(await openAssessmentStore(database).currentFor('clinic', 'p1')).toEqual([]);
});

it('refuses a model version that is none', async () => {
  await expect(command('retract', '--model', 'latest', '--reason', 'wrong')).rejects.toMatchObject({
    code: 'upstream-refused',
  });
});

it('lets no tenant staff reach over all tenants', async () => {
  const response = await fetch(`${service.url}/admin/api/outbox`);
  expect(response.status).toBe(403);
});
