import type { OperationOutcome, Resource, RiskAssessment, Task } from '@medplum/fhirtypes';
import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { printAssessment } from '../../src/fhir/print/print-assessment.ts';
import { flaggedEvidence, storedAssessment } from '../adapters/store/stored-assessments.ts';
import { WriteBackBench } from '../flow/write-back-bench.ts';
import { startHapi, type HapiServer } from './hapi-server.ts';

let hapi: HapiServer;
let database: Database;
let bench: WriteBackBench;
beforeAll(async () => {
  hapi = await startHapi();
  database = await openDatabase({ kind: 'memory' });
  bench = new WriteBackBench(database, hapi.baseUrl);
}, 280_000);
afterAll(async () => {
  await database?.close();
  await hapi?.stop();
});

/** HAPI stores no reference to what is not there: the chart that a result belongs to comes first. */
async function chart(patientId: string) {
  await hapi.put({ resourceType: 'Patient', id: patientId, gender: 'female' });
  await hapi.put({
    resourceType: 'ImagingStudy',
    id: `study-${patientId}`,
    status: 'available',
    subject: { reference: `Patient/${patientId}` },
  });
  return { patientId, imagingStudyReference: `ImagingStudy/study-${patientId}` };
}
const risks = (patientId: string) =>
  hapi.all<RiskAssessment>('RiskAssessment', `subject=Patient/${patientId}`);
const tasks = (patientId: string) => hapi.all<Task>('Task', `subject=Patient/${patientId}`);

it('leaves one RiskAssessment and one Task when the same assessment is written twice', async () => {
  const of = await chart('repeated');
  await bench.assess({ ...of, assessmentKey: 'repeated-1' });
  await bench.workOff();
  // The store of the service is lost; the record remembers.
  const fresh = await openDatabase({ kind: 'memory' });
  const other = new WriteBackBench(fresh, hapi.baseUrl);
  await other.assess({ ...of, assessmentKey: 'repeated-1' });
  await other.workOff();
  await fresh.close();
  expect((await risks('repeated')).map(({ status }) => status)).toEqual(['preliminary']);
  expect((await tasks('repeated')).map(({ status }) => status)).toEqual(['requested']);
}, 60_000);

it('cancels what a newer assessment takes the place of, and names it', async () => {
  const of = await chart('superseded');
  await bench.assess({ ...of, assessmentKey: 'superseded-1' });
  await bench.workOff();
  const [old] = await risks('superseded');
  await bench.assess({ ...of, assessmentKey: 'superseded-2' });
  await bench.workOff();
  const all = await risks('superseded');
  expect(all.map(({ status }) => status).toSorted()).toEqual(['cancelled', 'preliminary']);
  expect((await tasks('superseded')).map(({ status }) => status).toSorted()).toEqual([
    'cancelled',
    'requested',
  ]);
  const current = all.find(({ status }) => status === 'preliminary');
  const replaced = current?.extension?.map((one) => one.valueReference?.reference);
  expect(replaced).toContain(`RiskAssessment/${old?.id}`);
}, 60_000);

it('marks a withdrawn assessment and its Task as entered in error', async () => {
  const of = await chart('withdrawn');
  const assessment = await bench.assess({ ...of, assessmentKey: 'withdrawn-1' });
  await bench.workOff();
  await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
  await bench.workOff();
  expect((await risks('withdrawn')).map(({ status }) => status)).toEqual(['entered-in-error']);
  expect((await tasks('withdrawn')).map(({ status }) => status)).toEqual(['entered-in-error']);
}, 60_000);

function withoutProfile({ meta, ...resource }: Resource): Resource {
  const { profile: _ours, ...others } = meta ?? {};
  return { ...resource, ...(Object.keys(others).length > 0 ? { meta: others } : {}) } as Resource;
}

/** Added to HL7 Terminology after R4; HAPI carries the code system as it was with R4. */
const NEWER_THAN_R4 = "Unknown code 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue#AIAST'";

it('prints resources in which HAPI finds no error by R4 itself (our profiles are not loaded)', async () => {
  const bundle = printAssessment(
    { ...storedAssessment(), evidence: flaggedEvidence() },
    {
      models: {},
      owner: { reference: { display: 'Bone-health pool' }, dueAt: new Date('2026-04-01T08:00:00Z') },
      patientVisible: false,
      replaces: undefined,
      inputs: [],
      recordedAt: new Date('2026-03-02T08:05:00Z'),
    },
  );
  const errors: string[] = [];
  for (const { resource } of bundle?.entry ?? []) {
    const { body } = await hapi.post(`${resource!.resourceType}/$validate`, withoutProfile(resource!));
    for (const issue of (body as OperationOutcome).issue)
      if (['error', 'fatal'].includes(issue.severity) && issue.diagnostics !== NEWER_THAN_R4)
        errors.push(`${resource!.resourceType}: ${issue.diagnostics}`);
  }
  // A validator that finds no fault in anything would prove nothing.
  const faulty = { resourceType: 'RiskAssessment', status: 'preliminary' } as RiskAssessment;
  const { body } = await hapi.post('RiskAssessment/$validate', faulty);
  expect((body as OperationOutcome).issue.map(({ severity }) => severity)).toContain('error');
  expect(bundle?.entry).toHaveLength(4);
  expect(errors).toEqual([]);
}, 120_000);
