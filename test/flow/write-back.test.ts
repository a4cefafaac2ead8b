import type { Observation, Patient, Provenance, Resource, RiskAssessment, Task } from '@medplum/fhirtypes';
import type { ImageEvidence } from '../../src/core/evidence/image-evidence.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { backoffMs, MOST_ATTEMPTS, MOST_FAILURES } from '../../src/flow/write-back/retry-policy.ts';
import { runOutbox, workOffOutbox } from '../../src/flow/write-back/work-off-outbox.ts';
import { flaggedEvidence } from '../adapters/store/stored-assessments.ts';
import { FaultyEhr, type Fault } from '../fakes/faulty-ehr.ts';
import { WriteBackBench } from './write-back-bench.ts';

let database: Database;
let ehr: FaultyEhr;
let bench: WriteBackBench;
beforeAll(async () => void (database = await openDatabase({ kind: 'memory' })));
afterAll(() => database.close());
beforeEach(async () => {
  ehr = await FaultyEhr.start();
  bench = new WriteBackBench(database, ehr.baseUrl);
  await database.script(
    'DELETE FROM trabecula.outbox; DELETE FROM trabecula.assessment; DELETE FROM trabecula.referral;' +
      'DELETE FROM trabecula.written_resource; DELETE FROM trabecula.audit_entry; DELETE FROM trabecula.retracted_model',
  );
});
afterEach(() => ehr.stop());

const statuses = async <T extends Resource & { status?: string }>(type: T['resourceType']) =>
  (await ehr.all<T>(type)).map((one) => one.status).toSorted();
const writes = () => ehr.seen.filter((one) => one.method !== 'GET');
/** Faults of the transactions alone, in their order. */
const failWrites = (...faults: (Fault | undefined)[]) => {
  ehr.faultOf = ({ method }) => (method === 'POST' ? faults.shift() : undefined);
};
const paths = async () =>
  (await bench.ports.outbox.list('done', 100)).map((one) => `${one.kind} ${one.path}`);
async function expectOneOfEach(): Promise<void> {
  for (const type of ['RiskAssessment', 'Task', 'Provenance'] as const)
    expect(await ehr.all(type)).toHaveLength(1);
}

it('writes a flagged assessment with Task and Provenance in one request, and remembers where', async () => {
  const assessment = await bench.assess();
  await bench.workOff();
  await expectOneOfEach();
  expect(writes()).toHaveLength(1);
  expect(await paths()).toEqual(['write-assessment risk-assessment']);
  const [risk] = await ehr.all<RiskAssessment>('RiskAssessment');
  expect(await bench.ports.outbox.writtenOf(assessment)).toContainEqual({
    resourceType: 'RiskAssessment',
    id: risk?.id,
  });
});

it('sends the follow-up to primary care where the chart names it, else to the pool', async () => {
  const patient = await ehr.repository.createResource<Patient>({
    resourceType: 'Patient',
    generalPractitioner: [{ reference: 'Practitioner/gp' }],
  });
  await bench.assess({ patientId: patient.id });
  await bench.assess({ patientId: 'unknown', assessmentKey: 'key-2' });
  await bench.workOff();
  const owners = (await ehr.all<Task>('Task')).map((task) => task.owner?.reference ?? task.owner?.display);
  expect(owners.toSorted()).toEqual(['Bone-health pool', 'Practitioner/gp']);
});

