import { createHash } from 'node:crypto';
import type { RunningModels } from '../../../src/core/go-live/effective-mode.ts';
import { reportSite } from '../../../src/core/validation/site-report.ts';
import { siteReportOf } from '../../../src/adapters/site-report-file/site-report-file.ts';
import { TrabeculaError } from '../../../src/errors.ts';
import type { StaffRole } from '../../../src/flow/tenant.ts';
import { goLiveRoutes, type GoLiveState } from '../../../src/http/admin/go-live-routes.ts';
import { pairingOf, people, rules, setting } from '../../core/validation/simulated-site.ts';
import { goLivePortsFrom } from '../../fakes/go-live-records.ts';
import { tenantOf } from '../../fakes/tenant.ts';
import { post, startService, type TestService } from '../service.ts';

const models: RunningModels = { ...setting.models, trainingData: ['clinical'] };
const cases = [
  ...people(60, 1, true),
  ...people(20, 0, true),
  ...people(40, 1, false),
  ...people(120, 0, false),
];
const reportText = JSON.stringify(reportSite(pairingOf(cases), rules, setting), null, 2);
const reportDigest = createHash('sha256').update(reportText).digest('hex');
const criteria = {
  fewestPeople: 200,
  fewestWithOsteoporosis: 50,
  sensitivityLowerLimit: 0.6,
  ppvLowerLimit: 0.4,
};

let service: TestService;
let ports: ReturnType<typeof goLivePortsFrom>;

beforeEach(async () => {
  // A minute passes with each look at the clock: the criteria are locked a minute before the results, the rest is after.
  ports = goLivePortsFrom(new Date(Date.parse(setting.madeAt) - 2 * 60_000));
  const tenants = [
    tenantOf({
      mode: 'live',
      regulatoryStatus: 'cleared',
      pool: { name: 'Pool', reference: undefined, dxaPerWeek: 5 },
    }),
    tenantOf({ id: 'south' }),
  ];
  const handler = goLiveRoutes({
    tenants,
    modelsOf: () => models,
    ports,
    readReport: (bytes) => siteReportOf(bytes, 'the file'),
    requireRole:
      (...allowed) =>
      (request, response, next) => {
        const role = request.get('x-role') as StaffRole | undefined;
        if (role === undefined) throw new TrabeculaError('unauthenticated', 'sign in');
        if (!allowed.includes(role)) throw new TrabeculaError('forbidden', 'another role');
        response.locals['staff'] = { tenantId: 'north', subject: request.get('x-person'), roles: [role] };
        next();
      },
  });
  service = await startService({ tenants, mounts: [{ path: '/admin/api/go-live', handler }] });
});
afterEach(() => service.close());

const send = (path: string, body: unknown, person = 'ada', role: StaffRole = 'clinical-lead') =>
  post(`${service.url}/admin/api/go-live/${path}`, body, undefined, { 'x-role': role, 'x-person': person });
const state = async (): Promise<GoLiveState> => {
  const headers = { 'x-role': 'operator', 'x-person': 'otto' };
  return (await (await fetch(`${service.url}/admin/api/go-live`, { headers })).json()) as GoLiveState;
};
const signed = (role: string, person: string) => send('sign-offs', { reportDigest, role }, person);

test('criteria, the very bytes of a report, and two people lead to live; each step bears the name of who was signed in', async () => {
  expect((await send('criteria', criteria)).status).toBe(201);
  const recorded = await send('validations', reportText);
  expect(await recorded.json()).toMatchObject({ reportDigest, figures: { people: 240 } });
  expect((await signed('clinical-owner', 'ada')).status).toBe(201);
  expect(await state()).toMatchObject({ mode: 'silent', obstacles: [{ code: 'sign-off-missing' }] });
  const twice = await signed('decision-support-governance', 'ada');
  expect(twice.status).toBe(409);
  expect((await signed('decision-support-governance', 'grace')).status).toBe(201);
  const live = await state();
  expect(live).toMatchObject({ mode: 'live', obstacles: [] });
  expect(live.records.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
    'sign-off grace',
    'sign-off ada',
    'validation-report ada',
    'criteria-locked ada',
  ]);
  expect(ports.audited.map(({ actor, object }) => `${actor} ${object}`)).toEqual([
    'ada go-live/criteria-locked',
    'ada go-live/validation-report',
    'ada go-live/sign-off',
    'grace go-live/sign-off',
  ]);
});

test('an operator silences and cannot lift it; after a silence the signatures are void', async () => {
  await send('criteria', criteria);
  await send('validations', reportText);
  await signed('clinical-owner', 'ada');
  await signed('decision-support-governance', 'grace');
  expect((await send('silences', { reason: 'wrong cards' }, 'otto', 'operator')).status).toBe(201);
  expect((await send('silence-lifts', { reason: 'fine' }, 'otto', 'operator')).status).toBe(403);
  expect((await send('silence-lifts', { reason: 'model was right' })).status).toBe(201);
  expect(await state()).toMatchObject({ mode: 'silent', obstacles: [{ code: 'sign-off-missing' }] });
  expect((await signed('decision-support-governance', 'ada')).status).toBe(201);
});

test('the ladder says what each mode lacks before it is asked for', async () => {
  const { ladder } = await state();
  expect(ladder.map(({ mode, obstacles }) => [mode, obstacles.map(({ code }) => code)])).toEqual([
    ['research', ['no-research-permission']],
    ['live', ['no-validation-of-this-model']],
  ]);
});

test.each<[string, unknown]>([
  ['criteria', criteria],
  ['validations', reportText],
  ['sign-offs', { reportDigest, role: 'clinical-owner' }],
  ['silence-lifts', { reason: 'because' }],
])('%s is for clinical leads alone', async (path, body) => {
  for (const role of ['operator', 'population', 'clinician'] as const)
    expect((await send(path, body, 'otto', role)).status).toBe(403);
  expect(ports.audited).toEqual([]);
});

test.each<[string, unknown, number]>([
  ['criteria', { ...criteria, ppvLowerLimit: 40 }, 400],
  ['criteria', { ...criteria, by: 'somebody else' }, 400],
  ['validations', '{"title":"no report"}', 422],
  ['validations', 'no JSON at all', 422],
  ['sign-offs', { reportDigest: 'a'.repeat(64), role: 'clinical-owner' }, 404],
  ['sign-offs', { reportDigest, role: 'janitor' }, 400],
  ['silences', { reason: ' ' }, 400],
])('%s refuses %j with %i and records nothing', async (path, body, status) => {
  expect((await send(path, body)).status).toBe(status);
  expect((await state()).records).toEqual([]);
});
