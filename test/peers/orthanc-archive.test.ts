import { openDicomwebArchive, type DicomwebArchive } from '../../src/adapters/dicomweb/dicomweb-archive.ts';
import { describeArchiveFilms } from '../contracts/archive-films.ts';
import { CONTRACT_FILMS, describeImageArchive } from '../contracts/image-archive.ts';
import { filmFile } from '../fakes/film-file.ts';
import { startOrthanc, type OrthancServer } from './orthanc-server.ts';

let orthanc: OrthancServer;
let archive: DicomwebArchive;
const signal = new AbortController().signal;

const open = (password: string, limits = {}) =>
  openDicomwebArchive({
    baseUrl: `${orthanc.baseUrl}/dicom-web`,
    allowedHosts: [orthanc.host],
    authorization: { kind: 'basic', userName: orthanc.userName, password },
    limits: { requestsPerSecond: 1000, ...limits },
  });

beforeAll(async () => {
  orthanc = await startOrthanc();
  for (const { bytes } of CONTRACT_FILMS) expect(await orthanc.stow(bytes)).toBe(200);
  archive = open(orthanc.password, { studiesPerPage: 1 });
});
afterAll(async () => {
  await archive.close();
  await orthanc.stop();
});

describeImageArchive('Orthanc', () => archive);
describeArchiveFilms('Orthanc', () => archive);

test('a wrong password is refused, not retried into a lockout', async () => {
  const stranger = open('wrong');
  await expect(stranger.listInstances('1.2.826.0.1.1', signal)).rejects.toMatchObject({
    code: 'upstream-refused',
    message: 'The picture archive answered 401.',
  });
  await stranger.close();
});

test('a compressed film comes in the transfer syntax in which it is held', async () => {
  const jpeg2000 = '1.2.840.10008.1.2.4.90';
  const uids = {
    studyInstanceUid: '1.2.826.0.3',
    seriesInstanceUid: '1.2.826.0.3.1',
    sopInstanceUid: '1.2.826.0.3.1.1',
  };
  const fragment = new Uint8Array([0xff, 0x4f, 0xff, 0x51, 1, 2, 3, 4]).buffer;
  const stored = filmFile({
    ...uids,
    transferSyntaxUid: jpeg2000,
    attributes: { PatientID: 'P3', PixelData: [fragment] },
  });
  expect(await orthanc.stow(stored)).toBe(200);
  const fetched = await archive.fetchInstance({ ...uids, acquiredOn: undefined }, signal);
  expect(Buffer.from(fetched).includes(jpeg2000)).toBe(true);
  expect(Buffer.from(fetched).includes(Buffer.from(fragment))).toBe(true);
});

test('a film larger than the limit is not read to its end', async () => {
  const [film] = CONTRACT_FILMS;
  const small = open(orthanc.password, { maxInstanceBytes: 200 });
  const fetching = small.fetchInstance({ ...film!, acquiredOn: undefined }, signal);
  await expect(fetching).rejects.toMatchObject({ code: 'too-large' });
  await small.close();
});

test('a long list of studies is read page by page', async () => {
  for (let index = 0; index < 25; index += 1) {
    const study = `1.2.826.0.5.${index}`;
    const uids = { studyInstanceUid: study, seriesInstanceUid: `${study}.1`, sopInstanceUid: `${study}.1.1` };
    await orthanc.stow(filmFile({ ...uids, attributes: { PatientID: 'P5' } }));
  }
  const paging = open(orthanc.password, { studiesPerPage: 7 });
  const found = await paging.findStudies({ by: 'patient', patientId: 'P5', issuer: undefined }, signal);
  expect(new Set(found.map(({ studyInstanceUid }) => studyInstanceUid)).size).toBe(25);
  await paging.close();
});