describe('a record that fails', () => {
  const transient: readonly [string, Fault][] = [
    ['409', { kind: 'status', status: 409 }],
    ['412', { kind: 'status', status: 412 }],
    ['429', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503 }],
    ['a connection cut before it was read', { kind: 'cut-before' }],
    ['a connection cut after it was carried out', { kind: 'cut-after' }],
    ['half an answer that looks like a whole one', { kind: 'truncate' }],
  ];
  it.each(transient)('ends with one of each after %s', async (_name, fault) => {
    failWrites(fault, fault);
    await bench.assess();
    await bench.workOff();
    await expectOneOfEach();
    expect(writes()).toHaveLength(3);
  });

  it('waits as long as the server asks', async () => {
    failWrites({ kind: 'status', status: 429, headers: { 'retry-after': '600' } });
    await bench.assess();
    await workOffOutbox(bench.ports, 8);
    bench.later(599);
    expect(await workOffOutbox(bench.ports, 8)).toBe(0);
    bench.later(2);
    expect(await workOffOutbox(bench.ports, 8)).toBe(1);
    await expectOneOfEach();
  });

  it('buries what the server refuses, says why without its text, and writes it when it is replayed', async () => {
    failWrites({ kind: 'status', status: 422 });
    await bench.assess();
    await bench.workOff();
    const [dead] = await bench.ports.outbox.list('dead', 10);
    expect(dead).toMatchObject({
      error: 'POST Bundle: the FHIR server answered 422',
      kind: 'write-assessment',
    });
    expect(await bench.ports.outbox.replay(bench.now)).toBe(1);
    await bench.workOff();
    await expectOneOfEach();
  });

  it('buries what has failed too often', async () => {
    ehr.faultOf = ({ method }) => (method === 'POST' ? { kind: 'cut-before' } : undefined);
    await bench.assess();
    await bench.workOff();
    expect(writes()).toHaveLength(MOST_FAILURES);
    expect(await bench.ports.outbox.counts()).toEqual({ waiting: 0, dead: 1 });
  });

  it('counts a worker that was killed as no failure', async () => {
    await bench.assess();
    for (let killed = 0; killed < MOST_FAILURES; killed += 1) {
      await bench.ports.outbox.claim(bench.now, 60_000, 1, []);
      bench.later(61);
    }
    failWrites({ kind: 'status', status: 503 });
    await bench.workOff();
    await expectOneOfEach();
  });

  it('buries what was taken up too often without an end', async () => {
    await bench.assess();
    for (let killed = 0; killed < MOST_ATTEMPTS; killed += 1) {
      await bench.ports.outbox.claim(bench.now, 60_000, 1, []);
      bench.later(61);
    }
    await bench.workOff();
    expect(writes()).toEqual([]);
    expect(await bench.ports.outbox.counts()).toEqual({ waiting: 0, dead: 1 });
  });

  it('gives up waiting for a slow answer, and writes once all the same', async () => {
    const slow = new WriteBackBench(database, ehr.baseUrl);
    failWrites({ kind: 'delay', delayMs: 6_000 });
    await slow.assess();
    await slow.workOff();
    await expectOneOfEach();
  });
});

it('writes once when two services work for one patient at the same time', async () => {
  await bench.assess();
  const other = new WriteBackBench(database, ehr.baseUrl);
  // The first dies with its lease; the second takes over while the first request is still on its way.
  failWrites({ kind: 'delay', delayMs: 300 });
  const first = workOffOutbox(bench.ports, 8);
  await new Promise((resolve) => setTimeout(resolve, 100));
  other.later(3600);
  await Promise.all([first, workOffOutbox(other.ports, 8)]);
  expect(writes()).toHaveLength(2);
  await expectOneOfEach();
});

