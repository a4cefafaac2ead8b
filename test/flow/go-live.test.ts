import type { GoLiveTenant, RunningModels } from '../../src/core/go-live/effective-mode.ts';
import { reportSite } from '../../src/core/validation/site-report.ts';
import {
  currentMode,
  liftSilence,
  lockCriteria,
  promote,
  recordValidation,
  signOff,
  silence,
} from '../../src/flow/go-live.ts';
import { pairingOf, people, rules, setting } from '../core/validation/simulated-site.ts';
import { goLivePortsFrom } from '../fakes/go-live-records.ts';

const tenant: GoLiveTenant = {
  id: 'site',
  mode: 'live',
  sandbox: false,
  research: undefined,
  regulatoryStatus: 'cleared',
  pool: { name: 'Bone health', dxaPerWeek: 10 },
};
const models: RunningModels = { ...setting.models, trainingData: ['clinical'] };
const cases = [
  ...people(60, 1, true),
  ...people(20, 0, true),
  ...people(40, 1, false),
  ...people(120, 0, false),
];
const report = reportSite(pairingOf(cases), rules, setting);
const file = { report, digest: 'd'.repeat(64) };
const criteria = {
  fewestPeople: 200,
  fewestWithOsteoporosis: 50,
  sensitivityLowerLimit: 0.6,
  ppvLowerLimit: 0.4,
};
// a day before the report was made
const start = new Date(Date.parse(setting.madeAt) - 86_400_000);

async function validated() {
  const ports = goLivePortsFrom(start);
  await lockCriteria(tenant, criteria, 'quality', ports);
  const later = { ...goLivePortsFrom(new Date(Date.parse(setting.madeAt))), records: ports.records };
  await recordValidation(tenant, file, 'quality', later);
  return later;
}

test('criteria, report and two sign-offs take a tenant live, each step recorded and audited', async () => {
  const ports = await validated();
  expect((await currentMode(tenant, models, ports)).obstacles.map((o) => o.code)).toEqual([
    'sign-off-missing',
  ]);
  await signOff(tenant, file.digest, 'clinical-owner', 'dr-a', ports);
  await signOff(tenant, file.digest, 'decision-support-governance', 'dr-b', ports);
  expect((await currentMode(tenant, models, ports)).mode).toBe('live');
  expect(ports.audited.map((a) => [a.action, a.object, a.actor])).toEqual([
    ['admin', 'go-live/validation-report', 'quality'],
    ['admin', 'go-live/sign-off', 'dr-a'],
    ['admin', 'go-live/sign-off', 'dr-b'],
  ]);
  await silence(tenant, 'complaint', 'dr-a', ports);
  expect((await currentMode(tenant, models, ports)).mode).toBe('silent');
  await liftSilence(tenant, 'solved', 'dr-a', ports);
  expect((await currentMode(tenant, models, ports)).mode).toBe('silent');
});

test('the figures judged are the Wilson limits of the films together at any site', async () => {
  const figures = await recordValidation(tenant, file, 'quality', goLivePortsFrom(new Date(setting.madeAt)));
  expect(figures).toMatchObject({ people: 240, withOsteoporosis: 80 });
  // Wilson of 60 / 80 and 60 / 100
  expect(figures.sensitivityLower).toBeCloseTo(0.6452, 3);
  expect(figures.ppvLower).toBeCloseTo(0.502, 3);
});

test.each([
  ['a limit of 70 for 70 %', { sensitivityLowerLimit: 70 }],
  ['a limit of zero', { ppvLowerLimit: 0 }],
  ['no people', { fewestPeople: 0 }],
  ['not a number', { fewestWithOsteoporosis: Number.NaN }],
])('criteria with %s are refused', async (_, change) => {
  const ports = goLivePortsFrom(start);
  await expect(lockCriteria(tenant, { ...criteria, ...change }, 'q', ports)).rejects.toThrow();
  expect(ports.audited).toEqual([]);
});

test('a report of simulated patients is refused outside the sandbox', async () => {
  const simulated = { ...file, report: { ...report, patients: 'simulated' as const } };
  const ports = goLivePortsFrom(new Date(setting.madeAt));
  await expect(recordValidation(tenant, simulated, 'q', ports)).rejects.toThrow('simulated patients');
  await expect(recordValidation({ ...tenant, sandbox: true }, simulated, 'q', ports)).resolves.toBeDefined();
});

test('a report from the future, the same report twice and a sign-off of an unknown report are refused', async () => {
  const early = goLivePortsFrom(start);
  await expect(recordValidation(tenant, file, 'q', early)).rejects.toThrow('dated in the future');
  const ports = await validated();
  await expect(recordValidation(tenant, file, 'q', ports)).rejects.toThrow('recorded already');
  await expect(signOff(tenant, 'x', 'clinical-owner', 'dr-a', ports)).rejects.toThrow('no validation report');
});

test('nobody acts unnamed and nothing is silenced without a reason', async () => {
  const ports = goLivePortsFrom(start);
  await expect(silence(tenant, ' ', 'dr-a', ports)).rejects.toThrow('a reason is needed');
  await expect(silence(tenant, 'reason', ' ', ports)).rejects.toThrow('must be named');
});

test('a challenger of a live tenant is promoted on what going live needs, and on nothing less', async () => {
  const ports = await validated();
  await signOff(tenant, file.digest, 'clinical-owner', 'dr-a', ports);
  await expect(promote(tenant, models, 'compared', 'dr-a', ports)).rejects.toThrow(
    'not signed off by: decision-support-governance',
  );
  await signOff(tenant, file.digest, 'decision-support-governance', 'dr-b', ports);
  const other = { ...models, precision: 'int8' as const };
  await expect(promote(tenant, other, 'compared', 'dr-a', ports)).rejects.toThrow('no validation report');
  await expect(promote(tenant, models, ' ', 'dr-a', ports)).rejects.toThrow('a reason is needed');
  await promote(tenant, models, 'compared', 'dr-a', ports);
  expect((await ports.records.of(tenant.id)).at(-1)).toMatchObject({
    kind: 'promoted',
    models: setting.models,
    by: 'dr-a',
  });
  expect(ports.audited.at(-1)).toMatchObject({ object: 'go-live/promoted', actor: 'dr-a' });
});
