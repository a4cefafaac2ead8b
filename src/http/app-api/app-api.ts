import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { OVERRIDE_CODES } from '../../cds-hooks/cards/override-codes.ts';
import type { Thresholds } from '../../core/decision/policy.ts';
import type { ScoredFilm } from '../../core/film/film.ts';
import { TrabeculaError } from '../../errors.ts';
import { toolScores } from '../../flow/app-tools.ts';
import type { AppAnswer, AppModelCard, AppReview, AppView } from '../../flow/app-view.ts';
import type { AppCaller, AppTokens } from '../../flow/ports/app-tokens.ts';
import type { AssessmentStore } from '../../flow/ports/assessment-store.ts';
import type { AuditTrail } from '../../flow/ports/audit.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { FilmPictures } from '../../flow/ports/film-pictures.ts';
import type { RenderedImage } from '../../flow/ports/film-renderer.ts';
import type { Tenant } from '../../flow/tenant.ts';
import { appCallerOf, requireAppCaller } from './app-caller.ts';
import { sendFrame } from './send-frame.ts';

export interface AppApiPorts {
  readonly tenants: readonly Tenant[];
  readonly tokens: AppTokens;
  readonly view: (caller: AppCaller, assessmentKey: string | undefined) => Promise<AppView>;
  readonly answer: (caller: AppCaller, answer: AppAnswer) => Promise<void>;
  /** Marks a written result as reviewed; says where it stands then. */
  readonly review: (caller: AppCaller, assessmentKey: string) => Promise<AppReview>;
  readonly thresholdsOf: (tenant: Tenant) => Promise<Thresholds>;
  readonly store: Pick<AssessmentStore, 'currentFor'>;
  readonly pictures: FilmPictures;
  readonly models: (tenant: Tenant) => Promise<readonly AppModelCard[]>;
  /** The client id under which the app is registered at a tenant's EHR, and the EHR's name for people. */
  readonly registrationOf: (tenant: Tenant) => { readonly clientId: string; readonly name: string };
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

const toolInputs = z.object({
  ageYears: z.number().min(1).max(130).optional(),
  weightKg: z.number().min(1).max(500).optional(),
  oestrogen: z.boolean().optional(),
  lowImpactFracture: z.boolean().optional(),
  assumedNo: z
    .array(z.enum(['oestrogen', 'prior-fracture']))
    .max(2)
    .default([]),
});

const answerBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ordered'), cardUuid: z.string().max(64).optional() }),
  z.object({
    kind: z.literal('set-aside'),
    cardUuid: z.string().max(64).optional(),
    reasonCode: z.enum(OVERRIDE_CODES).optional(),
    comment: z.string().max(500).optional(),
  }),
]);

const reviewBody = z.object({ assessmentKey: z.string().regex(/^[0-9a-f]{64}$/) });

/** What the SMART app asks the service, mounted at `/app/api`: each answer is about the token's own patient. */
export function appApi(ports: AppApiPorts): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  router.get('/servers', (_request, response) => {
    response.json({
      servers: ports.tenants.map((tenant) => ({ iss: tenant.fhirBaseUrl, ...ports.registrationOf(tenant) })),
    });
  });
  router.use(requireAppCaller(ports.tenants, ports.tokens), express.json({ limit: '20kb' }));
  router.get('/view', async (request, response) => {
    const key = request.query['assessment'];
    const caller = appCallerOf(response);
    const view = await ports.view(caller, typeof key === 'string' ? key : undefined);
    await audited(ports, caller, 'app-read', `Patient/${caller.patientId}`);
    response.json(view);
  });
  router.post('/tools', async (request, response) => {
    const inputs = bodyOf(toolInputs, request);
    const thresholds = await ports.thresholdsOf(appCallerOf(response).tenant);
    response.json({
      scores: toolScores(
        {
          ageYears: inputs.ageYears,
          weightKg: inputs.weightKg,
          oestrogen: inputs.oestrogen,
          lowImpactFracture: inputs.lowImpactFracture,
          assumedNo: inputs.assumedNo,
        },
        thresholds,
      ),
    });
  });
  router.post('/answers', async (request, response) => {
    const body = bodyOf(answerBody, request);
    await ports.answer(
      appCallerOf(response),
      body.kind === 'ordered'
        ? { kind: 'ordered', cardUuid: body.cardUuid }
        : { ...body, cardUuid: body.cardUuid, reasonCode: body.reasonCode, comment: body.comment },
    );
    response.status(204).end();
  });
  router.post('/reviews', async (request, response) => {
    const { assessmentKey } = bodyOf(reviewBody, request);
    response.json({ review: await ports.review(appCallerOf(response), assessmentKey) });
  });
  router.get('/models', async (_request, response) => {
    response.json({ models: await ports.models(appCallerOf(response).tenant) });
  });
  filmRoutes(router, ports);
  return router;
}

function filmRoutes(router: Router, ports: AppApiPorts): void {
  router.get('/films/:sop/picture', async (request, response) => {
    const caller = appCallerOf(response);
    const film = await filmOf(ports, caller, request.params.sop);
    const picture = await ports.pictures.pictureOf(caller.tenant, film.identity);
    await audited(ports, caller, 'image-read', film.identity.sopInstanceUid);
    sendPicture(response, picture);
  });
  router.get('/films/:sop/frame', async (request, response) => {
    const caller = appCallerOf(response);
    const film = await filmOf(ports, caller, request.params.sop);
    const frame = await ports.pictures.frameOf(caller.tenant, film.identity);
    await audited(ports, caller, 'image-read', film.identity.sopInstanceUid);
    if (frame === undefined) throw new TrabeculaError('not-found', 'the film cannot be shown');
    await sendFrame(request, response, frame);
  });
  router.get('/films/:sop/attention', async (request, response) => {
    const caller = appCallerOf(response);
    const film = await filmOf(ports, caller, request.params.sop);
    sendPicture(response, await ports.pictures.layerOf(caller.tenant, film.identity, film.attention));
  });
}

/** A scored film of the caller's own patient. Throws "not-found" for every other. */
async function filmOf(ports: AppApiPorts, caller: AppCaller, sopInstanceUid: string): Promise<ScoredFilm> {
  const assessments = await ports.store.currentFor(caller.tenant.id, caller.patientId);
  const film = assessments
    .flatMap(({ evidence }) => (evidence.kind === 'available' ? evidence.films : []))
    .find(({ identity }) => identity.sopInstanceUid === sopInstanceUid);
  if (film === undefined) throw new TrabeculaError('not-found', 'this patient has no such film');
  return film;
}

function sendPicture(response: Response, picture: RenderedImage | undefined): void {
  if (picture === undefined) throw new TrabeculaError('not-found', 'the film cannot be shown');
  response.type(picture.mediaType).send(Buffer.from(picture.bytes));
}

function bodyOf<T>(schema: z.ZodType<T>, request: Request): T {
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) throw new TrabeculaError('bad-request', 'the body does not have the expected fields');
  return parsed.data;
}

const audited = (
  { audit, clock }: AppApiPorts,
  caller: AppCaller,
  action: 'app-read' | 'image-read',
  object: string,
): Promise<void> =>
  audit.record({
    tenantId: caller.tenant.id,
    action,
    actor: caller.userId,
    subject: `Patient/${caller.patientId}`,
    object,
    outcome: 'success',
    at: clock(),
  });