describe('by capability', () => {
  const cases: readonly [string, readonly string[] | undefined, string, number][] = [
    ['all', undefined, 'risk-assessment', 1],
    ['Observations only', ['system/Observation.cu'], 'observation', 0],
    ['documents only', ['system/DocumentReference.write'], 'document-reference', 0],
    ['messages only', ['system/Communication.c'], 'communication', 0],
    ['flags only', ['system/Flag.c'], 'flag', 0],
    ['nothing', ['system/Patient.rs'], 'card-only', 0],
  ];
  it.each(cases)('a record that takes %s', async (_name, scopes, path, tasks) => {
    bench = new WriteBackBench(database, ehr.baseUrl, scopes);
    await bench.assess();
    await bench.workOff();
    expect(await paths()).toEqual([`write-assessment ${path}`]);
    expect(await ehr.all('Task')).toHaveLength(tasks);
    expect(await ehr.all('Device')).toHaveLength(tasks);
  });

  it('writes nothing where the tenant switched it off', async () => {
    bench.tenant = { ...bench.tenant, writeBack: { ...bench.tenant.writeBack, enabled: false } };
    await bench.assess();
    await bench.workOff();
    expect(ehr.seen).toEqual([]);
    expect(await paths()).toEqual(['write-assessment card-only']);
  });

  it('writes nothing of a film that was not flagged', async () => {
    await bench.assess({ evidence: flaggedEvidence({ outcome: 'not-flagged' }) });
    await bench.workOff();
    expect(writes()).toEqual([]);
    expect(await paths()).toEqual(['write-assessment not-needed']);
  });
});

describe('a patient who refuses films by now', () => {
  it('has nothing new written: what waited is let go', async () => {
    await bench.assess();
    bench.optOuts.listed.add('p1');
    await bench.workOff();
    expect(writes()).toEqual([]);
    expect(await paths()).toEqual(['write-assessment not-needed']);
  });

  it('has a wrong result withdrawn all the same', async () => {
    const assessment = await bench.assess();
    await bench.workOff();
    bench.optOuts.listed.add('p1');
    await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
    await bench.workOff();
    expect(await statuses<RiskAssessment>('RiskAssessment')).toEqual(['entered-in-error']);
    expect(await statuses<Task>('Task')).toEqual(['entered-in-error']);
  });
});

