import type { Condition, Observation, Patient, Provenance, Task } from '@medplum/fhirtypes';
import { openCardLedger } from '../../src/adapters/store/card-ledger.ts';
import { statement, type Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { DEFAULT_POLICY } from '../../src/core/decision/policy.ts';
import { followUp, type FollowUpPorts } from '../../src/flow/follow-up.ts';
import { FaultyEhr } from '../fakes/faulty-ehr.ts';
import { WriteBackBench } from './write-back-bench.ts';

let database: Database;
let ehr: FaultyEhr;
let bench: WriteBackBench;
let patientId: string;
beforeAll(async () => void (database = await openDatabase({ kind: 'memory' })));
afterAll(() => database.close());
beforeEach(async () => {
  await database.script(
    'DELETE FROM trabecula.outbox; DELETE FROM trabecula.assessment; DELETE FROM trabecula.referral;' +
      'DELETE FROM trabecula.written_resource; DELETE FROM trabecula.dxa_agreement',
  );
  ehr = await FaultyEhr.start();
  bench = new WriteBackBench(database, ehr.baseUrl);
  const patient = await ehr.repository.createResource<Patient>({
    resourceType: 'Patient',
    gender: 'female',
    birthDate: '1955-01-01',
    generalPractitioner: [{ reference: 'Practitioner/gp' }],
  });
  patientId = patient.id;
  await bench.assess({ patientId });
  await bench.workOff();
});
afterEach(() => ehr.stop());

const round = async () => {
  const ports: FollowUpPorts = {
    referrals: bench.ports.referrals,
    ledger: openCardLedger(database),
    outbox: bench.ports.outbox,
    fhir: bench.ports.record('clinic')!.reader,
    policy: DEFAULT_POLICY,
    localCodes: [],
  };
  const tenant = { id: 'clinic', fhirBaseUrl: ehr.baseUrl, pool: bench.tenant.pool };
  const report = await followUp(tenant, ports, bench.now, new AbortController().signal);
  await bench.workOff();
  return report;
};
const task = async () => {
  const [one] = await ehr.all<Task>('Task');
  return {
    status: one?.status,
    state: one?.businessStatus?.coding?.[0]?.code,
    owner: one?.owner?.reference ?? one?.owner?.display,
  };
};
const measure = (value: number) =>
  ehr.repository.createResource<Observation>({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '38267-1' }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: bench.now.toISOString().slice(0, 10),
    valueQuantity: { value, unit: '{T-score}' },
  });

it('leaves a fresh flag where it is', async () => {
  expect(await round()).toEqual({ admitted: 0, moved: 0, failed: 0 });
  expect(await task()).toEqual({ status: 'requested', state: 'state-flagged', owner: 'Practitioner/gp' });
});

it('hands a flag that nobody has seen in 30 days to the pool', async () => {
  bench.later(31 * 86_400);
  expect((await round()).moved).toBe(1);
  expect(await task()).toEqual({ status: 'requested', state: 'state-flagged', owner: 'Bone-health pool' });
});

it('asks for a plan after T -2.9, and keeps what was measured for the share of right flags', async () => {
  bench.later(10 * 86_400);
  await measure(-2.9);
  await round();
  expect(await task()).toMatchObject({ status: 'in-progress', state: 'state-needs-plan' });
  await round();
  const rows = await database.query(
    statement('test.agreement', 'SELECT lowest_t_score, treated_between FROM trabecula.dxa_agreement'),
  );
  expect(rows).toEqual([{ lowest_t_score: -2.9, treated_between: false }]);
});

it('completes the Task after T -1.0', async () => {
  bench.later(10 * 86_400);
  await measure(-1);
  await round();
  expect(await task()).toMatchObject({ status: 'completed', state: 'state-not-osteoporosis' });
  expect(await bench.ports.referrals.openOnes('clinic')).toEqual([]);
});

const ends: readonly [string, () => Promise<unknown>, string][] = [
  [
    'has died',
    async () => {
      const patient = await ehr.repository.readResource<Patient>('Patient', patientId);
      await ehr.repository.updateResource<Patient>({ ...patient, deceasedDateTime: '2026-03-05' });
    },
    'state-deceased',
  ],
  [
    'is in a hospice',
    () =>
      ehr.repository.createResource<Condition>({
        resourceType: 'Condition',
        subject: { reference: `Patient/${patientId}` },
        code: { coding: [{ system: 'http://snomed.info/sct', code: '385763009' }] },
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
        },
        recordedDate: '2026-03-05',
      }),
    'state-care-limited',
  ],
];
it.each(ends)(
  'ends with its reason when the patient %s: Task cancelled, a Provenance, no further round',
  async (_name, happen, state) => {
    const [requested] = await ehr.all<Task>('Task');
    await ehr.repository.updateResource<Task>({ ...requested!, status: 'in-progress' });
    bench.later(40 * 86_400);
    await happen();
    await round();
    const [ended] = await ehr.all<Task>('Task');
    expect(ended?.status).toBe('cancelled');
    expect([ended?.statusReason, ended?.businessStatus].map((one) => one?.coding?.[0]?.code)).toEqual([
      state,
      state,
    ]);
    const said = (await ehr.all<Provenance>('Provenance')).filter(
      ({ activity }) => activity?.coding?.[0]?.code === 'follow-up-ended',
    );
    expect(said.map(({ target, reason }) => [target[0]?.reference, reason?.[0]?.coding?.[0]?.code])).toEqual([
      [`Task/${ended?.id}`, state],
    ]);
    expect(await bench.ports.referrals.openOnes('clinic')).toEqual([]);
    // Another reading of the film opens nothing for them.
    await bench.assess({ patientId, assessmentKey: 'key-2' });
    await bench.workOff();
    expect((await ehr.all<Task>('Task')).map(({ status }) => status)).toEqual(['cancelled']);
  },
);

it('leaves a Task that a person has closed as it is when the patient has died', async () => {
  const [requested] = await ehr.all<Task>('Task');
  await ehr.repository.updateResource<Task>({ ...requested!, status: 'failed' });
  const patient = await ehr.repository.readResource<Patient>('Patient', patientId);
  await ehr.repository.updateResource<Patient>({ ...patient, deceasedBoolean: true });
  await round();
  expect((await ehr.all<Task>('Task')).map(({ status }) => status)).toEqual(['failed']);
  expect(await bench.ports.referrals.openOnes('clinic')).toEqual([]);
});

it('counts a chart that cannot be read, and moves nothing', async () => {
  bench.later(10 * 86_400);
  await measure(-2.9);
  ehr.faultOf = ({ url }) => (url.startsWith('Observation') ? { kind: 'status', status: 503 } : undefined);
  expect(await round()).toEqual({ admitted: 0, moved: 0, failed: 1 });
  expect(await task()).toMatchObject({ state: 'state-flagged' });
});
