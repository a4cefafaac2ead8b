import { createHash, timingSafeEqual } from 'node:crypto';
import express, { Router, type RequestHandler } from 'express';
import { TrabeculaError } from '../../errors.ts';
import { notificationKindOf } from '../../fhir/subscription-notification.ts';
import type { AppPorts } from '../app-ports.ts';
import { clientOf } from '../authenticate-client.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const holdsSecret = (authorization: string | undefined, secret: string): boolean =>
  timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${secret}`));

/** The tenant's own secret, as its Subscription sends it, or the JWT of one of its CDS clients. */
function senderOf({ tenants }: AppPorts, authenticate: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const tenantId = String(request.params['tenantId']);
    const settings = tenants.find(({ id }) => id === tenantId)?.notifications;
    if (settings !== undefined && holdsSecret(request.get('authorization'), settings.secret)) {
      next();
      return undefined;
    }
    return authenticate(request, response, (error?: unknown) => {
      if (error === undefined && clientOf(response).tenant.id !== tenantId)
        next(new TrabeculaError('forbidden', 'the client is of another tenant'));
      else next(error);
    });
  };
}

/**
 * Notifications of an EHR, mounted at `/notifications`: R4 rest-hooks (POST without a body; PUT of the resource, FHIR R4
 * section 2.46.7.1) and Bundles of the R5 backport. Each is a hint that the next sweep is worth while now; nothing of the
 * content is stored or believed.
 */
export function notifications(ports: AppPorts, authenticate: RequestHandler): Router {
  const router = Router();
  const sender = senderOf(ports, authenticate);
  const body = express.json({
    limit: ports.limits.requestBodyBytes,
    type: ['application/json', 'application/*+json'],
  });
  router.post('/:tenantId', sender, body, (request, response) => {
    if (notificationKindOf(request.body) === 'change') ports.onChangeHint(String(request.params['tenantId']));
    response.status(200).end();
  });
  router.put('/:tenantId/:resourceType/:id', sender, (request, response) => {
    ports.onChangeHint(String(request.params['tenantId']));
    response.status(200).end();
  });
  return router;
}
