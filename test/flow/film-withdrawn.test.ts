import type { ImagingStudy, Patient, Provenance, RiskAssessment, Task } from '@medplum/fhirtypes';
import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import type { HookCall } from '../../src/flow/hook-call.ts';
import { evidenceForHook } from '../../src/flow/hook-evidence.ts';
import { watchChart, type WatchChartPorts } from '../../src/flow/watch-chart.ts';
import { FaultyEhr } from '../fakes/faulty-ehr.ts';
import { InMemoryArchive } from '../fakes/in-memory-archive.ts';
import { InMemoryCursors, InMemoryJobs } from '../fakes/in-memory-assessments.ts';
import { InMemoryOptOuts } from '../fakes/in-memory-opt-outs.ts';
import { tenantOf } from '../fakes/tenant.ts';
import { WriteBackBench } from './write-back-bench.ts';

const STUDY = '2.25.1';
const studyRules = { viewRules: defaultViewRules, cardAgeLimitMonths: 24 };
const signal = new AbortController().signal;

let database: Database;
let ehr: FaultyEhr;
let bench: WriteBackBench;
let jobs: InMemoryJobs;
let ports: WatchChartPorts;
let film: ImagingStudy;
beforeAll(async () => void (database = await openDatabase({ kind: 'memory' })));
afterAll(() => database.close());
beforeEach(async () => {
  await database.script(
    'DELETE FROM trabecula.outbox; DELETE FROM trabecula.assessment; DELETE FROM trabecula.referral;' +
      'DELETE FROM trabecula.written_resource',
  );
  ehr = await FaultyEhr.start();
  bench = new WriteBackBench(database, ehr.baseUrl);
  jobs = new InMemoryJobs();
  ports = {
    fhir: bench.ports.record('clinic')!.reader,
    archive: new InMemoryArchive(),
    store: bench.ports.assessments,
    audit: bench.ports.audit,
    jobs,
    cursors: new InMemoryCursors(),
    optOuts: new InMemoryOptOuts(),
    studyRules,
    firstLookBackMs: 86_400_000,
  };
  for (const id of ['ann', 'bea']) await put<Patient>({ resourceType: 'Patient', id });
  film = await put<ImagingStudy>({
    resourceType: 'ImagingStudy',
    id: 'film',
    status: 'available',
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${STUDY}` }],
    subject: { reference: 'Patient/ann' },
    modality: [{ code: 'DX' }],
    description: 'Lumbar spine',
  });
  await round();
  await assessAsked('key-ann');
});
afterEach(() => ehr.stop());

const put = <T extends Patient | ImagingStudy>(resource: T) =>
  ehr.repository.createResource<T>(resource, undefined, true);
const round = () => watchChart('clinic', ports, bench.now, signal);
/** The worker: what was asked for is assessed, flagged, and written. Says for whom. */
async function assessAsked(assessmentKey: string): Promise<string[]> {
  const asked = jobs.waiting.splice(0).map(({ patientId }) => patientId);
  for (const patientId of asked) await bench.assess({ assessmentKey, patientId, studyInstanceUid: STUDY });
  await bench.workOff();
  return asked;
}
/** Which assessment a hook about this patient finds; the card has no film's result without one. */
const onCardOf = async (patientId: string) => {
  const call = {
    client: { tenant: tenantOf({ id: 'clinic' }) },
    request: { context: { patientId } },
    receivedAt: bench.now,
    load: 'normal',
    signal,
  } as unknown as HookCall;
  const evidence = await evidenceForHook(call, [], {
    store: bench.ports.assessments,
    jobs,
    optOuts: new InMemoryOptOuts(),
    studyRulesOf: () => studyRules,
    assessWithinCall: () => Promise.reject(new TypeError('nothing is assessed within the call')),
    sleep: () => Promise.resolve(),
  });
  return evidence.assessmentKey;
};
const standing = async <T extends RiskAssessment | Task>(type: T['resourceType']) =>
  (await ehr.all<T>(type))
    .map((one) => {
      const patient = one.resourceType === 'Task' ? one.for : one.subject;
      return `${patient?.reference} ${one.status}`;
    })
    .toSorted();

it('begins with RiskAssessment, Task and card of the first patient', async () => {
  expect(await standing<RiskAssessment>('RiskAssessment')).toEqual(['Patient/ann preliminary']);
  expect(await standing<Task>('Task')).toEqual(['Patient/ann requested']);
  expect(await onCardOf('ann')).toBe('key-ann');
});

it.each<[string, () => Promise<unknown>, string[]]>([
  ['moved to another patient', () => put({ ...film, subject: { reference: 'Patient/bea' } }), ['bea']],
  ['cancelled', () => put({ ...film, status: 'cancelled' }), []],
  ['entered in error', () => put({ ...film, status: 'entered-in-error' }), []],
  [
    'of a patient who was merged into another',
    () =>
      put({
        resourceType: 'Patient',
        id: 'ann',
        link: [{ type: 'replaced-by', other: { reference: 'Patient/bea' } }],
      }),
    ['bea'],
  ],
])(
  'a film that is %s: RiskAssessment, Task and card are withdrawn, and it is assessed under the right patient',
  async (_cause, change, right) => {
    await change();
    expect(await round()).toMatchObject({ withdrawn: 1, asked: right.length });
    expect(await assessAsked('key-right')).toEqual(right);
    const ofRight = (status: string) => right.map((patientId) => `Patient/${patientId} ${status}`);
    expect(await standing<RiskAssessment>('RiskAssessment')).toEqual([
      'Patient/ann entered-in-error',
      ...ofRight('preliminary'),
    ]);
    expect(await standing<Task>('Task')).toEqual(['Patient/ann entered-in-error', ...ofRight('requested')]);
    const said = (await ehr.all<Provenance>('Provenance')).map(({ activity }) => activity?.coding?.[0]?.code);
    expect(said).toContain('assessment-withdrawn');
    expect(await onCardOf('ann')).toBeUndefined();
    expect(await onCardOf('bea')).toBe(right.length === 0 ? undefined : 'key-right');
    expect(await bench.ports.referrals.openOnes('clinic', 'ann')).toEqual([]);
  },
);
