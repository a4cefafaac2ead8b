import express, { Router, type RequestHandler, type Response } from 'express';
import { parseFeedback } from '../../cds-hooks/parse-feedback.ts';
import { parseRequest } from '../../cds-hooks/parse-request.ts';
import type { CdsRequest, CdsResponse } from '../../cds-hooks/protocol.ts';
import { responseViolations } from '../../cds-hooks/response-invariants.ts';
import { TrabeculaError } from '../../errors.ts';
import type { VerifiedClient } from '../../flow/hook-call.ts';
import type { Tenant } from '../../flow/tenant.ts';
import type { AppPorts } from '../app-ports.ts';
import { clientOf } from '../authenticate-client.ts';
import { concurrencyGate } from '../concurrency.ts';

/** A burst above the soft bound still gets its guideline answer; this many times the bound is refused. */
const HARD_BOUND = 4;

function checkServer(request: CdsRequest, tenant: Tenant): void {
  if (request.fhirServer === undefined) return;
  if (!tenant.fhirServersAllowed.includes(request.fhirServer.replace(/\/+$/, '')))
    throw new TrabeculaError('forbidden', 'fhirServer: is not registered for this client');
}

/** The answer, when it breaks no rule. Throws Error when it does: that is our bug, and no card is better than it. */
function checked(answer: CdsResponse, client: VerifiedClient, traceId: string, ports: AppPorts): CdsResponse {
  const violations = responseViolations(answer, { systemActionsAllowed: client.systemActionsAllowed });
  if (violations.length === 0) return answer;
  ports.log.error({ traceId, violations }, 'a response broke the specification and was not sent');
  throw new Error('a response broke the specification');
}

/** Made once: every call ends with it, and a new error each time would record a stack that nobody reads. */
const CALL_OVER = new DOMException('the call is over', 'AbortError');

function abortedWith(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort(CALL_OVER));
  return controller.signal;
}

function checkJson(): RequestHandler {
  return (request, _response, next) => {
    if (request.is(['application/json', 'application/*+json']) === false)
      throw new TrabeculaError('unsupported', 'the body must be application/json');
    next();
  };
}

/** Discovery, call and feedback ("HTTP Request" and "Feedback"), mounted at `/cds-services`. */
export function cdsServices(ports: AppPorts, authenticate: RequestHandler): Router {
  const router = Router();
  const ids = new Set(ports.discovery.services.map((service) => service.id));
  const gate = concurrencyGate(
    ports.limits.concurrentHookCalls,
    ports.limits.concurrentHookCalls * HARD_BOUND,
  );
  const json = express.json({
    limit: ports.limits.requestBodyBytes,
    type: ['application/json', 'application/*+json'],
  });
  const known: RequestHandler = (request, _response, next) => {
    if (!ids.has(String(request.params['id'])))
      throw new TrabeculaError('not-found', 'there is no such service');
    next();
  };
  const hooksOf = new Map(
    [...ids].map((id) => [
      id,
      ports.discovery.services.filter((service) => service.id === id).map(({ hook }) => hook),
    ]),
  );

  router.get('/', (_request, response) => {
    response.json(ports.discovery);
  });

  router.post('/:id', authenticate, known, checkJson(), json, async (request, response) => {
    const client = clientOf(response);
    await gate.run(async (load) => {
      const parsed = parseRequest(request.body);
      if (hooksOf.get(String(request.params['id']))?.includes(parsed.context.hook) !== true)
        throw new TrabeculaError('bad-request', 'hook: is not one of this service');
      checkServer(parsed, client.tenant);
      if (ports.cardSwitch.stopped(client.tenant.id) !== undefined) {
        response.status(200).json({ cards: [] });
        return;
      }
      const traceId = String(response.locals['traceId']);
      const answer = await ports.answerHook({
        client,
        request: parsed,
        receivedAt: ports.clock(),
        signal: abortedWith(response),
        load,
        traceId,
      });
      response.status(200).json(checked(answer, client, traceId, ports));
    });
  });

  router.post('/:id/feedback', authenticate, known, checkJson(), json, async (request, response) => {
    const items = parseFeedback(request.body);
    await ports.recordFeedback({
      client: clientOf(response),
      serviceId: String(request.params['id']),
      items,
    });
    for (const { outcome } of items) ports.metrics.feedback(clientOf(response).tenant.id, outcome);
    response.status(200).end();
  });

  return router;
}
