import { json, raw, Router, type RequestHandler } from 'express';
import { z } from 'zod';
import type { RunningModels } from '../../core/go-live/effective-mode.ts';
import { modeLadder } from '../../core/go-live/mode-ladder.ts';
import { SIGN_OFF_ROLES } from '../../core/go-live/records.ts';
import { TrabeculaError } from '../../errors.ts';
import * as goLive from '../../flow/go-live.ts';
import type { Tenant } from '../../flow/tenant.ts';
import { staffOf, type RequireRole } from '../population/staff.ts';
import { parsed } from './parsed-body.ts';

export interface GoLiveApi {
  readonly tenants: readonly Tenant[];
  /** The models that would speak for a tenant. */
  readonly modelsOf: (tenant: Tenant) => RunningModels;
  readonly ports: goLive.GoLivePorts;
  /** A report of `trabecula validate` from its bytes. Throws TrabeculaError "bad-input-file". */
  readonly readReport: (bytes: Buffer) => goLive.ReportFile;
  readonly requireRole: RequireRole;
}

const criteriaBody = z.strictObject({
  fewestPeople: z.number(),
  fewestWithOsteoporosis: z.number(),
  sensitivityLowerLimit: z.number(),
  ppvLowerLimit: z.number(),
});
const signOffBody = z.strictObject({
  reportDigest: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.enum(SIGN_OFF_ROLES),
});
const reasonBody = z.strictObject({ reason: z.string().trim().min(3).max(500) });
const reportLimit = '5mb';

/**
 * The decision to go live, step by step, of the caller's own tenant and in the caller's own name: who acts is the
 * session's identity and is never typed. Mounted under /admin/api/go-live. Operators may look and silence; criteria,
 * validation, sign-off and the lifting of a silence are the clinical leads'.
 */
export function goLiveRoutes(api: GoLiveApi): Router {
  const router = Router();
  const { ports } = api;
  const lead = api.requireRole('clinical-lead');
  const operator = api.requireRole('operator', 'clinical-lead');
  const tenantOf = (tenantId: string): Tenant => {
    const tenant = api.tenants.find(({ id }) => id === tenantId);
    if (tenant === undefined) throw new TrabeculaError('not-found', 'there is no such tenant');
    return tenant;
  };
  /** Runs a step as whoever is signed in. */
  const step =
    (status: number, work: (tenant: Tenant, body: unknown, by: string) => Promise<unknown>): RequestHandler =>
    async (request, response) => {
      const { tenantId, subject } = staffOf(response);
      const answer = await work(tenantOf(tenantId), request.body, subject);
      response.status(status);
      if (answer === undefined) response.end();
      else response.json(answer);
    };
  const body = json({ limit: 10_000 });

  router.get(
    '/',
    operator,
    step(200, (tenant) => stateOf(tenant, api)),
  );
  router.post(
    '/criteria',
    lead,
    body,
    step(201, (tenant, sent, by) => goLive.lockCriteria(tenant, parsed(criteriaBody, sent), by, ports)),
  );
  // The very bytes: their digest is what is signed.
  router.post(
    '/validations',
    lead,
    raw({ type: 'application/json', limit: reportLimit }),
    step(201, async (tenant, sent, by) => {
      if (!Buffer.isBuffer(sent)) throw new TrabeculaError('bad-request', 'the body is a report.json');
      const file = api.readReport(sent);
      const figures = await goLive.recordValidation(tenant, file, by, ports);
      return { reportDigest: file.digest, figures };
    }),
  );
  router.post(
    '/sign-offs',
    lead,
    body,
    step(201, (tenant, sent, by) => {
      const { reportDigest, role } = parsed(signOffBody, sent);
      return goLive.signOff(tenant, reportDigest, role, by, ports);
    }),
  );
  router.post(
    '/silences',
    operator,
    body,
    step(201, (tenant, sent, by) => goLive.silence(tenant, parsed(reasonBody, sent).reason, by, ports)),
  );
  router.post(
    '/silence-lifts',
    lead,
    body,
    step(201, (tenant, sent, by) => goLive.liftSilence(tenant, parsed(reasonBody, sent).reason, by, ports)),
  );
  return router;
}

/** Everything on which the mode rests, and what each mode lacks. */
async function stateOf(tenant: Tenant, { modelsOf, ports }: GoLiveApi) {
  const models = modelsOf(tenant);
  const records = await ports.records.of(tenant.id);
  const decision = await goLive.currentMode(tenant, models, ports);
  return {
    tenantId: tenant.id,
    isSandbox: tenant.sandbox,
    configuredMode: tenant.mode,
    mode: decision.mode,
    obstacles: decision.obstacles,
    ladder: modeLadder(tenant, models, records, ports.clock()),
    models: { versions: models.versions, precision: models.precision, trainingData: models.trainingData },
    regulatoryStatus: tenant.regulatoryStatus ?? null,
    pool: tenant.pool === undefined ? null : { name: tenant.pool.name, dxaPerWeek: tenant.pool.dxaPerWeek },
    research:
      tenant.research === undefined
        ? null
        : { ethicsReference: tenant.research.ethicsReference, expiresOn: tenant.research.expiresOn },
    records: records.toReversed(),
  };
}

export type GoLiveState = Awaited<ReturnType<typeof stateOf>>;
