import { Router } from 'express';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import type { AssessmentStore } from '../../flow/ports/assessment-store.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { Outbox } from '../../flow/ports/outbox.ts';
import { adminOf } from './admin-actor.ts';

export interface OutboxAdmin {
  readonly outbox: Outbox;
  readonly assessments: AssessmentStore;
  readonly clock: Clock;
  readonly record: (actor: string, object: string) => Promise<void>;
}

const listQuery = z.object({
  state: z.enum(['waiting', 'done', 'dead']).default('dead'),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});
const replayBody = z.strictObject({ intentNumber: z.number().int().positive().optional() });
const retractBody = z.strictObject({
  modelVersion: z.string().regex(/^[0-9a-f]{64}$/),
  reason: z.string().min(3).max(500),
});

function parsed<T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> {
  const result = schema.safeParse(value);
  if (!result.success) throw new TrabeculaError('bad-request', `${what}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/**
 * What an operator of the whole installation does to write-back: look at the outbox, put buried intents back, take back
 * all that a model wrote. It reaches over all tenants: only the command line on the machine itself may.
 */
export function outboxRoutes(admin: OutboxAdmin): Router {
  const router = Router();
  router.use((_request, response, next) => {
    if (adminOf(response).tenantId !== undefined)
      throw new TrabeculaError('forbidden', 'only the command line on this machine may do this');
    next();
  });

  router.get('/outbox', async (request, response) => {
    const { state, limit } = parsed(listQuery, request.query, 'query');
    response.json({ ...(await admin.outbox.counts()), entries: await admin.outbox.list(state, limit) });
  });

  router.post('/outbox/replays', async (request, response) => {
    const { intentNumber } = parsed(replayBody, request.body, 'body');
    await admin.record(adminOf(response).name, 'outbox/replay');
    response.json({ replayed: await admin.outbox.replay(admin.clock(), intentNumber) });
  });

  router.post('/model-retractions', async (request, response) => {
    const { modelVersion, reason } = parsed(retractBody, request.body, 'body');
    await admin.record(adminOf(response).name, `model/retract ${modelVersion}`);
    response.json({
      withdrawn: await admin.assessments.retractModel(modelVersion, reason, admin.clock()),
    });
  });
  return router;
}
