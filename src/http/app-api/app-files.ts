import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express, { Router } from 'express';
import helmet from 'helmet';
import type { Tenant } from '../../flow/tenant.ts';

/** Where a page of the app has its nonce put in, at build time a plain word. */
const NONCE_PLACE = '__CSP_NONCE__';

/**
 * The built app, mounted at `/app`. Its content security policy lets scripts come from here only, styles with the
 * page's nonce, calls to the tenants' EHRs, and frames of the EHRs around it.
 */
export function appFiles(folder: string, tenants: readonly Tenant[]): Router {
  const router = Router();
  router.get(['/', '/:page.html'], async (request, response, next) => {
    const page = (request.params as { page?: string }).page ?? 'index';
    const file = /^[a-z-]+$/.test(page) ? path.join(folder, `${page}.html`) : undefined;
    const html = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
    if (html === undefined) {
      next();
      return;
    }
    const nonce = randomBytes(16).toString('base64');
    pageHeaders(tenants, nonce)(request, response, () => {
      response.set('Cache-Control', 'no-store').type('html').send(html.replaceAll(NONCE_PLACE, nonce));
    });
  });
  // Built files carry their digest in the name: what has this name never changes.
  router.use('/assets', express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y' }));
  router.use(express.static(folder, { index: false, extensions: [] }));
  return router;
}

function pageHeaders(tenants: readonly Tenant[], nonce: string): ReturnType<typeof helmet> {
  const ehrOrigins = originsOf(
    tenants.flatMap(({ fhirBaseUrl, backend }) => [fhirBaseUrl, backend?.tokenUrl]),
  );
  const frameOrigins = originsOf(
    tenants.flatMap(({ fhirBaseUrl, corsOrigins }) => [fhirBaseUrl, ...corsOrigins]),
  );
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
        connectSrc: ["'self'", ...ehrOrigins],
        frameAncestors: ["'self'", ...frameOrigins],
        formAction: ["'none'"],
        baseUri: ["'none'"],
      },
    },
  });
}

const originsOf = (urls: readonly (string | undefined)[]): string[] => [
  ...new Set(urls.filter((url) => url !== undefined).map((url) => new URL(url).origin)),
];
