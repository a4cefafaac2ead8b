import { watchArchive, type ArrivalReport } from '../../src/flow/watch-archive.ts';
import { Hospital, TENANT } from '../fakes/hospital.ts';

const signal = new AbortController().signal;
let hospital: Hospital;
const round = (): Promise<ArrivalReport> => watchArchive(TENANT, hospital.ports, hospital.now, signal);
/** Takes in what came, waits until it is quiet, places it and lets the worker work. */
async function settle(): Promise<ArrivalReport> {
  await round();
  hospital.later(2);
  const report = await round();
  await hospital.workOff();
  return report;
}

beforeEach(() => {
  hospital = new Hospital();
  hospital.patient('ann', 'P1');
  hospital.patient('bea', 'P2');
});

test('a film is asked for once it was quiet for two minutes, not before', async () => {
  hospital.film('1.2', 'P1');
  expect(await round()).toMatchObject({ reported: 1, asked: 0, waiting: 1 });
  hospital.later(1);
  expect(await round()).toMatchObject({ asked: 0, waiting: 1 });
  hospital.later(1);
  expect(await round()).toMatchObject({ asked: 1, waiting: 0 });
  expect(hospital.jobs.waiting).toEqual([
    { tenantId: TENANT, patientId: 'ann', studyInstanceUid: '1.2', askedBy: 'arrival' },
  ]);
});

test('AP and lateral that come a minute apart are read together', async () => {
  hospital.film('1.2', 'P1', { view: 'AP' });
  await round();
  hospital.later(1);
  hospital.film('1.2', 'P1', { view: 'LL' });
  expect(await round()).toMatchObject({ asked: 0, waiting: 1 });
  hospital.later(1);
  expect(await round()).toMatchObject({ asked: 0 });
  hospital.later(1);
  expect(await round()).toMatchObject({ asked: 1 });
});

test('a lateral film that comes an hour late supersedes the first assessment', async () => {
  hospital.film('1.2', 'P1', { view: 'AP' });
  await settle();
  hospital.later(60);
  hospital.film('1.2', 'P1', { view: 'LL' });
  expect(await settle()).toMatchObject({ asked: 1 });
  expect(hospital.store.all.map(({ state }) => state)).toEqual(['superseded', 'current']);
});

test('a film moved to another patient: the old assessment is withdrawn and the film assessed under the right one', async () => {
  const sop = hospital.film('1.2', 'P1');
  await settle();
  expect(hospital.current).toEqual(['ann 1.2']);
  hospital.film('1.2', 'P2', { sop });
  expect(await settle()).toMatchObject({ asked: 1, withdrawn: 1 });
  expect(hospital.store.withdrawals).toEqual([['ann', '1.2', 'film-moved']]);
  expect(hospital.current).toEqual(['bea 1.2']);
  expect(hospital.audit.entries).toMatchObject([
    { action: 'record-withdraw', subject: 'Patient/ann', outcome: 'success' },
  ]);
});

test('a film moved to a patient without a chart is withdrawn from the old one all the same', async () => {
  const sop = hospital.film('1.2', 'P1');
  await settle();
  hospital.film('1.2', 'P9', { sop });
  expect(await settle()).toMatchObject({ asked: 0, unmatched: 1, withdrawn: 1 });
  expect(hospital.current).toEqual([]);
});

test('films of two patients in one study are given to nobody, and taken from whom they disprove', async () => {
  const sop = hospital.film('1.2', 'P1');
  await settle();
  hospital.film('1.2', 'P2', { view: 'LL' });
  expect(await settle()).toMatchObject({ asked: 0, unmatched: 1, withdrawn: 0 });
  hospital.film('1.2', 'P2', { sop });
  expect(await settle()).toMatchObject({ asked: 1, withdrawn: 1 });
  expect(hospital.current).toEqual(['bea 1.2']);
});

test.each<[string, () => void, Partial<ArrivalReport>]>([
  ['a chest film', () => hospital.film('1.2', 'P1', { bodyPart: 'CHEST' }), { withoutFilm: 1 }],
  ['a film of nobody we know', () => hospital.film('1.2', 'P9'), { unmatched: 1 }],
  [
    'a film of a number that two charts have',
    () => {
      hospital.patient('ann-again', 'P1');
      hospital.film('1.2', 'P1');
    },
    { unmatched: 1 },
  ],
  [
    'a study that was deleted before it was quiet',
    () => {
      hospital.film('1.2', 'P1');
      hospital.archive.films = [];
    },
    { withoutFilm: 1 },
  ],
])('%s asks for nothing', async (_, arrive, expected) => {
  arrive();
  expect(await settle()).toMatchObject({ asked: 0, waiting: 0, ...expected });
});

test('the film of a merged patient is asked for under the surviving record', async () => {
  hospital.patient('old', 'P3', { link: [{ type: 'replaced-by', other: { reference: 'Patient/ann' } }] });
  hospital.film('1.2', 'P3');
  await round();
  hospital.later(2);
  await round();
  expect(hospital.jobs.waiting).toMatchObject([{ patientId: 'ann' }]);
});

describe('trouble', () => {
  test('a round that ends in an outage of the archive loses no study', async () => {
    hospital.film('1.2', 'P1');
    await round();
    hospital.later(2);
    hospital.archive.down = true;
    expect(await round()).toMatchObject({ failed: 1, waiting: 1 });
    hospital.archive.down = false;
    expect(await round()).toMatchObject({ asked: 1, waiting: 0 });
  });

  test('a restart goes on where the last round ended', async () => {
    hospital.film('1.2', 'P1');
    await round();
    hospital.film('1.3', 'P2');
    hospital.fhir.down = true;
    hospital.later(2);
    await round();
    hospital.fhir.down = false;
    const positions = [...hospital.cursors.positions];
    const restarted = new Hospital();
    for (const [name, position] of positions) restarted.cursors.positions.set(name, position);
    restarted.patient('ann', 'P1');
    restarted.archive.films = hospital.archive.films;
    const report = await watchArchive(TENANT, restarted.ports, hospital.now, signal);
    expect(report).toMatchObject({ asked: 1, waiting: 1 });
  });

  test('a study that never can be placed is given up and counted, and comes again when a film is added', async () => {
    hospital.film('1.2', 'P1');
    await round();
    hospital.later(2);
    hospital.archive.down = true;
    await round();
    await round();
    expect(await round()).toMatchObject({ failed: 1, givenUp: 1, waiting: 0 });
    hospital.archive.down = false;
    hospital.film('1.2', 'P1', { view: 'LL' });
    expect(await settle()).toMatchObject({ asked: 1 });
  });

  test('a feed that cannot be read is the whole round: the cursor stays', async () => {
    hospital.film('1.2', 'P1');
    hospital.archive.feedDown = true;
    await expect(round()).rejects.toMatchObject({ code: 'upstream-unavailable' });
    expect(hospital.cursors.positions.size).toBe(0);
  });

  test('a bug is not counted as trouble of a study', async () => {
    hospital.film('1.2', 'P1');
    await round();
    hospital.later(2);
    hospital.archive.listInstances = () => {
      throw new TypeError('a bug');
    };
    await expect(round()).rejects.toThrow('a bug');
  });
});
