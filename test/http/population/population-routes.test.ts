import { TrabeculaError } from '../../../src/errors.ts';
import type { StaffRole } from '../../../src/flow/tenant.ts';
import { populationRoutes } from '../../../src/http/population/population-routes.ts';
import { rememberedAudit } from '../../fakes/audit-trail.ts';
import { populationInMemory, type PopulationInMemory } from '../../fakes/population.ts';
import { post, startService, type TestService } from '../service.ts';

const now = new Date('2026-11-28T12:00:00Z');

let service: TestService;
let population: PopulationInMemory;
let audit: ReturnType<typeof rememberedAudit>;
beforeEach(async () => {
  population = populationInMemory(now);
  audit = rememberedAudit();
  const handler = populationRoutes({
    ...population.ports,
    audit,
    clock: () => now,
    requireRole:
      (...allowed) =>
      (request, response, next) => {
        const role = request.get('x-role') as StaffRole | undefined;
        if (role === undefined) throw new TrabeculaError('unauthenticated', 'sign in');
        if (!allowed.includes(role)) throw new TrabeculaError('forbidden', 'another role');
        response.locals['staff'] = { tenantId: 'north', subject: 'staff-1', roles: [role] };
        next();
      },
  });
  service = await startService({ mounts: [{ path: '/population', handler }] });
});
afterEach(() => service.close());

const get = (path: string, role: StaffRole = 'population'): Promise<Response> =>
  fetch(`${service.url}/population${path}`, { headers: { 'x-role': role } });
const send = (path: string, body: unknown, role: StaffRole = 'population'): Promise<Response> =>
  post(`${service.url}/population${path}`, body, undefined, { 'x-role': role });
const textOf = async (response: Response): Promise<string> => {
  const outcome = (await response.json()) as { issue: { details: { text: string } }[] };
  return outcome.issue[0]?.details.text ?? '';
};

const reading = ['/questions', '/questions/gaps'];
const watching = ['/imports', '/screening-runs', '/screening-runs/run-1/set-aside'];

test.each([...reading, ...watching])('%s is closed to who is not signed in', async (path) => {
  expect((await fetch(`${service.url}/population${path}`)).status).toBe(401);
});

test.each<[string, StaffRole, number]>([
  ...reading.flatMap((path): [string, StaffRole, number][] => [
    [path, 'population', 200],
    [path, 'clinical-lead', 200],
    [path, 'operator', 403],
  ]),
  ...watching.flatMap((path): [string, StaffRole, number][] => [
    [path, 'population', 200],
    [path, 'operator', 200],
    [path, 'clinical-lead', 200],
    [path, 'clinician', 403],
  ]),
])('%s for the role %s: %i', async (path, role, status) => {
  expect((await get(path, role)).status).toBe(status);
});

test('looking how large a run would be begins none', async () => {
  const outlook = await send('/screening-plans', { filmMonths: 12 }, 'operator');
  expect(await outlook.json()).toMatchObject({ patients: 2, studies: 3, secondsPerStudy: 4 });
  expect((await send('/screening-plans', {}, 'clinical-lead')).status).toBe(403);
  expect(population.planned).toEqual([]);
});

test('who may only read begins and stops nothing', async () => {
  for (const path of ['/imports', '/screening-runs', '/screening-runs/run-1/cancel'])
    expect((await send(path, {}, 'clinical-lead')).status).toBe(403);
  expect([population.asked, population.states]).toEqual([[], []]);
});

test('a page is what was asked for, 100 rows when nothing was, of the tenant of the member of staff', async () => {
  const page = (await (await get('/questions/gaps?offset=2&limit=2&asOf=2026-11-01')).json()) as object;
  expect(page).toMatchObject({ rows: [{ patient_id: 'p2' }, { patient_id: 'p3' }], rowsInAll: 5 });
  await get('/questions/gaps');
  expect(population.asked).toEqual([
    {
      tenantId: 'north',
      name: 'gaps',
      parameters: { asOf: '2026-11-01' },
      today: '2026-11-28',
      page: { offset: 2, limit: 2, filters: [], sort: undefined },
    },
    {
      tenantId: 'north',
      name: 'gaps',
      parameters: {},
      today: '2026-11-28',
      page: { offset: 0, limit: 100, filters: [], sort: undefined },
    },
  ]);
});

test('order and filters are handed on by column; an export keeps them, a MeasureReport of a part is refused', async () => {
  const query = 'sort=-probability&filter=gender:equal:female&filter=age_years:at-least:70';
  const wanted = {
    sort: { column: 'probability', direction: 'descending' },
    filters: [
      { column: 'gender', is: 'equal', value: 'female' },
      { column: 'age_years', is: 'at-least', value: 70 },
    ],
  };
  await get(`/questions/gaps?${query}`);
  await get(`/questions/gaps?${query}&format=csv`);
  expect(population.asked).toMatchObject([{ page: wanted }, { page: wanted }]);
  expect((await get(`/questions/gaps?${query}&format=measure-report`)).status).toBe(400);
});

