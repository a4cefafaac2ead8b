import { json, Router } from 'express';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import type { CardSwitch } from '../../flow/ports/card-switch.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { PatientErasure } from '../../flow/ports/patient-erasure.ts';
import type { Tenant } from '../../flow/tenant.ts';
import type { ConcurrencyGate } from '../concurrency.ts';
import { adminOf, mustManage, type AuditedAct } from './admin-actor.ts';
import { parsed } from './parsed-body.ts';

export interface AdminApi {
  readonly tenants: readonly Tenant[];
  readonly cardSwitch: CardSwitch;
  readonly erasure: PatientErasure;
  readonly audited: AuditedAct;
  readonly clock: Clock;
  /** Bounds the calls in hand, over all routers of the admin API; above it 503 with Retry-After. */
  readonly gate: ConcurrencyGate;
}

/** Who stops assessing does not trust the results: then they are not written either, unless the caller says so. */
const stopBody = z
  .strictObject({
    tenantId: z.string(),
    reason: z.string().trim().min(3).max(500),
    assessments: z.enum(['go-on', 'stop']).default('go-on'),
    writing: z.enum(['go-on', 'stop']).optional(),
  })
  .transform((body) => ({ ...body, writing: body.writing ?? body.assessments }));

/**
 * What an operator does to the running service: the stop button, and the deletion of one patient's data. Behind a
 * guard that says who acts (`localAdmin`, or `requireRole` and `staffAdmin`); every act is audited.
 */
export function adminRoutes(api: AdminApi): Router {
  const router = Router();
  const { gate } = api;
  const known = (tenantId: string) => {
    if (!api.tenants.some(({ id }) => id === tenantId))
      throw new TrabeculaError('not-found', 'tenantId: there is no such tenant');
  };
  router.use(json({ limit: 10_000 }));

  router.get('/card-stops', (_request, response) => {
    const own = adminOf(response).tenantId;
    const tenants = api.tenants.filter(({ id }) => own === undefined || id === own);
    response.json({
      tenants: tenants.map(({ id, mode }) => ({
        tenantId: id,
        mode,
        stop: api.cardSwitch.stopped(id) ?? null,
      })),
    });
  });

  router.post('/card-stops', async (request, response) => {
    const { tenantId, reason, assessments, writing } = parsed(stopBody, request.body);
    known(tenantId);
    const stop = { tenantId, reason, assessments, writing, by: adminOf(response).name, at: api.clock() };
    await gate.run(() =>
      api.audited(response, { tenantId, object: 'cards/stop' }, () => api.cardSwitch.stop(stop)),
    );
    response.json({ tenantId, stop });
  });

  router.delete('/card-stops/:tenantId', async (request, response) => {
    const { tenantId } = request.params;
    known(tenantId);
    const resumed = await gate.run(() =>
      api.audited(response, { tenantId, object: 'cards/resume' }, () => api.cardSwitch.resume(tenantId)),
    );
    response.json({ tenantId, resumed });
  });

  router.delete('/tenants/:tenantId/patients/:patientId', async (request, response) => {
    const { tenantId, patientId } = request.params;
    known(tenantId);
    mustManage(response, tenantId);
    const act = { tenantId, object: 'patient/erase', subject: `Patient/${patientId}` };
    const deleted = await gate.run(() =>
      api.audited(response, act, () => api.erasure.erase(tenantId, patientId)),
    );
    response.json({ deleted });
  });

  return router;
}
