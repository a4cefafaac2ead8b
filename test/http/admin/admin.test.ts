import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { Router } from 'express';
import { callLocalService } from '../../../src/adapters/local-admin/call-local-service.ts';
import { newLocalToken, writeServiceFile } from '../../../src/adapters/local-admin/service-file.ts';
import { registerErasePatient } from '../../../src/commands/erase-patient.ts';
import { registerStopCards } from '../../../src/commands/stop-cards.ts';
import { auditedActs, localAdmin, staffAdmin } from '../../../src/http/admin/admin-actor.ts';
import { adminRoutes, type AdminApi } from '../../../src/http/admin/admin-routes.ts';
import { concurrencyGate } from '../../../src/http/concurrency.ts';
import { patientViewBody } from '../../cds-hooks/requests.ts';
import { rememberedAudit } from '../../fakes/audit-trail.ts';
import { cardSwitchInMemory } from '../../fakes/card-switch.ts';
import { signingClient } from '../../fakes/signing-client.ts';
import { cdsClientOf, tenantOf } from '../../fakes/tenant.ts';
import { post, SERVICE_PATH, startService, type TestService } from '../service.ts';

const at = new Date('2026-03-02T08:00:00Z');
let service: TestService;
let dataFolder: string;
let audit: ReturnType<typeof rememberedAudit>;
let cardSwitch: ReturnType<typeof cardSwitchInMemory>;
let call: () => Promise<Response>;
let erasing: () => Promise<void>;

beforeEach(async () => {
  const ehr = await signingClient();
  const tenants = [tenantOf({ cdsClients: [cdsClientOf({ jwks: ehr.jwks })] }), tenantOf({ id: 'south' })];
  audit = rememberedAudit();
  cardSwitch = cardSwitchInMemory();
  erasing = () => Promise.resolve();
  const token = newLocalToken();
  const api: AdminApi = {
    tenants,
    cardSwitch,
    erasure: { erase: () => erasing().then(() => ({ 'trabecula.assessment': 2, 'trabecula.outbox': 0 })) },
    audited: auditedActs(audit, () => at),
    clock: () => at,
    gate: concurrencyGate(1, 1),
  };
  const asStaff = Router();
  asStaff.use((_request, response, next) => {
    response.locals['staff'] = { tenantId: 'north', subject: 'ada', roles: ['operator'] };
    next();
  });
  service = await startService({
    tenants,
    cardSwitch,
    mounts: [
      { path: '/admin/local', handler: Router().use(localAdmin(token), adminRoutes(api)) },
      { path: '/admin/api', handler: asStaff.use(staffAdmin, adminRoutes(api)) },
    ],
  });
  dataFolder = mkdtempSync(join(tmpdir(), 'trabecula-admin-'));
  writeServiceFile(dataFolder, { url: service.url, token });
  const url = `${service.url}${SERVICE_PATH}`;
  call = async () => post(url, patientViewBody, await ehr.token(url));
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
  registerStopCards(program, context);
  registerErasePatient(program, context);
  await program.parseAsync(words, { from: 'user' });
  return stdout;
}

test('stop-cards silences the tenant without asking the story, resume-cards lets it speak again', async () => {
  expect(await command('stop-cards', '--tenant', 'north', '--reason', 'wrong cards')).toContain(
    'are stopped',
  );
  const silent = await call();
  expect(await silent.json()).toEqual({ cards: [] });
  expect(service.calls).toHaveLength(0);
  expect(cardSwitch.stopped('south')).toBeUndefined();
  expect(await command('resume-cards', '--tenant', 'north')).toContain('shown again');
  await call();
  expect(service.calls).toHaveLength(1);
  expect(await command('resume-cards', '--tenant', 'north')).toContain('were not stopped');
});

test('writing stops with the assessments, alone, or not at all, as is asked', async () => {
  const stopWith = async (...words: string[]) => {
    await command('stop-cards', '--tenant', 'north', '--reason', 'wrong results', ...words);
    const { assessments, writing } = cardSwitch.stopped('north') ?? {};
    return [assessments, writing];
  };
  expect(await stopWith()).toEqual(['go-on', 'go-on']);
  expect(await stopWith('--stop-assessments')).toEqual(['stop', 'stop']);
  expect(await stopWith('--stop-writing')).toEqual(['go-on', 'stop']);
  expect(await stopWith('--stop-assessments', '--keep-writing')).toEqual(['stop', 'go-on']);
  await expect(stopWith('--stop-writing', '--keep-writing')).rejects.toThrow('exclude each other');
});

test('stopping and resuming are in the audit trail with who did it', async () => {
  await command('stop-cards', '--tenant', 'north', '--reason', 'wrong cards');
  await command('resume-cards', '--tenant', 'north');
  expect(audit.lines.map(({ object, outcome }) => `${object} ${outcome}`)).toEqual([
    'cards/stop success',
    'cards/resume success',
  ]);
  expect(audit.lines[0]?.actor).toMatch(/^local:\w+/);
});

test('a tenant that does not exist, and no service, are said in words', async () => {
  await expect(command('stop-cards', '--tenant', 'east', '--reason', 'wrong')).rejects.toThrow(
    'there is no such tenant',
  );
  const empty = mkdtempSync(join(tmpdir(), 'trabecula-none-'));
  await expect(callLocalService(empty, { method: 'GET', path: '/card-stops' })).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('no running service') as string,
  });
});

test('erase-patient says what was deleted, and who asked is in the audit trail', async () => {
  expect(await command('erase-patient', '--tenant', 'north', '--patient', 'p1')).toBe(
    '2 rows deleted.\n  trabecula.assessment: 2\n',
  );
  expect(audit.lines).toMatchObject([{ object: 'patient/erase', subject: 'Patient/p1', outcome: 'success' }]);
});

test('the token file is for the owner alone, and a wrong token or a proxied call is 401', async () => {
  expect(statSync(join(dataFolder, 'running-service.json')).mode & 0o777).toBe(0o600);
  const url = `${service.url}/admin/local/card-stops`;
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url, { headers: { Authorization: `Bearer ${newLocalToken()}` } })).status).toBe(401);
});

test("staff cannot act on another tenant's cards or patients, and the attempt is in the audit trail", async () => {
  const stop = await post(`${service.url}/admin/api/card-stops`, { tenantId: 'south', reason: 'not mine' });
  expect(stop.status).toBe(403);
  expect(cardSwitch.stopped('south')).toBeUndefined();
  const erase = await fetch(`${service.url}/admin/api/tenants/south/patients/p1`, { method: 'DELETE' });
  expect(erase.status).toBe(403);
  expect(audit.lines).toMatchObject([{ actor: 'ada', tenantId: 'south', outcome: 'failure' }]);
  const seen = (await (await fetch(`${service.url}/admin/api/card-stops`)).json()) as {
    tenants: { tenantId: string }[];
  };
  expect(seen.tenants.map(({ tenantId }) => tenantId)).toEqual(['north']);
});

test('an admin call above the bound is 503 with Retry-After', async () => {
  let release: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    erasing = () => {
      resolve();
      return new Promise((end) => (release = end));
    };
  });
  const first = callLocalService(dataFolder, { method: 'DELETE', path: '/tenants/north/patients/p1' });
  await begun;
  const second = await fetch(`${service.url}/admin/api/tenants/north/patients/p2`, { method: 'DELETE' });
  expect(second.status).toBe(503);
  expect(second.headers.get('retry-after')).toBe('1');
  release();
  await first;
});
