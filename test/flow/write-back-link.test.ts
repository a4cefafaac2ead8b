import type { Provenance, Resource, RiskAssessment, Task } from '@medplum/fhirtypes';
import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import type { WriteBackPorts } from '../../src/flow/write-back/write-ports.ts';
import { workOffOutbox } from '../../src/flow/write-back/work-off-outbox.ts';
import { seededRandom } from '../../proofs/simulated-sites/random.ts';
import { FaultyEhr } from '../fakes/faulty-ehr.ts';
import { FaultyLink, type LinkFault } from '../fakes/faulty-link.ts';
import { WriteBackBench } from './write-back-bench.ts';

/** Writing to a sound EHR over a network that fails: what the EHR carried out and what the service knows of it differ. */
const TIMEOUT_MS = 500;
let database: Database;
let ehr: FaultyEhr;
let link: FaultyLink;
let bench: WriteBackBench;
beforeAll(async () => void (database = await openDatabase({ kind: 'memory' })));
afterAll(() => database.close());
beforeEach(async () => {
  ehr = await FaultyEhr.start();
  link = await FaultyLink.to(Number(new URL(ehr.baseUrl).port));
  bench = new WriteBackBench(database, `${link.url}/fhir`, undefined, undefined, TIMEOUT_MS);
  await database.script(
    'DELETE FROM trabecula.outbox; DELETE FROM trabecula.assessment; DELETE FROM trabecula.referral;' +
      'DELETE FROM trabecula.written_resource; DELETE FROM trabecula.audit_entry',
  );
});
afterEach(async () => {
  link.fault = { kind: 'none' };
  await link.stop();
  await ehr.stop();
});

const isWrite = ({ method }: { readonly method: string }) => method === 'POST' || method === 'PUT';
const carriedOut = () => ehr.seen.filter(isWrite).length;

function mend(): void {
  link.fault = { kind: 'none' };
  link.reset();
}

/** The link fails when the service begins to send a write. */
function failOnTheWayThere(faultOf: () => LinkFault): void {
  const { record } = bench.ports;
  bench = Object.assign(bench, {
    ports: {
      ...bench.ports,
      record: (tenantId: string) => {
        const health = record(tenantId)!;
        return {
          ...health,
          writer: {
            ...health.writer,
            transaction: (bundle) => {
              link.fault = faultOf();
              return health.writer.transaction(bundle);
            },
          },
        };
      },
    } satisfies WriteBackPorts,
  });
}

/** The link fails when the EHR has received a write: it carries it out, and the answer does not arrive. */
function failOnTheWayBack(faultOf: () => LinkFault): void {
  ehr.faultOf = (request) => {
    if (isWrite(request)) link.fault = faultOf();
    return undefined;
  };
}

const keysOf = (resources: readonly (Resource & { identifier?: { value?: string }[] })[]) =>
  resources.map(({ identifier }) => identifier?.[0]?.value).toSorted();

/** Every key once as RiskAssessment, Task and Provenance, and nothing else. */
async function expectOnceEach(keys: readonly string[]): Promise<void> {
  expect(keysOf(await ehr.all<RiskAssessment>('RiskAssessment'))).toEqual(keys.toSorted());
  expect(keysOf(await ehr.all<Task>('Task'))).toEqual(keys.toSorted());
  const provenances = await ehr.all<Provenance>('Provenance');
  expect(provenances.map(({ meta }) => meta?.tag?.[0]?.code).toSorted()).toEqual(keys.toSorted());
}

const FAULTS: readonly LinkFault[] = [
  { kind: 'cut', afterBytes: 0 },
  { kind: 'cut', afterBytes: 12 },
  { kind: 'cut', afterBytes: 180 },
  { kind: 'cut', afterBytes: 1_000 },
  { kind: 'drop' },
  { kind: 'half-close' },
  { kind: 'delay', delayMs: 2 * TIMEOUT_MS },
];
const nameOf = (fault: LinkFault) =>
  fault.kind === 'cut'
    ? `an answer cut after ${fault.afterBytes} bytes`
    : fault.kind === 'delay'
      ? 'an answer that is later than the service waits'
      : `an answer lost by "${fault.kind}"`;

