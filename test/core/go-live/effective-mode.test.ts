import fc from 'fast-check';
import {
  effectiveMode,
  type GoLiveTenant,
  type RunningModels,
} from '../../../src/core/go-live/effective-mode.ts';
import type { ModeObstacle } from '../../../src/core/go-live/mode-decision.ts';
import type { GoLiveRecord } from '../../../src/core/go-live/records.ts';

const day = (iso: string) => new Date(`${iso}T12:00:00Z`);
const asOf = day('2026-06-15');
const tenantId = 'site';

const models: RunningModels = {
  versions: { ap: 'ap-1', lateral: 'lateral-1' },
  precision: 'fp32',
  trainingData: ['clinical', 'clinical', 'clinical'],
};

const live: GoLiveTenant = {
  id: tenantId,
  mode: 'live',
  sandbox: false,
  research: undefined,
  regulatoryStatus: 'CE 0123, class IIa',
  pool: { name: 'Bone health', dxaPerWeek: 20 },
};

const research: GoLiveTenant = {
  ...live,
  mode: 'research',
  research: { ethicsReference: 'REC 26/01', expiresOn: '2026-12-31', users: ['Practitioner/1'] },
};

const locked: GoLiveRecord = {
  kind: 'criteria-locked',
  tenantId,
  at: day('2026-01-10'),
  by: 'quality',
  criteria: {
    fewestPeople: 300,
    fewestWithOsteoporosis: 60,
    sensitivityLowerLimit: 0.7,
    ppvLowerLimit: 0.25,
  },
};

const report = {
  kind: 'validation-report',
  tenantId,
  at: day('2026-02-02'),
  by: 'quality',
  reportDigest: 'digest',
  models: { versions: models.versions, precision: models.precision },
  figures: { people: 500, withOsteoporosis: 100, sensitivityLower: 0.75, ppvLower: 0.3 },
  words: { validity: 'v', fairness: 'f' },
  resultsAt: day('2026-02-01'),
} as const satisfies GoLiveRecord;

const signed = (role: 'clinical-owner' | 'decision-support-governance', by: string, on: string) =>
  ({ kind: 'sign-off', tenantId, at: day(on), by, role, reportDigest: 'digest' }) as const;

const owner = signed('clinical-owner', 'dr-a', '2026-02-10');
const governance = signed('decision-support-governance', 'dr-b', '2026-02-11');
const complete: readonly GoLiveRecord[] = [locked, report, owner, governance];

function obstaclesOf(
  tenant: GoLiveTenant,
  records: readonly GoLiveRecord[],
  running = models,
  at = asOf,
): ModeObstacle[] {
  const decision = effectiveMode(tenant, running, records, at);
  if (decision.obstacles.length > 0) expect(decision.mode).toBe('silent');
  return decision.obstacles.map((o) => o.code);
}

test('a tenant with everything in place is live', () => {
  expect(effectiveMode(live, models, complete, asOf)).toEqual({
    mode: 'live',
    users: undefined,
    obstacles: [],
  });
});

test('research mode shows to the listed users alone', () => {
  expect(effectiveMode(research, models, [], asOf)).toEqual({
    mode: 'research',
    users: ['Practitioner/1'],
    obstacles: [],
  });
});

test('a new tenant is silent whatever is recorded', () => {
  expect(obstaclesOf({ ...live, mode: 'silent' }, complete)).toEqual(['silent-by-setting']);
});

test.each<[string, Partial<GoLiveTenant>, ModeObstacle]>([
  ['no named pool', { pool: undefined }, 'no-pool'],
  ['a pool without DXA capacity', { pool: { name: 'Bone health', dxaPerWeek: 0 } }, 'no-pool'],
  ['no regulatory status', { regulatoryStatus: undefined }, 'no-regulatory-status'],
  ['a blank regulatory status', { regulatoryStatus: '  ' }, 'no-regulatory-status'],
])('live with %s stays silent', (_, change, code) => {
  expect(obstaclesOf({ ...live, ...change }, complete)).toEqual([code]);
});

test.each<[string, readonly GoLiveRecord[], ModeObstacle]>([
  ['no report', [locked, owner, governance], 'no-validation-of-this-model'],
  [
    'a report of another AP model',
    [locked, { ...report, models: { ...report.models, versions: { ap: 'ap-2', lateral: 'lateral-1' } } }],
    'no-validation-of-this-model',
  ],
  [
    'a report of another precision',
    [locked, { ...report, models: { ...report.models, precision: 'int8' } }],
    'no-validation-of-this-model',
  ],
  ["another site's report", [locked, { ...report, tenantId: 'elsewhere' }], 'no-validation-of-this-model'],
  ['no criteria', [report, owner, governance], 'criteria-not-locked-before-results'],
  [
    'criteria locked after the results were seen',
    [report, { ...locked, at: day('2026-02-03') }, owner, governance],
    'criteria-not-locked-before-results',
  ],
  [
    'criteria locked at the moment of the results',
    [report, { ...locked, at: report.resultsAt }, owner, governance],
    'criteria-not-locked-before-results',
  ],
  ['one sign-off', [locked, report, owner], 'sign-off-missing'],
  [
    'a sign-off of another report',
    [locked, report, owner, { ...governance, reportDigest: 'x' }],
    'sign-off-missing',
  ],
  [
    'a sign-off before the report',
    [locked, report, owner, { ...governance, at: day('2026-01-15') }],
    'sign-off-missing',
  ],
  [
    'one person in both roles',
    [locked, report, owner, signed('decision-support-governance', 'dr-a', '2026-02-11')],
    'one-person-signed-twice',
  ],
])('live with %s stays silent', (_, records, code) => {
  expect(obstaclesOf(live, records)).toEqual([code]);
});

