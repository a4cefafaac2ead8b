import { setTimeout as wait } from 'node:timers/promises';
import { openOrthancChangeFeed } from '../../src/adapters/arrivals/orthanc-change-feed.ts';
import { qidoSweep } from '../../src/adapters/arrivals/qido-sweep.ts';
import { openDicomwebArchive, type DicomwebArchive } from '../../src/adapters/dicomweb/dicomweb-archive.ts';
import type { ArrivalFeed, ArrivedStudy } from '../../src/flow/ports/arrival-feed.ts';
import { watchArchive } from '../../src/flow/watch-archive.ts';
import { filmFile } from '../fakes/film-file.ts';
import { Hospital, TENANT } from '../fakes/hospital.ts';
import { startOrthanc, type OrthancServer } from './orthanc-server.ts';

let orthanc: OrthancServer;
let archive: DicomwebArchive;
let feed: ReturnType<typeof openOrthancChangeFeed>;
const signal = new AbortController().signal;
const study = '1.2.826.0.1.1';
const uids = { studyInstanceUid: study, seriesInstanceUid: `${study}.1`, sopInstanceUid: `${study}.1.1` };

function access(baseUrl: string) {
  const { host, userName, password } = orthanc;
  const authorization = { kind: 'basic', userName, password } as const;
  return { baseUrl, allowedHosts: [host], authorization, limits: { requestsPerSecond: 1000 } };
}

beforeEach(async () => {
  orthanc = await startOrthanc();
  archive = openDicomwebArchive(access(`${orthanc.baseUrl}/dicom-web`));
  feed = openOrthancChangeFeed({
    access: access(orthanc.baseUrl),
    changesPerRequest: 3,
    startAt: 'beginning',
  });
});
afterEach(async () => {
  await feed.close();
  await archive.close();
  await orthanc.stop();
});

/** Reads the feed until it reports something (Orthanc itself decides when a study is stable). */
async function nextArrivals(from: string | undefined, of: ArrivalFeed = feed) {
  let position = from;
  let studies: readonly ArrivedStudy[] = [];
  while (studies.length === 0) {
    const batch = await of.since(position, new Date(), signal);
    ({ position, studies } = batch);
    if (!batch.more && studies.length === 0) await wait(100);
  }
  return { position, studies };
}

/** Orthanc's way to correct a patient: the same UIDs under another patient, the old ones gone. */
async function moveTo(patientId: string) {
  const [orthancId] = (await orthanc.rest('GET', 'patients')) as string[];
  await orthanc.rest('POST', `patients/${orthancId}/modify`, {
    Replace: { PatientID: patientId },
    Keep: ['StudyInstanceUID', 'SeriesInstanceUID', 'SOPInstanceUID'],
    Force: true,
    KeepSource: false,
  });
}

test('a film that arrives late is reported again, with another fingerprint', async () => {
  await orthanc.stow(filmFile(uids));
  const first = await nextArrivals(undefined);
  expect(first.studies).toMatchObject([{ studyInstanceUid: study }]);
  const stable = await nextArrivals(first.position);
  await orthanc.stow(
    filmFile({ ...uids, sopInstanceUid: `${study}.1.2`, attributes: { ViewPosition: 'LL' } }),
  );
  const late = await nextArrivals(stable.position);
  expect(late.studies).toMatchObject([{ studyInstanceUid: study }]);
  expect(late.studies[0]?.fingerprint).not.toBe(stable.studies[0]?.fingerprint);
});

test('an Orthanc whose database was made anew is read from its beginning', async () => {
  await orthanc.stow(filmFile(uids));
  expect((await nextArrivals('4711')).studies).toMatchObject([{ studyInstanceUid: study }]);
});

test('a feed that starts now does not report what was there before', async () => {
  await orthanc.stow(filmFile(uids));
  await nextArrivals(undefined);
  const fromNow = openOrthancChangeFeed({
    access: access(orthanc.baseUrl),
    changesPerRequest: 3,
    startAt: 'now',
  });
  const { position, studies } = await fromNow.since(undefined, new Date(), signal);
  expect(studies).toEqual([]);
  expect(Number(position)).toBeGreaterThan(0);
  await fromNow.close();
});

test('a server that is no Orthanc is said to be none', async () => {
  const elsewhere = access(`${orthanc.baseUrl}/dicom-web`);
  const wrong = openOrthancChangeFeed({ access: elsewhere, changesPerRequest: 3, startAt: 'beginning' });
  await expect(wrong.since('0', new Date(), signal)).rejects.toMatchObject({ code: 'upstream-refused' });
  await wrong.close();
});

test.each([
  ['the change feed', () => feed],
  ['a sweep', () => qidoSweep(archive, { daysBack: 10_000 })],
])('by %s: a film is asked for, and after it was moved withdrawn and asked for anew', async (_, feedOf) => {
  const hospital = new Hospital();
  hospital.patient('ann', 'P1', { birthDate: '1955-04-05', gender: 'female' });
  hospital.patient('bea', 'P2', { birthDate: '1955-04-05', gender: 'female' });
  const ports = { ...hospital.ports, archive, feed: feedOf() };
  const round = () => watchArchive(TENANT, ports, hospital.later(5), signal);
  const until = async (assessed: readonly string[]) => {
    while (String(hospital.current) !== String(assessed)) {
      await round();
      await hospital.workOff();
      await wait(100);
    }
  };
  await orthanc.stow(filmFile(uids));
  await until([`ann ${study}`]);
  await moveTo('P2');
  await until([`bea ${study}`]);
  expect(hospital.store.withdrawals).toEqual([['ann', study, 'film-moved']]);
});