test.each(['sort=age;drop', 'filter=age_years', 'filter=age_years:above:70', 'filter=Age:equal:1'])(
  'the order or filter %s is refused in words',
  async (query) => {
    const refused = await get(`/questions/gaps?${query}`);
    expect(refused.status).toBe(400);
    expect(await textOf(refused)).toMatch(/"(sort|filter)" is/);
    expect(population.asked).toEqual([]);
  },
);

test('CSV holds every row, as a file named after the question', async () => {
  const response = await get('/questions/gaps?format=csv');
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename=gaps.csv');
  expect(await response.text()).toBe('patient_id\np0\np1\np2\np3\np4\n');
});

test('patients become a Group; counts that are asked for as one are refused in words', async () => {
  const group = await get('/questions/gaps?format=group');
  expect(group.headers.get('content-type')).toContain('application/fhir+json');
  expect(await group.json()).toMatchObject({ resourceType: 'Group', quantity: 5 });
  const refused = await get('/questions/counts?format=group');
  expect(refused.status).toBe(400);
  expect(await textOf(refused)).toContain('answers with counts');
});

test('reading patients and exporting leave a line each; counts on a page leave none', async () => {
  for (const path of ['gaps', 'counts', 'counts?format=csv']) await get(`/questions/${path}`);
  expect(audit.lines).toEqual(
    ['question/gaps?format=json', 'question/counts?format=csv'].map((object) => ({
      tenantId: 'north',
      action: 'export',
      actor: 'staff-1',
      subject: undefined,
      object,
      outcome: 'success',
      at: now,
    })),
  );
});

test.each([
  ['/questions/gaps?limit=1001', '"limit" must be a whole number of at most 1000'],
  ['/questions/gaps?limit=ten', '"limit" must be'],
  ['/questions/gaps?offset=-1', '"offset" must be'],
  ['/questions/gaps?asOf=2026-01-01&asOf=2026-02-01', '"asOf" must be given once'],
  ['/questions/gaps?format=xml', 'format must be one of json, csv'],
])('%s: 400 that names it', async (path, text) => {
  const response = await get(path);
  expect(response.status).toBe(400);
  expect(await textOf(response)).toContain(text);
});

test('an unknown question is 404', async () => {
  expect((await get('/questions/nonsense')).status).toBe(404);
});

test('a screening run is planned for who asked, and its time left is told', async () => {
  const response = await send('/screening-runs', { filmMonths: 12, patientIds: ['p1'] });
  expect(response.status).toBe(201);
  expect(population.planned).toEqual([
    { tenantId: 'north', askedBy: 'staff-1', filmMonths: 12, patientIds: ['p1'] },
  ]);
  // 40 studies wait, 20 were finished in ten minutes: 40 / (20 / 10) = 20 minutes.
  expect(await (await get('/screening-runs')).json()).toMatchObject({ runs: [{ minutesLeft: 20 }] });
});

test.each([
  ['pause', 'paused'],
  ['resume', 'running'],
  ['cancel', 'cancelled'],
])('%s makes a run %s, with a line in the audit trail', async (verb, state) => {
  expect((await send(`/screening-runs/run-1/${verb}`, {}, 'operator')).status).toBe(204);
  expect(population.states).toEqual([['north', 'run-1', state]]);
  expect(audit.lines).toMatchObject([{ action: 'admin', object: `screening-run/run-1 ${state}` }]);
});

test('a run that is not there is 404, and leaves no line', async () => {
  expect((await send('/screening-runs/other/pause', {})).status).toBe(404);
  expect(audit.lines).toEqual([]);
});

test.each([
  ['/screening-runs', { filmMonths: 0 }, '"filmMonths"'],
  ['/screening-runs', { patientIds: ['a b'] }, '"patientIds.0"'],
  ['/imports', { kind: 'carrier pigeon' }, '"kind"'],
  ['/imports', { kind: 'files', path: '' }, '"path"'],
  ['/attested-dxa', { patientId: 'p1', performedOn: '2026-02-30' }, '"performedOn"'],
  ['/attested-dxa', { patientId: 'p1', performedOn: '2026-11-29' }, '"performedOn" lies in the future'],
])('%s with %j: 400 that names it, and nothing begins', async (path, body, text) => {
  const response = await send(path, body);
  expect(response.status).toBe(400);
  expect(await textOf(response)).toContain(text);
  expect([population.planned, population.imports, population.attested]).toEqual([[], [], []]);
});

test('an import begins in the background; an attested DXA is kept with who attested it', async () => {
  expect((await send('/imports', { kind: 'sweep' }, 'operator')).status).toBe(202);
  expect(population.imports).toEqual([['north', { kind: 'sweep', anew: false }]]);
  const attested = { patientId: 'p1', performedOn: '2026-05-01', lowestTScore: -1.2 };
  expect((await send('/attested-dxa', attested, 'clinical-lead')).status).toBe(201);
  expect(population.attested).toEqual([
    { ...attested, tenantId: 'north', attestedBy: 'staff-1', attestedAt: now },
  ]);
  expect(audit.lines.map(({ object }) => object)).toEqual(['population-import/sweep', 'Patient/p1']);
});
