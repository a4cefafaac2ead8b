import { forbidden, notFound, badRequest, getStatus, isOk, unauthorized } from '@medplum/core';
import { FhirRouter, type FhirRequest, type HttpMethod } from '@medplum/fhir-router';
import type { Bundle, OperationOutcome, Provenance, Resource } from '@medplum/fhirtypes';
import express, { type Request, type Response, type Router } from 'express';
import { isOfPatient, onlyOfPatient, permissionNeeded, reachOf, type Access, type Reach } from './access.ts';
import { capabilityStatement, CHART_RESOURCE_TYPES } from './capability-statement.ts';
import type { ChartRepository } from './chart-repository.ts';
import { completeSearchset } from './searchset.ts';

const FHIR_JSON = ['application/fhir+json', 'application/json', 'application/json-patch+json'];

export interface FhirRoutesOptions {
  readonly repository: ChartRepository;
  readonly fhirBaseUrl: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  /** The access of a bearer token, or undefined when it is unknown or expired. */
  readonly accessOf: (bearerToken: string) => Promise<Access | undefined>;
}

/** The FHIR R4 REST API of the sandbox EHR: every interaction but `metadata` needs a bearer token with a fitting scope. */
export function fhirRoutes(options: FhirRoutesOptions): Router {
  const router = express.Router();
  const fhirRouter = new FhirRouter();
  router.use(allowBrowserClients);
  router.use(express.json({ type: FHIR_JSON, limit: '5mb' }));
  router.use(express.urlencoded({ extended: false }));
  router.get('/metadata', (_request, response) => {
    send(response, 200, capabilityStatement(options));
  });
  router.use(async (request, response) => {
    const token = /^Bearer ([^ ]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const access = token === undefined ? undefined : await options.accessOf(token);
    if (access === undefined) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      send(response, 401, unauthorized);
      return;
    }
    const [outcome, found] = await answer(request, access, fhirRouter, options.repository);
    const resource =
      found?.resourceType === 'Bundle' ? completeSearchset(found, options.fhirBaseUrl, request.url) : found;
    if (outcome.id === 'created' && resource?.id !== undefined)
      response.setHeader('Location', `${options.fhirBaseUrl}/${resource.resourceType}/${resource.id}`);
    if (resource?.meta?.versionId !== undefined) response.setHeader('ETag', `W/"${resource.meta.versionId}"`);
    send(response, getStatus(outcome), isOk(outcome) && resource !== undefined ? resource : outcome);
  });
  return router;
}

type Answer = readonly [OperationOutcome] | readonly [OperationOutcome, Resource];

async function answer(
  request: Request,
  access: Access,
  fhirRouter: FhirRouter,
  repository: ChartRepository,
): Promise<Answer> {
  const [resourceType, id] = request.path.split('/').filter((segment) => segment !== '');
  const isSearchByPost = id === '_search';
  const method = request.method as HttpMethod;
  if (resourceType === undefined) {
    return request.method === 'POST'
      ? answerBundle(request, access, fhirRouter, repository)
      : [badRequest('Name a resource type')];
  }
  if (!(CHART_RESOURCE_TYPES as readonly string[]).includes(resourceType)) return [notFound];
  const permission = isSearchByPost ? 's' : permissionNeeded(method, id !== undefined);
  const reach = reachOf(access, resourceType, permission);
  if (reach.kind === 'none') return [forbidden];
  if (reach.kind === 'patient' && !(await mayWrite(request, reach.patientId, resourceType, id, repository)))
    return [forbidden];
  const result = await fhirRouter.handleRequest(fhirRequest(request, method), repository);
  return withinReach(result[0], result[1], reach, repository);
}

