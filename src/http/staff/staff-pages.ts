import { Router } from 'express';
import { sendBuiltPage } from '../built-page.ts';

/** Addresses of the staff pages under `/staff`; `signed-in` is where a renewed session ends in its own window. */
export const STAFF_PAGES = [
  '/',
  '/population',
  '/screening',
  '/watch',
  '/stop-button',
  '/go-live',
  '/signed-in',
] as const;

/**
 * The staff pages: one built page for all their addresses, mounted at `/staff`. It holds no data: each part asks the
 * staff APIs, which hold it against the session's roles. No frame may hold it and it reaches this service alone.
 */
export function staffPages(folder: string): Router {
  const router = Router();
  router.get([...STAFF_PAGES], (request, response, next) =>
    sendBuiltPage(folder, 'staff', { connect: [], frameAncestors: ["'none'"] }, request, response, next),
  );
  return router;
}