describe('what the EHR carried out stands once after', () => {
  it.each(FAULTS.map((fault) => [nameOf(fault), fault] as const))('%s', async (_name, fault) => {
    failOnTheWayBack(() => fault);
    await bench.assess();
    await workOffOutbox(bench.ports, 8);
    expect(carriedOut()).toBe(1);
    expect(await bench.ports.outbox.counts()).toEqual({ waiting: 1, dead: 0 });
    ehr.faultOf = () => undefined;
    mend();
    await bench.workOff();
    expect(carriedOut()).toBe(2);
    await expectOnceEach(['key-1']);
  });
});

it.each(['drop', 'refuse', 'delay'] as const)(
  'what never reached the EHR ("%s") is written when the link is back',
  async (kind) => {
    let isFirst = true;
    failOnTheWayThere(() => {
      if (!isFirst) return { kind: 'none' };
      isFirst = false;
      if (kind === 'refuse') link.reset();
      return kind === 'delay' ? { kind, delayMs: 2 * TIMEOUT_MS } : { kind };
    });
    await bench.assess();
    await workOffOutbox(bench.ports, 8);
    expect(carriedOut()).toBe(0);
    mend();
    await bench.workOff();
    await expectOnceEach(['key-1']);
  },
);

it('a withdrawal whose answer was cut is made once, with one Provenance', async () => {
  const assessment = await bench.assess();
  await bench.workOff();
  await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
  failOnTheWayBack(() => ({ kind: 'cut', afterBytes: 180 }));
  await workOffOutbox(bench.ports, 8);
  ehr.faultOf = () => undefined;
  mend();
  await bench.workOff();
  const statusOf = (resources: readonly { status?: string }[]) => resources.map(({ status }) => status);
  expect(statusOf(await ehr.all<RiskAssessment>('RiskAssessment'))).toEqual(['entered-in-error']);
  expect(statusOf(await ehr.all<Task>('Task'))).toEqual(['entered-in-error']);
  expect(await ehr.all('Provenance')).toHaveLength(2);
});

it('forty assessments over a link that fails by chance, there or back, stand once each', async () => {
  const random = seededRandom(7);
  const drawn = (): LinkFault => {
    const kind = (['cut', 'cut', 'drop', 'delay', 'half-close'] as const)[Math.floor(random.uniform() * 5)]!;
    if (kind === 'cut') return { kind, afterBytes: Math.floor(random.uniform() * 4_000) };
    return kind === 'delay' ? { kind, delayMs: 2 * TIMEOUT_MS } : { kind };
  };
  let back: LinkFault = { kind: 'none' };
  failOnTheWayThere(() => {
    const chance = random.uniform();
    back = chance < 0.3 ? drawn() : { kind: 'none' };
    return chance > 0.9 ? drawn() : { kind: 'none' };
  });
  failOnTheWayBack(() => back);
  const keys = Array.from({ length: 40 }, (_, number) => `key-${number}`);
  for (const [number, assessmentKey] of keys.entries())
    await bench.assess({ assessmentKey, patientId: `p${number}`, studyInstanceUid: `2.25.${number + 1}` });
  for (let round = 0; (await bench.ports.outbox.counts()).waiting > 0; round += 1) {
    expect(round).toBeLessThan(400);
    mend();
    await workOffOutbox(bench.ports, 1);
    bench.later(120);
  }
  expect(await bench.ports.outbox.list('dead', 10)).toEqual([]);
  // Fewer than that would not have tested the link.
  expect(carriedOut()).toBeGreaterThan(44);
  await expectOnceEach(keys);
}, 120_000);
