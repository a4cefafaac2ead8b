import { TrabeculaError } from '../../../src/errors.ts';
import { exportResearch } from '../../../src/flow/export-research.ts';
import type { StaffRole } from '../../../src/flow/tenant.ts';
import { researchRoutes } from '../../../src/http/population/research-routes.ts';
import { researchInMemory, researchPatient } from '../../fakes/research.ts';
import { post, startService, type TestService } from '../service.ts';

const now = new Date('2026-11-28T12:00:00Z');
const path = '/population/research-exports';

let service: TestService;
let research: ReturnType<typeof researchInMemory>;
beforeEach(async () => {
  research = researchInMemory(() => [Array.from({ length: 12 }, (_, i) => researchPatient(`p${i}`))], now);
  const handler = researchRoutes({
    exportResearch: (request, signal) => exportResearch(request, research.ports, signal),
    records: research.ports.records,
    requireRole:
      (...allowed) =>
      (request, response, next) => {
        const role = request.get('x-role') as StaffRole | undefined;
        if (role === undefined) throw new TrabeculaError('unauthenticated', 'sign in');
        if (!allowed.includes(role)) throw new TrabeculaError('forbidden', 'another role');
        const tenantId = request.get('x-tenant') ?? 'north';
        response.locals['staff'] = { tenantId, subject: 'researcher-1', roles: [role] };
        next();
      },
  });
  service = await startService({ mounts: [{ path, handler }] });
});
afterEach(() => service.close());

const get = (under: string, headers: Record<string, string> = { 'x-role': 'research' }) =>
  fetch(`${service.url}${path}${under}`, { headers });
const make = (body: unknown, headers: Record<string, string> = { 'x-role': 'research' }) =>
  post(`${service.url}${path}`, body, undefined, headers);

const textOf = async (response: Response): Promise<string> => {
  const outcome = (await response.json()) as { issue: { details: { text: string } }[] };
  return outcome.issue[0]?.details.text ?? '';
};

test.each<[string, Record<string, string>, number]>([
  ['nobody', {}, 401],
  ['a clinician', { 'x-role': 'clinician' }, 403],
  ['population', { 'x-role': 'population' }, 403],
  ['an operator', { 'x-role': 'operator' }, 403],
  ['a clinical lead', { 'x-role': 'clinical-lead' }, 403],
])('%s neither makes an export nor reads of one: %o %i', async (_who, headers, status) => {
  for (const under of ['', '/dictionary']) expect((await get(under, headers)).status).toBe(status);
  expect((await make({ project: 'spine' }, headers)).status).toBe(status);
  expect(research.audit.lines).toEqual([]);
});

test('an export is a CSV file; its report is listed for its tenant alone, its line is in the audit trail', async () => {
  const response = await make({ project: 'spine' });
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect((await response.text()).split('\n')).toHaveLength(14);
  expect(research.removed).toHaveLength(1);
  const exportId = response.headers.get('x-research-export');
  expect(await (await get('')).json()).toMatchObject({ exports: [{ exportId, rows: 12, project: 'spine' }] });
  expect(await (await get('', { 'x-role': 'research', 'x-tenant': 'south' })).json()).toEqual({
    exports: [],
  });
  expect(research.audit.lines).toMatchObject([
    { tenantId: 'north', action: 'export', actor: 'researcher-1', object: `research-export/${exportId}` },
  ]);
});

test.each([
  [{}, '"project"'],
  [{ project: '' }, '"project"'],
  [{ project: 'a/b' }, '"project"'],
  [{ project: 'spine', dates: 'exact' }, '"dates"'],
  [{ project: 'spine', k: 1 }, 'Unrecognized key'],
])('%j: 400 that names it, and nothing is made', async (body, text) => {
  const response = await make(body);
  expect(response.status).toBe(400);
  expect(await textOf(response)).toContain(text);
  expect(research.rows).toEqual([]);
});

test('a tenant without a key is told which setting it lacks', async () => {
  const response = await make({ project: 'spine' }, { 'x-role': 'research', 'x-tenant': 'south' });
  expect(response.status).toBe(409);
  expect(await textOf(response)).toContain('researchKeyFile');
});

test('the dictionary explains every column', async () => {
  const { columns } = (await (await get('/dictionary')).json()) as { columns: { name: string }[] };
  expect(columns[0]).toMatchObject({ name: 'research_id', kind: 'pseudonym' });
});