/** A transaction is checked entry by entry, and refused as a whole. */
async function answerBundle(
  request: Request,
  access: Access,
  fhirRouter: FhirRouter,
  repository: ChartRepository,
): Promise<Answer> {
  const bundle = request.body as Bundle | undefined;
  if (bundle?.resourceType !== 'Bundle') return [badRequest('Not a Bundle')];
  for (const entry of bundle.entry ?? []) {
    const [resourceType, id] = (entry.request?.url ?? '').split('?')[0]!.split('/');
    const permission = permissionNeeded((entry.request?.method ?? 'GET') as HttpMethod, id !== undefined);
    const reach = reachOf(access, resourceType ?? '', permission);
    const isOutside =
      reach.kind === 'patient' &&
      entry.resource !== undefined &&
      !isOfPatient(entry.resource, reach.patientId) &&
      !(
        entry.resource.resourceType === 'Provenance' &&
        (await isProvenanceOf(entry.resource, reach.patientId, repository))
      );
    if (reach.kind === 'none' || isOutside) return [forbidden];
  }
  const result = await fhirRouter.handleRequest(
    { ...fhirRequest(request, 'POST'), url: '', config: { transactions: true } },
    repository,
  );
  return result[1] === undefined ? [result[0]] : [result[0], result[1]];
}

async function mayWrite(
  request: Request,
  patientId: string,
  resourceType: string,
  id: string | undefined,
  repository: ChartRepository,
): Promise<boolean> {
  if (request.method === 'GET' || id === '_search') return true;
  const body = request.body as Resource | undefined;
  if (request.method !== 'PATCH' && request.method !== 'DELETE') {
    if (body?.resourceType === undefined || !isOfPatient(body, patientId)) return false;
  }
  if (id === undefined) return true;
  const current = await repository.readResource(resourceType, id).catch(() => undefined);
  return current === undefined || isOfPatient(current, patientId);
}

async function withinReach(
  outcome: OperationOutcome,
  resource: Resource | undefined,
  reach: Reach,
  repository: ChartRepository,
): Promise<Answer> {
  if (resource === undefined || reach.kind !== 'patient') {
    return resource === undefined ? [outcome] : [outcome, resource];
  }
  const { patientId } = reach;
  if (resource.resourceType === 'Bundle') {
    const provenances = await readableProvenances(resource, patientId, repository);
    return [
      outcome,
      onlyOfPatient(resource, (inner) => isOfPatient(inner, patientId) || provenances.has(inner.id ?? '')),
    ];
  }
  const isReadable =
    isOfPatient(resource, patientId) ||
    (resource.resourceType === 'Provenance' && (await isProvenanceOf(resource, patientId, repository)));
  return isReadable ? [outcome, resource] : [notFound];
}

/** A Provenance names no patient: it is readable with what it is about. */
async function readableProvenances(
  bundle: Bundle,
  patientId: string,
  repository: ChartRepository,
): Promise<ReadonlySet<string>> {
  const readable = new Set<string>();
  for (const { resource } of bundle.entry ?? []) {
    if (resource?.resourceType === 'Provenance' && (await isProvenanceOf(resource, patientId, repository)))
      readable.add(resource.id ?? '');
  }
  return readable;
}

async function isProvenanceOf(
  provenance: Provenance,
  patientId: string,
  repository: ChartRepository,
): Promise<boolean> {
  for (const target of provenance.target) {
    const resource = await repository.readReference(target).catch(() => undefined);
    if (resource !== undefined && resource.resourceType !== 'Device' && isOfPatient(resource, patientId))
      return true;
  }
  return false;
}

function fhirRequest(request: Request, method: HttpMethod): FhirRequest {
  return {
    method,
    url: request.url.replace(/^\//, ''),
    pathname: '',
    body: request.body as unknown,
    params: {},
    query: {},
    headers: request.headers,
  };
}

function send(response: Response, status: number, resource: Resource): void {
  response.status(status).type('application/fhir+json').send(JSON.stringify(resource));
}

/** SMART apps run in browsers: any origin may call, since each call needs a token and no cookie counts here. */
function allowBrowserClients(request: Request, response: Response, next: () => void): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', 'Location, ETag, WWW-Authenticate');
  if (request.method !== 'OPTIONS') {
    next();
    return;
  }
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
  response.setHeader(
    'Access-Control-Allow-Headers',
    'authorization, content-type, if-none-exist, if-match, prefer',
  );
  response.status(204).end();
}
