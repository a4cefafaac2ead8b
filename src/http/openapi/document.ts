import { BODY_SCHEMAS } from './body-schemas.ts';
import type { Access, Endpoint } from './endpoint.ts';
import { POPULATION_SCOPES } from '../population-systems/population-scopes.ts';
import { ENDPOINTS } from './endpoints.ts';

const SECURITY_SCHEMES = {
  'cds-client': {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT signed by a registered CDS client (ES384 or RS384), one jti a call',
  },
  'notification-sender': {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: "the tenant's notification secret, or the JWT of one of its CDS clients",
  },
  'local-command': {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'token of running-service.json in the data folder; from this machine only',
  },
  'app-user': {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: "access token of the user's SMART launch; the answer is about its patient",
  },
  'population-system': {
    type: 'oauth2',
    description: 'SMART Backend Services; {tenant} is the tenant whose population is asked about',
    flows: {
      clientCredentials: {
        tokenUrl: '/population-systems/{tenant}/token',
        scopes: Object.fromEntries(Object.entries(POPULATION_SCOPES).map(([what, scope]) => [scope, what])),
      },
    },
  },
  staff: { type: 'apiKey', in: 'cookie', name: '__Host-trabecula-staff' },
} as const;

const FAILURE: Readonly<Record<number, string>> = {
  400: 'The request is malformed; the field is named',
  401: 'The caller is not known (no body)',
  403: 'Not allowed',
  404: 'There is no such thing',
  412: 'Necessary data were neither sent nor could be read',
  413: 'The body is too large',
  415: 'The type of the body is not supported',
  429: 'Too many requests; see Retry-After',
  502: 'A server behind this one cannot be reached',
  503: 'Overloaded or not ready; see Retry-After',
};

const needsCredential = (access: Access): boolean => access in SECURITY_SCHEMES;

function parametersOf(path: string) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function failureOf(status: number) {
  const description = FAILURE[status] ?? 'Failed';
  if (status === 401) return { description };
  return {
    description,
    content: { 'application/fhir+json': { schema: { $ref: '#/components/schemas/OperationOutcome' } } },
  };
}

const securityOf = ({ access, systemScopes = [] }: Endpoint) => [
  { [access]: [] },
  ...systemScopes.map((scope) => ({ 'population-system': [scope] })),
];

function operationOf(endpoint: Endpoint) {
  const [status, description, mediaType] = endpoint.success;
  const failures = [...(needsCredential(endpoint.access) ? [401] : []), ...(endpoint.failures ?? [])];
  return {
    summary: endpoint.summary,
    parameters: parametersOf(endpoint.path),
    ...(needsCredential(endpoint.access) ? { security: securityOf(endpoint) } : {}),
    ...(endpoint.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: `#/components/schemas/${endpoint.body}` } } },
          },
        }),
    responses: {
      [status]: { description, ...(mediaType === undefined ? {} : { content: { [mediaType]: {} } }) },
      ...Object.fromEntries(failures.map((failure) => [failure, failureOf(failure)])),
    },
  };
}

/** The OpenAPI 3.1 document of every endpoint, served at `/openapi.json`. */
export function openApiDocument(version: string, serverUrl: string) {
  const paths = Object.groupBy(ENDPOINTS, ({ path }) => path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trabecula',
      version,
      description:
        'Opportunistic osteoporosis screening on lumbar radiographs. Research model, trained on simulated radiographs, ' +
        'not for clinical use.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, endpoints = []]) => [
        path,
        Object.fromEntries(endpoints.map((endpoint) => [endpoint.method, operationOf(endpoint)])),
      ]),
    ),
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: {
        ...BODY_SCHEMAS,
        OperationOutcome: { type: 'object', description: 'FHIR R4 OperationOutcome' },
      },
    },
  };
}
