import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Request, Router } from 'express';
import sharp from 'sharp';
import { loadCodecs } from '../../adapters/decode/codecs.ts';
import { parseDicomFile } from '../../adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../adapters/decode/encoded-frame.ts';
import { renderGrey } from '../../adapters/film-reader/render-film.ts';
import type { StoredFilm } from './film-folder.ts';

/** Media type of a frame by its transfer syntax (PS3.18 section 8.7.3.3); what is not here is not sent as a frame. */
const FRAME_TYPE: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2': 'application/octet-stream',
  '1.2.840.10008.1.2.1': 'application/octet-stream',
  '1.2.840.10008.1.2.4.50': 'image/jpeg',
  '1.2.840.10008.1.2.4.51': 'image/jpeg',
  '1.2.840.10008.1.2.4.57': 'image/jpeg',
  '1.2.840.10008.1.2.4.70': 'image/jpeg',
  '1.2.840.10008.1.2.4.80': 'image/jls',
  '1.2.840.10008.1.2.4.81': 'image/jls',
  '1.2.840.10008.1.2.4.90': 'image/jp2',
  '1.2.840.10008.1.2.4.91': 'image/jp2',
  '1.2.840.10008.1.2.4.201': 'image/jphc',
  '1.2.840.10008.1.2.5': 'image/dicom-rle',
};
const RENDERED_SIDE_PX = 1024;

/** WADO-RS frames and rendered instances (PS3.18 sections 10.4.1.1.6 and 10.4.1.1.3) of single-frame films. */
export function addFrameRoutes(
  router: Router,
  instance: string,
  find: (request: Request) => Promise<StoredFilm | undefined>,
): void {
  router.get(`${instance}/frames/:frame`, async (request, response) => {
    const film = await find(request);
    if (film === undefined || request.params['frame'] !== '1') {
      response.status(404).end();
      return;
    }
    const type = FRAME_TYPE[film.transferSyntaxUid];
    if (type === undefined) {
      response.status(406).end();
      return;
    }
    const boundary = randomUUID();
    response
      .set('Content-Type', `multipart/related; type="${type}"; boundary=${boundary}`)
      .send(
        Buffer.concat([
          Buffer.from(
            `--${boundary}\r\nContent-Type: ${type}; transfer-syntax=${film.transferSyntaxUid}\r\n\r\n`,
          ),
          encodedFrameOf(parseDicomFile(await readFile(film.path))).bytes,
          Buffer.from(`\r\n--${boundary}--\r\n`),
        ]),
      );
  });
  router.get(`${instance}/rendered`, async (request, response) => {
    const film = await find(request);
    if (film === undefined) {
      response.status(404).end();
      return;
    }
    const rendering = renderGrey(await readFile(film.path), RENDERED_SIDE_PX, { codecs: await loadCodecs() });
    if (rendering.kind === 'refused') {
      response.status(406).end();
      return;
    }
    const { grey, widthPx, heightPx } = rendering.film;
    const picture = sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } });
    const isPng = request.accepts(['image/jpeg', 'image/png']) === 'image/png';
    response.type(isPng ? 'image/png' : 'image/jpeg');
    response.send(await (isPng ? picture.png() : picture.jpeg()).toBuffer());
  });
}
