import express from 'express';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openDicomwebArchive,
  type DicomwebArchive,
} from '../../../src/adapters/dicomweb/dicomweb-archive.ts';
import { pacsRouter } from '../../../src/sandbox/pacs/pacs-router.ts';
import { CONTRACT_FILMS, describeImageArchive } from '../../contracts/image-archive.ts';
import { filmFile } from '../../fakes/film-file.ts';
import { filmFolder } from '../../fakes/film-folder.ts';
import { listening } from '../../fakes/listening.ts';

let folder: Awaited<ReturnType<typeof filmFolder>>;
let server: Awaited<ReturnType<typeof listening>>;
let archive: DicomwebArchive;
const unreadable: string[] = [];

beforeAll(async () => {
  folder = await filmFolder([...CONTRACT_FILMS.map(({ bytes }) => bytes), Buffer.from('not a film')]);
  const app = express();
  app.use(
    '/dicom-web',
    pacsRouter({ folder: folder.folder, onUnreadable: (path) => void unreadable.push(path) }),
  );
  server = await listening(app);
  archive = openDicomwebArchive({
    baseUrl: `${server.baseUrl}/dicom-web`,
    allowedHosts: [server.host],
    authorization: { kind: 'none' },
    limits: { studiesPerPage: 1, requestsPerSecond: 1000 },
  });
});
afterAll(async () => {
  await archive.close();
  await server.close();
  await folder.remove();
});

describeImageArchive('the embedded PACS behind the DICOMweb client', () => archive);

const get = (path: string, headers = {}) => fetch(`${server.baseUrl}/dicom-web/${path}`, { headers });

test.each([
  ['studies?PatientID=P1*', 2],
  ['studies?PatientName=Simulated%5EAd?', 2],
  ['studies?StudyDate=-20201231', 1],
  ['studies/1.2.826.0.1.1/series', 2],
  ['studies/1.2.826.0.1.1/series/1.2.826.0.1.1.2/instances', 1],
  ['studies?Modality=MR', 0],
])('%s finds %i', async (path, count) => {
  const answer = (await (await get(path)).json()) as unknown[];
  expect(answer).toHaveLength(count);
});

test.each([
  ['studies?Colour=red', {}, 400],
  ['studies?limit=all', {}, 400],
  ['studies/1.2.3.4/metadata', {}, 404],
  [
    'studies/1.2.826.0.1.1',
    { accept: 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.90' },
    406,
  ],
])('%s is refused', async (path, headers, status) => {
  expect((await get(path, headers)).status).toBe(status);
});

test('a film that arrives later is found, and a file that is none is named once', async () => {
  const late = {
    studyInstanceUid: '1.2.826.0.1.7',
    seriesInstanceUid: '1.2.7.1',
    sopInstanceUid: '1.2.7.1.1',
  };
  await writeFile(join(folder.folder, 'late.dcm'), filmFile(late));
  const found = await archive.listInstances('1.2.826.0.1.7', AbortSignal.timeout(5000));
  expect(found.map(({ identity }) => identity.sopInstanceUid)).toEqual(['1.2.7.1.1']);
  expect(unreadable.map((path) => path.split('/').at(-1))).toEqual(['film-3.dcm']);
});
