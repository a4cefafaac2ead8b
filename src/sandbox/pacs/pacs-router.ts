import { Router, type Request, type Response } from 'express';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { addFrameRoutes } from './frame-routes.ts';
import { openFilmFolder, type StoredFilm } from './film-folder.ts';
import { parseQidoQuery, searchFilms, type QidoLevel } from './qido-search.ts';

export interface PacsOptions {
  /** Folder of DICOM files; files that come later are found at the next request. */
  readonly folder: string;
  readonly onUnreadable: (path: string) => void;
}

const DICOM_JSON = 'application/dicom+json';

/**
 * The embedded picture archive of the sandbox: QIDO-RS and WADO-RS (metadata, instances, frames, rendered) over a folder of simulated
 * films. Read only, without access control: it is meant for loopback.
 */
export function pacsRouter(options: PacsOptions): Router {
  const folder = openFilmFolder(options.folder, options.onUnreadable);
  const router = Router();

  const search = (path: string, level: QidoLevel) =>
    router.get(path, async (request, response) => {
      const films = within(await folder.films(), request);
      try {
        const query = parseQidoQuery(new URL(request.originalUrl, 'http://localhost').searchParams);
        sendJson(response, searchFilms(films, level, query));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        response.status(400).type('text/plain').send(error.message);
      }
    });
  search('/studies', 'study');
  search('/series', 'series');
  search('/instances', 'instance');
  search('/studies/:study/series', 'series');
  search('/studies/:study/instances', 'instance');
  search('/studies/:study/series/:series/instances', 'instance');

  const study = '/studies/:study';
  const series = `${study}/series/:series`;
  const instance = `${series}/instances/:instance`;
  for (const path of [study, series, instance]) {
    router.get(`${path}/metadata`, async (request, response) => {
      const films = within(await folder.films(), request);
      if (films.length === 0) response.status(404).end();
      else
        sendJson(
          response,
          films.map((film) => film.attributes),
        );
    });
    router.get(path, async (request, response) => {
      const films = within(await folder.films(), request);
      if (films.length === 0) response.status(404).end();
      else await sendFiles(request, response, films);
    });
  }
  addFrameRoutes(router, instance, async (request) => within(await folder.films(), request)[0]);
  return router;
}

function within(films: readonly StoredFilm[], { params }: Pick<Request, 'params'>): readonly StoredFilm[] {
  return films.filter(
    (film) =>
      (params['study'] ?? film.studyInstanceUid) === film.studyInstanceUid &&
      (params['series'] ?? film.seriesInstanceUid) === film.seriesInstanceUid &&
      (params['instance'] ?? film.sopInstanceUid) === film.sopInstanceUid,
  );
}

function sendJson(response: Response, dataSets: readonly unknown[]): void {
  response.status(200).type(DICOM_JSON).send(JSON.stringify(dataSets));
}

/** Files as they are stored: a request for another transfer syntax is 406, as nothing is transcoded. */
async function sendFiles(request: Request, response: Response, films: readonly StoredFilm[]): Promise<void> {
  const asked = /transfer-syntax=([0-9.]+)/.exec(request.get('accept') ?? '')?.[1];
  if (asked !== undefined && films.some((film) => film.transferSyntaxUid !== asked)) {
    response.status(406).end();
    return;
  }
  const boundary = randomUUID();
  response
    .status(200)
    .set('Content-Type', `multipart/related; type="application/dicom"; boundary=${boundary}`);
  for (const film of films) {
    response.write(
      `--${boundary}\r\nContent-Type: application/dicom; transfer-syntax=${film.transferSyntaxUid}\r\n` +
        `Content-Length: ${film.bytes}\r\n\r\n`,
    );
    await pipeline(createReadStream(film.path), response, { end: false });
    response.write('\r\n');
  }
  response.end(`--${boundary}--\r\n`);
}
