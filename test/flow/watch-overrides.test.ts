import { DEFAULT_THRESHOLDS } from '../../src/core/decision/policy.ts';
import { currentMode, liftSilence } from '../../src/flow/go-live.ts';
import { watchOverrides } from '../../src/flow/watch-overrides.ts';
import { goLivePortsFrom } from '../fakes/go-live-records.ts';

const tenant = {
  id: 'north',
  mode: 'research',
  sandbox: true,
  research: undefined,
  regulatoryStatus: undefined,
  pool: undefined,
} as const;
const models = { versions: { ap: 'a' }, precision: 'fp32', trainingData: ['simulated'] } as const;

function watched(counts: { answered: number; overridden: number }) {
  const asked: Date[] = [];
  const burden = async (_: string, since: Date) => {
    asked.push(since);
    return { openings: 10_000, cards: counts.answered, ...counts };
  };
  const ports = { ...goLivePortsFrom(new Date('2026-05-20T12:00:00Z')), ledger: { burden } };
  return { ports, asked, watch: () => watchOverrides(tenant, DEFAULT_THRESHOLDS, ports) };
}

test('more than 90 % of 200 answered cards overridden puts the tenant back to silent, once, on the record', async () => {
  const { ports, watch } = watched({ answered: 200, overridden: 181 });
  expect((await currentMode(tenant, models, ports)).mode).toBe('research');
  expect(await watch()).toBe(true);
  expect((await currentMode(tenant, models, ports)).obstacles).toEqual([
    { code: 'silenced', text: 'put back to silent: 91 % of 200 answered cards were overridden' },
  ]);
  expect(await watch()).toBe(false);
  expect(ports.audited.map(({ object }) => object)).toEqual(['go-live/silenced']);
});

test('90 % exactly does not', async () => {
  expect(await watched({ answered: 200, overridden: 180 }).watch()).toBe(false);
});

test('cards of the last 90 days count, and after a silence was lifted only later ones', async () => {
  const { ports, asked, watch } = watched({ answered: 200, overridden: 181 });
  await watch();
  // One minute after the start of the clock, 90 days earlier.
  expect(asked.at(-1)?.toISOString()).toBe('2026-02-19T12:01:00.000Z');
  await liftSilence(tenant, 'texts were changed', 'clinical lead', ports);
  const lifted = (await ports.records.of('north')).at(-1);
  await watch();
  expect(asked.at(-1)).toEqual(lifted?.at);
});