describe('superseding', () => {
  it('leaves one current RiskAssessment, which names the one it replaces', async () => {
    await bench.assess();
    await bench.workOff();
    const [old] = await ehr.all<RiskAssessment>('RiskAssessment');
    await bench.assess({ assessmentKey: 'key-2' });
    await bench.workOff();
    expect(await statuses<RiskAssessment>('RiskAssessment')).toEqual(['cancelled', 'preliminary']);
    expect(await statuses<Task>('Task')).toEqual(['cancelled', 'requested']);
    const risk = (await ehr.all<RiskAssessment>('RiskAssessment')).find(
      (one) => one.status === 'preliminary',
    );
    expect(risk?.extension?.[0]?.valueReference?.reference).toBe(`RiskAssessment/${old?.id}`);
  });

  it('goes on with the Task that somebody has taken up', async () => {
    await bench.assess();
    await bench.workOff();
    const [task] = await ehr.all<Task>('Task');
    await ehr.repository.updateResource<Task>({ ...task!, status: 'in-progress' });
    await bench.assess({ assessmentKey: 'key-2' });
    await bench.workOff();
    expect(await statuses<Task>('Task')).toEqual(['in-progress']);
  });

  const rereadAs = async (evidence: ImageEvidence, assessmentKey = 'key-2') => {
    await bench.assess({ assessmentKey, evidence });
    await bench.workOff();
  };
  const takeUp = async () => {
    const [task] = await ehr.all<Task>('Task');
    await ehr.repository.updateResource<Task>({ ...task!, status: 'in-progress' });
  };
  const noLongerFlagged: readonly [string, ImageEvidence][] = [
    ['is not flagged', flaggedEvidence({ outcome: 'not-flagged' })],
    [
      'cannot be read any more',
      {
        kind: 'unavailable',
        refusal: { reason: 'view-unknown', detail: 'too dark' },
        studyInstanceUid: '2.25.1',
      },
    ],
  ];
  it.each(noLongerFlagged)(
    'ends the follow-up in hand, with its reason, when a film %s',
    async (_name, evidence) => {
      await bench.assess();
      await bench.workOff();
      await takeUp();
      const before = await bench.ports.referrals.find('clinic', 'p1', '2.25.1');
      await bench.ports.referrals.move(
        before!,
        { state: 'ordered', resultAt: undefined, owner: 'pool' },
        bench.now,
      );
      await bench.workOff();
      // The answer is lost: it is sent again.
      failWrites({ kind: 'cut-after' });
      await rereadAs(evidence);
      const [task] = await ehr.all<Task>('Task');
      expect(task?.status).toBe('cancelled');
      expect([task?.statusReason, task?.businessStatus].map((one) => one?.coding?.[0]?.code)).toEqual([
        'state-no-longer-flagged',
        'state-no-longer-flagged',
      ]);
      const targets = (await ehr.all<Provenance>('Provenance'))
        .filter(({ activity }) => activity?.coding?.[0]?.code === 'assessment-superseded')
        .flatMap(({ target }) => target.map(({ reference }) => reference?.split('/')[0]));
      expect(targets).toEqual(['RiskAssessment', 'Task']);
      expect(await statuses<RiskAssessment>('RiskAssessment')).toEqual(['cancelled']);
      expect(await bench.ports.referrals.openOnes('clinic')).toEqual([]);
    },
  );

  it('goes on to the plan when the DXA was done before the film was read as not flagged', async () => {
    await bench.assess();
    await bench.workOff();
    await takeUp();
    const referral = await bench.ports.referrals.find('clinic', 'p1', '2.25.1');
    await bench.ports.referrals.move(
      referral!,
      { state: 'needs-plan', resultAt: bench.now, owner: 'pool' },
      bench.now,
    );
    await bench.workOff();
    await rereadAs(flaggedEvidence({ outcome: 'not-flagged' }));
    expect(await statuses<Task>('Task')).toEqual(['in-progress']);
    expect(await bench.ports.referrals.openOnes('clinic')).toMatchObject([{ state: 'needs-plan' }]);
  });

  it('takes the follow-up up again, without the reason, when the film is flagged after all', async () => {
    await bench.assess();
    await bench.workOff();
    await takeUp();
    await rereadAs(flaggedEvidence({ outcome: 'not-flagged' }));
    await rereadAs(flaggedEvidence(), 'key-1');
    const [task] = await ehr.all<Task>('Task');
    expect(task).toMatchObject({
      status: 'requested',
      businessStatus: { coding: [{ code: 'state-flagged' }] },
    });
    expect(task?.statusReason).toBeUndefined();
    expect(await bench.ports.referrals.openOnes('clinic')).toMatchObject([{ state: 'flagged' }]);
  });

  it('points a Task that somebody has taken up to the newer RiskAssessment, and a Provenance says so, once', async () => {
    await bench.assess();
    await bench.workOff();
    const [task] = await ehr.all<Task>('Task');
    await ehr.repository.updateResource<Task>({ ...task!, status: 'in-progress' });
    const [old] = await ehr.all<RiskAssessment>('RiskAssessment');
    await bench.assess({ assessmentKey: 'key-2' });
    // The answer to the hand-over is lost: it is sent again.
    failWrites(undefined, undefined, { kind: 'cut-after' });
    await bench.workOff();
    const risk = (await ehr.all<RiskAssessment>('RiskAssessment')).find(
      (one) => one.status === 'preliminary',
    );
    const [moved] = await ehr.all<Task>('Task');
    expect(moved?.focus?.reference).toBe(`RiskAssessment/${risk?.id}`);
    expect(moved?.identifier?.map(({ value }) => value)).toEqual(['key-1', 'key-2']);
    const said = (await ehr.all<Provenance>('Provenance')).filter(
      ({ activity }) => activity?.coding?.[0]?.code === 'follow-up-handed-over',
    );
    expect(said.map(({ target, entity }) => [target[0]?.reference, entity?.[0]?.what.reference])).toEqual([
      [`Task/${task?.id}`, `RiskAssessment/${old?.id}`],
    ]);
  });

  it('brings a Task that was handed over to its end', async () => {
    await bench.assess();
    await bench.workOff();
    const [task] = await ehr.all<Task>('Task');
    await ehr.repository.updateResource<Task>({ ...task!, status: 'in-progress' });
    await bench.assess({ assessmentKey: 'key-2' });
    await bench.workOff();
    const referral = await bench.ports.referrals.find('clinic', 'p1', '2.25.1');
    const to = { state: 'treated', resultAt: undefined, owner: 'pool' } as const;
    await bench.ports.referrals.move(referral!, to, bench.now);
    await bench.workOff();
    expect(await statuses<Task>('Task')).toEqual(['completed']);
  });

  it('never writes what was superseded before it was written', async () => {
    await bench.assess();
    await bench.assess({ assessmentKey: 'key-2' });
    await bench.workOff();
    await expectOneOfEach();
    expect(await paths()).toEqual([
      'supersede-assessment not-needed',
      'write-assessment risk-assessment',
      'write-assessment not-needed',
    ]);
  });

  it('sets an earlier assessment back in force when the same reading comes again', async () => {
    for (const assessmentKey of ['key-1', 'key-2', 'key-1']) {
      await bench.assess({ assessmentKey });
      await bench.workOff();
    }
    const current = (await ehr.all<RiskAssessment>('RiskAssessment')).filter(
      (one) => one.status === 'preliminary',
    );
    expect(current.map((one) => one.identifier?.[0]?.value)).toEqual(['key-1']);
    expect(await statuses<Task>('Task')).toEqual(['cancelled', 'requested']);
  });
});

