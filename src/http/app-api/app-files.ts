import path from 'node:path';
import express, { Router } from 'express';
import type { Tenant } from '../../flow/tenant.ts';
import { sendBuiltPage, type PageOrigins } from '../built-page.ts';

/** The app's own entries of the build; the staff pages are another, served elsewhere with a policy of their own. */
const APP_PAGES: readonly string[] = ['index', 'launch'];

/**
 * The built app, mounted at `/app`. Its content security policy lets scripts come from here only, styles with the
 * page's nonce, calls to the tenants' EHRs, and frames of the EHRs around it.
 */
export function appFiles(folder: string, tenants: readonly Tenant[]): Router {
  const router = Router();
  const origins = originsOfTenants(tenants);
  router.get(['/', '/:page.html'], async (request, response, next) => {
    const page = (request.params as { page?: string }).page ?? 'index';
    if (APP_PAGES.includes(page)) await sendBuiltPage(folder, page, origins, request, response, next);
    else next('router');
  });
  // Built files carry their digest in the name: what has this name never changes.
  router.use('/assets', express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y' }));
  router.use(express.static(folder, { index: false, extensions: [] }));
  return router;
}

function originsOfTenants(tenants: readonly Tenant[]): PageOrigins {
  return {
    connect: originsOf(tenants.flatMap(({ fhirBaseUrl, backend }) => [fhirBaseUrl, backend?.tokenUrl])),
    frameAncestors: [
      "'self'",
      ...originsOf(tenants.flatMap(({ fhirBaseUrl, corsOrigins }) => [fhirBaseUrl, ...corsOrigins])),
    ],
  };
}

const originsOf = (urls: readonly (string | undefined)[]): string[] => [
  ...new Set(urls.filter((url) => url !== undefined).map((url) => new URL(url).origin)),
];
