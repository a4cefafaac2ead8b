import express from 'express';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  openDicomwebArchive,
  type DicomwebArchive,
} from '../../../src/adapters/dicomweb/dicomweb-archive.ts';
import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import { chooseFilms } from '../../../src/core/study/film-choice.ts';
import { pacsRouter } from '../../../src/sandbox/pacs/pacs-router.ts';
import { listening } from '../../fakes/listening.ts';

interface TrueFilm {
  readonly file: string;
  readonly patientId: string;
  readonly view: 'ap' | 'lateral';
  readonly studyInstanceUid: string;
  readonly sopInstanceUid: string;
}

const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'sandbox', 'films');
const { films } = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as { films: TrueFilm[] };
const signal = new AbortController().signal;
const unreadable: string[] = [];
let server: Awaited<ReturnType<typeof listening>>;
let archive: DicomwebArchive;

beforeAll(async () => {
  server = await listening(
    express().use(pacsRouter({ folder, onUnreadable: (path) => void unreadable.push(path) })),
  );
  archive = openDicomwebArchive({
    baseUrl: server.baseUrl,
    allowedHosts: [server.host],
    authorization: { kind: 'none' },
    limits: { requestsPerSecond: 1000 },
  });
});
afterAll(async () => {
  await archive.close();
  await server.close();
});

test('each shipped patient is found by number, and each film chosen as the view that it is', async () => {
  const chosen: [string, string, string][] = [];
  for (const patientId of new Set(films.map((film) => film.patientId))) {
    for (const study of await archive.findStudies({ by: 'patient', patientId, issuer: undefined }, signal)) {
      const instances = await archive.listInstances(study.studyInstanceUid, signal);
      const choice = chooseFilms(instances, { viewRules: defaultViewRules, acceptsForProcessing: false });
      if (choice.kind !== 'films') continue;
      for (const view of ['ap', 'lateral'] as const) {
        const uids = choice.byView[view].map(({ film }) => film.identity.sopInstanceUid);
        chosen.push(...uids.map((uid): [string, string, string] => [patientId, uid, view]));
      }
    }
  }
  expect(chosen.sort()).toEqual(films.map((film) => [film.patientId, film.sopInstanceUid, film.view]).sort());
});

test('a whole film of each transfer syntax is fetched as it lies in the folder', async () => {
  for (const { file, studyInstanceUid, sopInstanceUid } of films.slice(0, 6)) {
    const instances = await archive.listInstances(studyInstanceUid, signal);
    const identity = instances.find(
      (instance) => instance.identity.sopInstanceUid === sopInstanceUid,
    )?.identity;
    const fetched = await archive.fetchInstance(identity!, signal);
    expect(Buffer.compare(Buffer.from(fetched), readFileSync(join(folder, file)))).toBe(0);
  }
});

test('what lies beside the films is named', () => {
  expect(unreadable.map((path) => path.slice(folder.length + 1))).toEqual(['truth.json']);
});