describe('withdrawing', () => {
  it('marks RiskAssessment and Task as entered in error, with a Provenance that says so, once', async () => {
    const assessment = await bench.assess();
    await bench.workOff();
    await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
    failWrites({ kind: 'cut-after' });
    await bench.workOff();
    expect(await statuses<RiskAssessment>('RiskAssessment')).toEqual(['entered-in-error']);
    expect(await statuses<Task>('Task')).toEqual(['entered-in-error']);
    const codes = (await ehr.all<Provenance>('Provenance')).map((one) => one.activity?.coding?.[0]?.code);
    expect(codes.toSorted()).toEqual(['assessment-withdrawn', undefined]);
  });

  it('finds what was written although the answer was lost', async () => {
    const assessment = await bench.assess();
    failWrites({ kind: 'cut-after' });
    await workOffOutbox(bench.ports, 8);
    await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
    await bench.workOff();
    expect(await statuses<RiskAssessment>('RiskAssessment')).toEqual(['entered-in-error']);
    expect(await statuses<Task>('Task')).toEqual(['entered-in-error']);
  });

  it('reads again and withdraws when somebody changed the resource meanwhile (412)', async () => {
    const assessment = await bench.assess();
    await bench.workOff();
    const [risk] = await ehr.all<RiskAssessment>('RiskAssessment');
    let isFirst = true;
    ehr.faultOf = ({ method }) => {
      if (method !== 'POST' || !isFirst) return undefined;
      isFirst = false;
      void ehr.repository.updateResource<RiskAssessment>({ ...risk!, status: 'final' });
      return { kind: 'delay', delayMs: 50 };
    };
    await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
    await bench.workOff();
    expect(await statuses<RiskAssessment>('RiskAssessment')).toEqual(['entered-in-error']);
  });

  it('touches no resource of others on a server that ignores the identifier', async () => {
    const bystander = await ehr.repository.createResource<Observation>({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'weight' },
      identifier: [{ system: 'other', value: 'key-1' }],
    });
    const assessment = await bench.assess();
    await bench.workOff();
    ehr.ignoreSearchParameters = true;
    await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
    await bench.workOff();
    expect((await ehr.all<Observation>('Observation')).find((one) => one.id === bystander.id)?.status).toBe(
      'final',
    );
    expect(await statuses<RiskAssessment>('RiskAssessment')).toEqual(['entered-in-error']);
  });

  it('takes back all that a retracted model wrote', async () => {
    for (const patientId of ['p1', 'p2', 'p3'])
      await bench.assess({ patientId, assessmentKey: `key-${patientId}` });
    await bench.workOff();
    expect(await bench.ports.assessments.retractModel('a'.repeat(64), 'wrong weights', bench.now)).toBe(3);
    await bench.workOff();
    expect(new Set(await statuses<RiskAssessment>('RiskAssessment'))).toEqual(new Set(['entered-in-error']));
  });
});

