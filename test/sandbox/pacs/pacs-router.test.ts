import express from 'express';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  openDicomwebArchive,
  type DicomwebArchive,
} from '../../../src/adapters/dicomweb/dicomweb-archive.ts';
import { pacsRouter } from '../../../src/sandbox/pacs/pacs-router.ts';
import { describeArchiveFilms } from '../../contracts/archive-films.ts';
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
describeArchiveFilms('the embedded PACS', () => archive);

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

const FIRST = 'studies/1.2.826.0.1.1/series/1.2.826.0.1.1.1/instances/1.2.826.0.1.1.1.1';

test('the frame of a film is sent as it is stored', async () => {
  const answer = await get(`${FIRST}/frames/1`);
  expect(answer.headers.get('content-type')).toMatch(/^multipart\/related; type="application\/octet-stream"/);
  const body = Buffer.from(await answer.arrayBuffer());
  expect(body.toString('latin1')).toContain('transfer-syntax=1.2.840.10008.1.2.1\r\n');
  const ramp = Uint16Array.from({ length: 16 }, (_, index) => index * 256);
  expect(body.includes(Buffer.from(ramp.buffer))).toBe(true);
});

test('a film is rendered as JPEG, or as PNG when that is asked for', async () => {
  const jpeg = await get(`${FIRST}/rendered`, { accept: '*/*' });
  expect(jpeg.headers.get('content-type')).toBe('image/jpeg');
  const png = await get(`${FIRST}/rendered`, { accept: 'image/png' });
  expect(png.headers.get('content-type')).toBe('image/png');
  const { data, info } = await sharp(Buffer.from(await png.arrayBuffer()))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  // The ramp runs from the darkest pixel to the brightest.
  expect([info.width, info.height, data[0], data[15]]).toEqual([4, 4, 0, 255]);
});

test.each(['frames/2', 'frames/x'])('%s of a film with one frame is not there', async (path) => {
  expect((await get(`${FIRST}/${path}`)).status).toBe(404);
});
