import type { RiskAssessment, Task } from '@medplum/fhirtypes';
import { openProfileCheck } from '../../src/adapters/fhir-profiles/profile-check.ts';
import { shippedDefinitions } from '../../src/adapters/fhir-profiles/shipped-definitions.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import type { OutgoingCheck } from '../../src/flow/ports/outgoing-check.ts';
import { FaultyEhr } from '../fakes/faulty-ehr.ts';
import { WriteBackBench } from './write-back-bench.ts';

let database: Database;
let ehr: FaultyEhr;
beforeAll(async () => void (database = await openDatabase({ kind: 'memory' })));
afterAll(() => database.close());
beforeEach(async () => {
  ehr = await FaultyEhr.start();
  await database.script(
    'DELETE FROM trabecula.outbox; DELETE FROM trabecula.assessment; DELETE FROM trabecula.referral;' +
      'DELETE FROM trabecula.written_resource; DELETE FROM trabecula.audit_entry',
  );
});
afterEach(() => ehr.stop());

/** Fits until it is told otherwise. */
function stubbornCheck() {
  const state = { faults: [] as readonly string[] };
  const check: OutgoingCheck = { problemsOf: () => state.faults };
  return { state, check };
}
const benchWith = (check: OutgoingCheck) => new WriteBackBench(database, ehr.baseUrl, undefined, check);
const dead = async (bench: WriteBackBench) =>
  (await bench.ports.outbox.list('dead', 10)).map(({ kind, error, attempts }) => ({ kind, error, attempts }));
const writes = () => ehr.seen.filter(({ method }) => method !== 'GET');

it('writes, supersedes and follows up by our profiles', async () => {
  const bench = benchWith(openProfileCheck(shippedDefinitions()));
  await bench.assess();
  await bench.workOff();
  await bench.assess({ assessmentKey: 'key-2' });
  await bench.workOff();
  const [referral] = await bench.ports.referrals.openOnes('clinic');
  await bench.ports.referrals.move(referral!, { ...referral!, state: 'ordered' }, bench.now);
  await bench.workOff();
  expect(await dead(bench)).toEqual([]);
  expect(await ehr.all<RiskAssessment>('RiskAssessment')).toHaveLength(2);
  expect((await ehr.all<Task>('Task')).map(({ businessStatus }) => businessStatus?.text)).toContain(
    'DXA ordered',
  );
});

it('sends nothing that does not fit, and gives it up at once with the element and the rule', async () => {
  const { state, check } = stubbornCheck();
  state.faults = ['RiskAssessment.meta.security: Missing required property'];
  const bench = benchWith(check);
  await bench.assess();
  await bench.workOff();
  expect(writes()).toEqual([]);
  const [one] = await dead(bench);
  expect(one).toMatchObject({ kind: 'write-assessment' });
  expect(one?.error).toMatch(
    /^not sent, because it does not fit our profiles: RiskAssessment\.meta\.security/,
  );
});

it('writes what was given up once it fits and is replayed', async () => {
  const { state, check } = stubbornCheck();
  state.faults = ['RiskAssessment: wrong'];
  const bench = benchWith(check);
  await bench.assess();
  await bench.workOff();
  state.faults = [];
  await bench.ports.outbox.replay(bench.now);
  await bench.workOff();
  expect(await ehr.all<RiskAssessment>('RiskAssessment')).toHaveLength(1);
});

it('takes a wrong result back however the record has kept it', async () => {
  const bench = benchWith({
    problemsOf: ({ id, resourceType }) => (id === undefined ? [] : [`${resourceType}: kept in another way`]),
  });
  const assessment = await bench.assess();
  await bench.workOff();
  await bench.ports.assessments.withdraw(assessment, 'film-moved', bench.now);
  await bench.workOff();
  expect((await ehr.all<RiskAssessment>('RiskAssessment')).map(({ status }) => status)).toEqual([
    'entered-in-error',
  ]);
});