it('lets no more flags through in a week than DXA can be had, the highest risk first', async () => {
  bench.tenant = { ...bench.tenant, pool: { ...bench.tenant.pool!, dxaPerWeek: 1 } };
  const scores = { p1: 0.6, p2: 0.9, p3: 2.5 };
  for (const [patientId, filmScore] of Object.entries(scores)) {
    await bench.assess({
      patientId,
      assessmentKey: `key-${patientId}`,
      evidence: flaggedEvidence({ filmScore }),
    });
    await bench.workOff();
  }
  const taskOf = async () => (await ehr.all<Task>('Task')).map((task) => task.for?.reference).toSorted();
  expect(await taskOf()).toEqual(['Patient/p1']);
  expect(await bench.ports.referrals.admit('clinic', 1, bench.now)).toBe(0);
  bench.later(8 * 86_400);
  expect(await bench.ports.referrals.admit('clinic', 1, bench.now)).toBe(1);
  await bench.workOff();
  expect(await taskOf()).toEqual(['Patient/p1', 'Patient/p3']);
  expect(await ehr.all('RiskAssessment')).toHaveLength(3);
});

it('writes an audit line for what it wrote and for what it took back', async () => {
  const assessment = await bench.assess();
  await bench.workOff();
  await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
  await bench.workOff();
  const rows = await database.query<{ action: string }>({
    name: 'test.audited',
    text: 'SELECT action FROM trabecula.audit_entry ORDER BY entry_number',
  });
  expect(rows.map((row) => row.action)).toEqual(['record-write', 'record-withdraw']);
});

it('writes nothing new while an operator has stopped writing, but withdraws what was written; then goes on', async () => {
  const written = await bench.assess();
  await bench.workOff();
  bench.writingStopped = [bench.tenant.id];
  await bench.assess({ assessmentKey: 'd'.repeat(64), studyInstanceUid: '2.25.77' });
  await bench.ports.assessments.withdraw(written, 'wrong result', bench.now);
  await workOffOutbox(bench.ports, 8);
  await workOffOutbox(bench.ports, 8);
  const waiting = async () => (await bench.ports.outbox.list('waiting', 10)).map(({ kind }) => kind);
  expect(await waiting()).toEqual(['write-assessment']);
  bench.writingStopped = [];
  await bench.workOff();
  expect(await waiting()).toEqual([]);
});

it('goes on after the store was away, and stops when it is told to', async () => {
  await bench.assess();
  const stop = new AbortController();
  const errors: unknown[] = [];
  let claims = 0;
  const outbox = {
    ...bench.ports.outbox,
    claim: (...args: Parameters<typeof bench.ports.outbox.claim>) => {
      if (++claims === 1) return Promise.reject(new Error('store away'));
      if (claims > 2) stop.abort();
      return bench.ports.outbox.claim(...args);
    },
  };
  await runOutbox(
    { ...bench.ports, outbox },
    4,
    () => Promise.resolve(),
    (error) => errors.push(error),
    stop.signal,
  );
  expect(errors).toHaveLength(1);
  await expectOneOfEach();
});

it('doubles its waits up to an hour, half of each by chance', () => {
  expect([0, 1, 2, 20].map((failures) => backoffMs(failures, () => 0))).toEqual([
    1000, 2000, 4000, 1_800_000,
  ]);
  expect([0, 1, 2, 20].map((failures) => backoffMs(failures, () => 1))).toEqual([
    2000, 4000, 8000, 3_600_000,
  ]);
});
