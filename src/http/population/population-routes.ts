import { Router, json, type Request, type Response } from 'express';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import {
  minutesLeft,
  type ScreeningOutlook,
  type ScreeningPlan,
  type ScreeningRequest,
} from '../../flow/plan-screening.ts';
import type { AuditTrail } from '../../flow/ports/audit.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { PopulationQuestions, QuestionAnswer } from '../../flow/ports/population-questions.ts';
import type { AttestedDxa, PopulationStore } from '../../flow/ports/population-store.ts';
import type { ScreeningLedger, ScreeningRunState } from '../../flow/ports/screening-ledger.ts';
import { answerFormatOf, csvOf, fhirOf, researchCsvOf, type AnswerFormat } from './answer-formats.ts';
import { rowsWanted, textParameters, wholeNumber } from './asked-rows.ts';
import { checkedBody } from './checked-body.ts';
import { staffOf, type RequireRole } from './staff.ts';

/** Everything that the population API is given. */
export interface PopulationApi {
  readonly questions: PopulationQuestions;
  readonly ledger: ScreeningLedger;
  readonly planScreening: (request: ScreeningRequest) => Promise<ScreeningPlan>;
  /** How large such a run would be; begins nothing. */
  readonly lookAhead: (request: ScreeningRequest) => Promise<ScreeningOutlook>;
  readonly store: PopulationStore;
  /** Begins an import in the background; its progress stands in the store. */
  readonly startImport: (tenantId: string, source: ImportSource) => Promise<void>;
  readonly requireRole: RequireRole;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Rows on a page, and in an export: an export over the limit is refused, never cut in silence. */
const rowsOnPage = 100;
const mostRowsOnPage = 1000;
const mostRowsInExport = 500_000;

/** Questions, screening runs and imports for staff with the population role. Mounted under /population. */
export function populationRoutes(api: PopulationApi): Router {
  const router = Router();
  router.use(json({ limit: '2mb' }));
  const reader = api.requireRole('population', 'clinical-lead');
  const operator = api.requireRole('population', 'operator');
  // How fresh the figures are, progress and reasons: who may read, and who runs it.
  const watcher = api.requireRole('population', 'operator', 'clinical-lead');

  router.get('/questions', reader, (_request, response) => {
    response.json({ questions: api.questions.list() });
  });
  router.get('/questions/:name', reader, (request, response) => answerQuestion(api, request, response));
  router.get('/imports', watcher, async (_request, response) => {
    response.json({ imports: await api.store.imports(staffOf(response).tenantId) });
  });
  router.post('/imports', operator, async (request, response) => {
    const source = checkedBody(importSchema, request.body);
    await api.startImport(staffOf(response).tenantId, source);
    await audited(api, response, `population-import/${source.kind}`);
    response.status(202).json({ source });
  });
  router.get('/screening-runs', watcher, async (_request, response) => {
    const runs = await api.ledger.progress(staffOf(response).tenantId, api.clock());
    response.json({
      runs: runs.map((progress) => ({ ...progress, minutesLeft: minutesLeft(progress) ?? null })),
    });
  });
  router.post('/screening-plans', operator, async (request, response) => {
    response.json(await api.lookAhead(screeningRequestOf(request.body, response)));
  });
  router.post('/screening-runs', operator, async (request, response) => {
    const plan = await api.planScreening(screeningRequestOf(request.body, response));
    await audited(api, response, `screening-run/${plan.run.runId}`);
    response.status(201).json(plan);
  });
  for (const [verb, state] of [
    ['pause', 'paused'],
    ['resume', 'running'],
    ['cancel', 'cancelled'],
  ] as const) {
    router.post(`/screening-runs/:runId/${verb}`, operator, (request, response) =>
      changeRun(api, request, response, state),
    );
  }
  router.get('/screening-runs/:runId/set-aside', watcher, async (request, response) => {
    response.json({
      studies: await api.ledger.setAside(staffOf(response).tenantId, String(request.params['runId'])),
    });
  });
  router.post('/attested-dxa', reader, async (request, response) => {
    const attestation = attestationOf(request.body, response, api.clock());
    await api.store.attestDxa(attestation);
    await audited(api, response, `Patient/${attestation.patientId}`);
    response.status(201).end();
  });
  return router;
}

async function answerQuestion(api: PopulationApi, request: Request, response: Response): Promise<void> {
  const { tenantId, subject } = staffOf(response);
  const { format: asked, offset, limit, sort, filter, ...given } = request.query;
  const format = answerFormatOf(asked);
  const rows = rowsWanted({ sort, filter });
  if (format === 'measure-report' && rows.filters.length > 0)
    throw new TrabeculaError('bad-request', 'a MeasureReport is of everybody: ask for it without filters');
  const page =
    format === 'json'
      ? {
          ...rows,
          offset: wholeNumber('offset', offset, 0, 10_000_000),
          limit: wholeNumber('limit', limit, rowsOnPage, mostRowsOnPage),
        }
      : { ...rows, offset: 0, limit: mostRowsInExport };
  const at = api.clock();
  const name = String(request.params['name']);
  const answer = await api.questions.ask(
    tenantId,
    name,
    textParameters(given),
    at.toISOString().slice(0, 10),
    page,
  );
  if (format !== 'json' && answer.rowsInAll > mostRowsInExport) {
    throw new TrabeculaError(
      'too-large',
      `the answer has ${answer.rowsInAll} rows; an export holds at most ${mostRowsInExport}`,
    );
  }
  if (answer.question.rowsAre === 'patients' || format !== 'json') {
    await api.audit.record({
      tenantId,
      action: 'export',
      actor: subject,
      subject: undefined,
      object: `question/${name}?format=${format}`,
      outcome: 'success',
      at,
    });
  }
  send(response, format, answer, at);
}

function send(response: Response, format: AnswerFormat, answer: QuestionAnswer, at: Date): void {
  switch (format) {
    case 'json':
      response.json(answer);
      return;
    case 'csv':
    case 'research-csv':
      response.attachment(`${answer.question.name}.csv`).type('text/csv; charset=utf-8');
      response.send(format === 'csv' ? csvOf(answer) : researchCsvOf(answer));
      return;
    case 'group':
    case 'measure-report':
    case 'care-gaps':
      response.type('application/fhir+json').send(JSON.stringify(fhirOf(format, answer, at)));
  }
}

async function changeRun(
  api: PopulationApi,
  request: Request,
  response: Response,
  state: ScreeningRunState,
): Promise<void> {
  const runId = String(request.params['runId']);
  const changed = await api.ledger.setState(staffOf(response).tenantId, runId, state);
  if (!changed) throw new TrabeculaError('not-found', 'there is no such screening run, or it was cancelled');
  await audited(api, response, `screening-run/${runId} ${state}`);
  response.status(204).end();
}

async function audited(api: PopulationApi, response: Response, object: string): Promise<void> {
  const { tenantId, subject } = staffOf(response);
  await api.audit.record({
    tenantId,
    action: 'admin',
    actor: subject,
    subject: undefined,
    object,
    outcome: 'success',
    at: api.clock(),
  });
}

const importSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('files'), path: z.string().min(1).max(4096) }),
  z.strictObject({
    kind: z.literal('bulk-data'),
    groupId: z
      .string()
      .regex(/^[A-Za-z0-9\-.]{1,64}$/)
      .optional(),
    level: z.enum(['system', 'patient', 'group']).default('system'),
    anew: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('sweep'), anew: z.boolean().default(false) }),
  z.strictObject({ kind: z.literal('archive'), since: z.iso.date() }),
]);
/** Where a population comes from: files on the service's machine, Bulk Data, a paged search, or films that the archive holds. `anew`: not since the last time. */
export type ImportSource = z.output<typeof importSchema>;

const screeningSchema = z.strictObject({
  filmMonths: z.number().int().min(1).max(120).default(24),
  filmsSince: z.iso.date().optional(),
  patientIds: z
    .array(z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/))
    .max(200_000)
    .optional(),
});

function screeningRequestOf(body: unknown, response: Response): ScreeningRequest {
  const { tenantId, subject } = staffOf(response);
  const { filmMonths, filmsSince, patientIds } = checkedBody(screeningSchema, body ?? {});
  return { tenantId, askedBy: subject, filmMonths, filmsSince, patientIds };
}

const attestationSchema = z.strictObject({
  patientId: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/),
  performedOn: z.iso.date(),
  lowestTScore: z.number().min(-9).max(9).optional(),
});

function attestationOf(body: unknown, response: Response, at: Date): AttestedDxa {
  const { tenantId, subject } = staffOf(response);
  const { patientId, performedOn, lowestTScore } = checkedBody(attestationSchema, body);
  if (performedOn > at.toISOString().slice(0, 10))
    throw new TrabeculaError('bad-request', '"performedOn" lies in the future');
  return { tenantId, patientId, performedOn, lowestTScore, attestedBy: subject, attestedAt: at };
}