test.each([
  ['people', { people: 299 }],
  ['people with osteoporosis', { withOsteoporosis: 59 }],
  ['lower limit of sensitivity', { sensitivityLower: 0.699 }],
  ['lower limit of PPV', { ppvLower: undefined }],
])('a validation that misses its floor of %s stays silent and says which', (name, figures) => {
  const missed = { ...report, figures: { ...report.figures, ...figures } };
  const decision = effectiveMode(live, models, [locked, missed, owner, governance], asOf);
  expect(decision.mode).toBe('silent');
  expect(decision.obstacles[0]!.text).toContain(`${name} `);
});

test('softer criteria locked after the results do not rescue a report', () => {
  const missed = { ...report, figures: { ...report.figures, people: 299 } };
  const softer = { ...locked, at: day('2026-02-05'), criteria: { ...locked.criteria, fewestPeople: 10 } };
  expect(obstaclesOf(live, [locked, missed, softer, owner, governance])).toEqual(['criteria-not-met']);
});

test('a new model version starts silent beside the live one', () => {
  const challenger = { ...models, versions: { ...models.versions, ap: 'ap-2' } };
  expect(effectiveMode(live, models, complete, asOf).mode).toBe('live');
  expect(obstaclesOf(live, complete, challenger)).toEqual(['no-validation-of-this-model']);
});

test.each<[string, Partial<NonNullable<GoLiveTenant['research']>> | undefined, ModeObstacle]>([
  ['no permission', undefined, 'no-research-permission'],
  ['a blank ethics reference', { ethicsReference: ' ' }, 'no-research-permission'],
  ['a permission that ended yesterday', { expiresOn: '2026-06-14' }, 'research-permission-expired'],
  ['an unreadable end', { expiresOn: 'next year' }, 'research-permission-expired'],
  ['no users', { users: [] }, 'no-research-users'],
])('research with %s stays silent', (_, change, code) => {
  const permission = change === undefined ? undefined : { ...research.research!, ...change };
  expect(obstaclesOf({ ...research, research: permission }, [])).toEqual([code]);
});

test('a permission holds through its last day', () => {
  const ends = { ...research, research: { ...research.research!, expiresOn: '2026-06-15' } };
  expect(effectiveMode(ends, models, [], asOf).mode).toBe('research');
});

test('a breach silences a site until a person lifts it, and live needs new sign-offs', () => {
  const silenced: GoLiveRecord = {
    kind: 'silenced',
    tenantId,
    at: day('2026-03-01'),
    by: 'monitoring',
    reason: 'PPV',
  };
  const lifted: GoLiveRecord = {
    kind: 'silence-lifted',
    tenantId,
    at: day('2026-03-10'),
    by: 'dr-a',
    reason: 'fixed',
  };
  expect(obstaclesOf(research, [silenced])).toEqual(['silenced']);
  expect(effectiveMode(research, models, [silenced, lifted], asOf).mode).toBe('research');
  expect(obstaclesOf(live, [...complete, silenced])).toEqual(['silenced', 'sign-off-missing']);
  expect(obstaclesOf(live, [...complete, silenced, lifted])).toEqual(['sign-off-missing']);
  const again = [
    signed('clinical-owner', 'dr-a', '2026-03-11'),
    signed('decision-support-governance', 'dr-b', '2026-03-12'),
  ];
  expect(effectiveMode(live, models, [...complete, silenced, lifted, ...again], asOf).mode).toBe('live');
});

test('the sandbox is in research mode for everyone and never live', () => {
  const simulated: RunningModels = { ...models, trainingData: ['simulated'] };
  expect(effectiveMode({ ...live, sandbox: true }, simulated, complete, asOf)).toEqual({
    mode: 'research',
    users: 'everyone',
    obstacles: [],
  });
});

test('no running model is silence', () => {
  expect(obstaclesOf(live, complete, { ...models, versions: {} })).toContain('no-model');
});

test('no setting and no record lets a simulated-trained model speak on real patients', () => {
  const tenants = fc.record({
    id: fc.constant(tenantId),
    mode: fc.constantFrom('silent' as const, 'research' as const, 'live' as const),
    sandbox: fc.constant(false),
    research: fc.option(
      fc.record({
        ethicsReference: fc.string(),
        expiresOn: fc.constantFrom('2020-01-01', '2099-12-31'),
        users: fc.array(fc.constant('Practitioner/1')),
      }),
      { nil: undefined },
    ),
    regulatoryStatus: fc.option(fc.string(), { nil: undefined }),
    pool: fc.option(fc.record({ name: fc.string(), dxaPerWeek: fc.nat(100) }), { nil: undefined }),
  });
  const training = fc
    .array(fc.constantFrom('simulated' as const, 'clinical' as const), { maxLength: 4 })
    .filter((kinds) => kinds.length === 0 || kinds.includes('simulated'));
  const recordSets = fc.subarray([...complete]);
  fc.assert(
    fc.property(
      tenants,
      training,
      recordSets,
      fc.date({ noInvalidDate: true }),
      (tenant, trainingData, records, at) => {
        expect(effectiveMode(tenant, { ...models, trainingData }, records, at).mode).toBe('silent');
      },
    ),
    { numRuns: 500 },
  );
});
