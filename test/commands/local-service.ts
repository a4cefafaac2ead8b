import { Router, type RequestHandler } from 'express';
import { newLocalToken, writeServiceFile } from '../../src/adapters/local-admin/service-file.ts';
import { localAdmin } from '../../src/http/admin/admin-actor.ts';
import type { RequireRole } from '../../src/http/population/staff.ts';
import { startService, type TestService } from '../http/service.ts';

/** Whoever asks has every role that is asked for, in the tenant that the request names. */
export const everyRole: RequireRole =
  (...roles) =>
  (request, response, next) => {
    response.locals['staff'] = { tenantId: request.get('x-trabecula-tenant'), subject: 'root', roles };
    next();
  };

/** A running service as a command of the same machine finds it: by the file in its data folder. */
export async function startLocalService(
  folder: string,
  path: string,
  routes: RequestHandler,
): Promise<TestService> {
  const token = newLocalToken();
  const handler = Router().use(localAdmin(token), routes);
  const service = await startService({ mounts: [{ path, handler }] });
  writeServiceFile(folder, { url: service.url, token });
  return service;
}
