import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { openConfiguredStore } from '../../src/commands/go-live-session.ts';
import { loadConfig } from '../../src/config.ts';
import { registerGoLiveWith } from '../../src/commands/go-live.ts';
import type { PairedReading } from '../../src/core/monitoring/model-comparison.ts';
import { reportSite } from '../../src/core/validation/site-report.ts';
import { addInt8Twin, goodAgreement } from '../fakes/int8-package.ts';
import { goLivePortsFrom } from '../fakes/go-live-records.ts';
import { pairingOf, people, rules, setting } from '../core/validation/simulated-site.ts';

let folder: string;
let pairs: readonly PairedReading[] = [];
let store: ReturnType<typeof goLivePortsFrom>;
beforeEach(async () => {
  store = goLivePortsFrom(new Date('2026-04-01T00:00:00Z'));
  folder = await mkdtemp(join(tmpdir(), 'go-live-'));
  const tenant = {
    id: 'site',
    fhirBaseUrl: 'https://ehr.example/fhir',
    cdsClients: [{ issuer: 'https://ehr.example', jwksUrl: 'https://ehr.example/jwks' }],
    mode: 'live',
    regulatoryStatus: 'cleared',
    pool: { name: 'Bone health', dxaPerWeek: 10 },
  };
  const settings = {
    tenants: [tenant],
    dataFolder: join(folder, 'data'),
    modelsFolder: 'test/fixtures/models',
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(settings));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function goLive(...args: string[]): Promise<string> {
  let text = '';
  const program = new Command().exitOverride();
  const opened = { ...store, challengers: { pairs: async () => pairs }, close: async () => undefined };
  registerGoLiveWith(async () => opened, program, {
    environment: { TRABECULA_CONFIG: join(folder, 'config.json') },
    stdout: { write: (part: string) => (text += part) },
    stderr: { write: () => undefined },
    clock: () => new Date('2026-04-01T00:00:00Z'),
  });
  await program.parseAsync(['go-live', ...args, '--tenant', 'site'], { from: 'user' });
  return text;
}

test('while the service runs on the embedded store the command says in one line what to do instead', async () => {
  const config = loadConfig({ TRABECULA_CONFIG: join(folder, 'config.json') });
  const running = await openDatabase(config.store);
  try {
    const refusal = await openConfiguredStore(config).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'store-in-use' });
    expect((refusal as Error).message).toMatch(
      /^The running service holds [^\n]* \/admin\/api\/go-live[^\n]*stop it/,
    );
  } finally {
    await running.close();
  }
});

test('status of a tenant that asks for live with simulated-trained models says why it is silent', async () => {
  const text = await goLive('status');
  expect(text).toContain('site: silent (configured: live)');
  expect(text).toContain('[simulated-training]');
  expect(text).toContain('[no-validation-of-this-model]');
});

test('steps are kept and shown with who and when', async () => {
  const criteria = ['--people', '200', '--osteoporosis', '50', '--sensitivity', '0.6', '--ppv', '0.4'];
  await goLive('lock-criteria', ...criteria, '--by', 'quality');
  const cases = [...people(60, 1, true), ...people(20, 0, false)];
  const report = join(folder, 'report.json');
  await writeFile(report, JSON.stringify(reportSite(pairingOf(cases), rules, setting)));
  const recorded = await goLive('record-validation', '--report', report, '--by', 'quality');
  const digest = /[0-9a-f]{64}/.exec(recorded)![0];
  await goLive('sign-off', '--report', digest, '--role', 'clinical-owner', '--by', 'dr-a');
  const text = await goLive('status');
  expect(text).toContain('2026-04-01T00:00:00.000Z criteria locked: at least 200 people');
  expect(text).toContain(`signed off as clinical-owner: report ${digest}, by dr-a`);
});

test.each([
  [
    'a report that is none',
    ['record-validation', '--report', 'package.json', '--by', 'q'],
    /no validation report/,
  ],
  [
    'a role that is none',
    ['sign-off', '--report', 'x', '--role', 'boss', '--by', 'q'],
    /--role is clinical-owner or/,
  ],
])('%s is refused', async (_, args, message) => {
  await expect(goLive(...args)).rejects.toThrow(message);
});

describe('with a challenger', () => {
  beforeEach(async () => {
    const models = join(folder, 'challenger');
    await cp('test/fixtures/models', models, { recursive: true });
    await addInt8Twin(models, 'lumbar-ap-resnet18', goodAgreement);
    const path = join(folder, 'config.json');
    const settings = JSON.parse(await readFile(path, 'utf8'));
    settings.tenants[0].challenger = { modelsFolder: 'challenger', precision: 'int8' };
    await writeFile(path, JSON.stringify(settings));
  });

  test('compare tells what both said of the same people, under the notice of what they were trained on', async () => {
    const [flagged, notFlagged] = [
      { outcome: 'flagged', margin: 1 },
      { outcome: 'not-flagged', margin: -1 },
    ] as const;
    pairs = [
      { champion: notFlagged, challenger: flagged, osteoporosis: true },
      { champion: flagged, challenger: flagged, osteoporosis: undefined },
    ];
    const text = await goLive('compare');
    expect(text).toContain('research model, trained on simulated radiographs, not for clinical use');
    expect(text).toContain('2 people read by both, 1 with a DXA around the film; decisions changed: 1');
    expect(text).toContain('not-flagged > flagged');
    expect(text).toContain('flagged by the challenger alone: 1, 1 with a DXA, 1 with osteoporosis');
    expect(JSON.parse(await goLive('compare', '--json'))).toMatchObject({ people: 2, changed: 1 });
  });

  test('promote of a live tenant without validation and sign-offs is refused with what is missing', async () => {
    await expect(goLive('promote', '--reason', 'better', '--by', 'dr-a')).rejects.toThrow(
      /not promoted: no validation report of this model version/,
    );
    expect(await store.records.of('site')).toEqual([]);
  });
});

test('compare without a challenger in the configuration says so', async () => {
  await expect(goLive('compare')).rejects.toThrow('no challenger in the configuration');
});
