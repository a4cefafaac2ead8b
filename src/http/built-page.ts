import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';

/** Where a page has its nonce put in, at build time a plain word. */
const NONCE_PLACE = '__CSP_NONCE__';

/** What a page may reach besides this service, and who may hold it in a frame. */
export interface PageOrigins {
  readonly connect: readonly string[];
  readonly frameAncestors: readonly string[];
}

/** Sends a page of the built app with its content security policy and a fresh nonce; passes on when there is none. */
export async function sendBuiltPage(
  folder: string,
  page: string,
  origins: PageOrigins,
  request: Request,
  response: Response,
  next: NextFunction,
): Promise<void> {
  const html = await readFile(path.join(folder, `${page}.html`), 'utf8').catch(() => undefined);
  if (html === undefined) {
    next();
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  pageHeaders(origins, nonce)(request, response, () => {
    response.set('Cache-Control', 'no-store').type('html').send(html.replaceAll(NONCE_PLACE, nonce));
  });
}

function pageHeaders(origins: PageOrigins, nonce: string): ReturnType<typeof helmet> {
  return helmet({
    strictTransportSecurity: false,
    // The frame-ancestors below say it with more than "deny" and "sameorigin" can.
    frameguard: false,
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", `'nonce-${nonce}'`],
        imgSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'", ...origins.connect],
        frameAncestors: [...origins.frameAncestors],
        formAction: ["'none'"],
        baseUri: ["'none'"],
      },
    },
  });
}
