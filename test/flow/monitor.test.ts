import { Registry } from 'prom-client';
import { prometheusWatch } from '../../src/adapters/prometheus-watch.ts';
import { DEFAULT_THRESHOLDS } from '../../src/core/decision/policy.ts';
import { effectiveMode, type GoLiveTenant } from '../../src/core/go-live/effective-mode.ts';
import type { FollowedFlag, ReadInputs } from '../../src/core/monitoring/watched.ts';
import type { WatchLog } from '../../src/flow/ports/watch-log.ts';
import { liftSilence, lockCriteria } from '../../src/flow/go-live.ts';
import { limitsInForce, monitorTenant } from '../../src/flow/monitor.ts';
import { goLivePortsFrom } from '../fakes/go-live-records.ts';

const tenant: GoLiveTenant = {
  id: 'site',
  mode: 'research',
  sandbox: false,
  research: { ethicsReference: 'REC 1', expiresOn: '2027-01-01', users: ['Practitioner/1'] },
  regulatoryStatus: undefined,
  pool: { name: 'Bone health', dxaPerWeek: 5 },
};

const noInputs: ReadInputs = {
  filmScores: [],
  novelty: [],
  readable: 0,
  refused: 0,
  manufacturers: [],
  tubeVoltagesKv: [],
  views: [],
  agesYears: [],
  sexes: [],
};

function portsWith(
  followed: readonly FollowedFlag[],
  burden = { openings: 0, cards: 0, overridden: 0, answered: 0 },
) {
  const registry = new Registry();
  const asked: Date[] = [];
  const looks: Parameters<WatchLog['keep']>[] = [];
  const ports = {
    ...goLivePortsFrom(new Date('2026-06-01T00:00:00Z')),
    gauges: prometheusWatch(registry),
    ledger: {
      burden: async (_: string, since: Date) => {
        asked.push(since);
        return burden;
      },
    },
    source: {
      inputs: async () => noInputs,
      followed: async () => followed,
      dueFlags: async () => ({ due: 0, late: 0 }),
    },
    log: { keep: async (...look: Parameters<WatchLog['keep']>) => void looks.push(look) },
  };
  return { ports, registry, asked, looks };
}

const wrongFlags = Array.from({ length: 40 }, () => ({
  osteoporosis: false,
  probability: undefined,
  daysToDxa: 10,
}));
const models = {
  versions: { ap: 'a' },
  precision: 'fp32' as const,
  trainingData: ['clinical' as const],
};

test('PPV below the floor that the site locked puts it back to silent, once, audited as monitoring', async () => {
  const { ports, registry } = portsWith(wrongFlags);
  const criteria = {
    fewestPeople: 1,
    fewestWithOsteoporosis: 1,
    sensitivityLowerLimit: 0.5,
    ppvLowerLimit: 0.3,
  };
  await lockCriteria(tenant, criteria, 'q', ports);
  await monitorTenant(tenant, ports, DEFAULT_THRESHOLDS);
  await monitorTenant(tenant, ports, DEFAULT_THRESHOLDS);
  const records = await ports.records.of('site');
  expect(records.filter((r) => r.kind === 'silenced')).toMatchObject([{ by: 'monitoring' }]);
  expect(effectiveMode(tenant, models, records, ports.clock()).mode).toBe('silent');
  expect(ports.audited.at(-1)).toMatchObject({ actor: 'monitoring', object: 'go-live/silenced' });
  const metrics = await registry.metrics();
  expect(metrics).toContain('trabecula_watch_alarm{tenant="site",alarm="ppv-below-floor"} 1');
  expect(metrics).toContain('trabecula_watch_figure{tenant="site",figure="ppv"} 0');
});

test('without locked criteria PPV is shown and silences nothing', async () => {
  const { ports } = portsWith(wrongFlags);
  expect((await monitorTenant(tenant, ports, DEFAULT_THRESHOLDS)).gauges['ppv']).toBe(0);
  expect(await ports.records.of('site')).toEqual([]);
});

test('after a person lifted a silence only newer cards are counted', async () => {
  const { ports, asked } = portsWith([], { openings: 0, cards: 0, overridden: 300, answered: 300 });
  await monitorTenant(tenant, ports, DEFAULT_THRESHOLDS);
  await liftSilence(tenant, 'texts were mended', 'dr-a', ports);
  const lifted = (await ports.records.of('site')).at(-1)!;
  await monitorTenant(tenant, ports, DEFAULT_THRESHOLDS);
  expect(asked.at(-1)).toEqual(lifted.at);
});

test('every look is kept with its figures and the alarms that stand', async () => {
  const { ports, looks } = portsWith([], { openings: 1000, cards: 30, overridden: 0, answered: 0 });
  await monitorTenant(tenant, ports, DEFAULT_THRESHOLDS);
  const [tenantId, look, alarms] = looks[0]!;
  expect(tenantId).toBe('site');
  expect(look.figures['cards_per_100_openings']).toBe(3);
  expect(alarms.map(({ alarm }) => alarm)).toEqual(['alert-ceiling']);
});

test('the limits of a site are its own: cards and overrides of its policy, PPV of the criteria that it locked', async () => {
  const { ports, looks } = portsWith(wrongFlags, { openings: 1000, cards: 30, overridden: 50, answered: 60 });
  const thresholds = {
    ...DEFAULT_THRESHOLDS,
    cardsPerHundredOpenings: 4,
    overrideLimitPercent: 80,
    overrideLimitCards: 60,
  };
  await monitorTenant(tenant, ports, thresholds);
  expect(looks[0]![2].map(({ alarm }) => alarm)).toEqual(['overrides']);
  await lockCriteria(
    tenant,
    { fewestPeople: 1, fewestWithOsteoporosis: 1, sensitivityLowerLimit: 0.5, ppvLowerLimit: 0.25 },
    'q',
    ports,
  );
  expect(limitsInForce(await ports.records.of('site'), thresholds)).toMatchObject({
    cardsPer100Openings: 4,
    overriddenShare: 0.8,
    fewestAnswered: 60,
    ppvFloor: 0.25,
  });
});
