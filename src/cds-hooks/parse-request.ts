import { z } from 'zod';
import { parseDraftOrders } from './parse-drafts.ts';
import { parsePrefetch } from './parse-prefetch.ts';
import { orAbsent } from './absent.ts';
import { issueText } from './issue-text.ts';
import { HOOKS, type CdsRequest, type FhirAuthorization, type HookContext } from './protocol.ts';
import { TrabeculaError } from '../errors.ts';

/** FHIR R4 datatype `id`. It becomes part of URLs, so nothing else passes. */
const fhirId = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'must be a FHIR id');

const contextFields = z.looseObject({
  userId: z.string().min(1).max(256),
  patientId: fhirId,
  encounterId: orAbsent(fhirId),
  selections: orAbsent(z.array(z.string())),
  draftOrders: z.unknown().optional(),
});

const absoluteHttpUrl = z
  .string()
  .max(2_048)
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'must be an absolute http(s) URL');

const authorization = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.literal('Bearer'),
  expires_in: orAbsent(z.number()),
  scope: orAbsent(z.string()),
  subject: orAbsent(z.string()),
  patient: orAbsent(z.string()),
});

/** The envelope; fields that are not named here (and `extension`) pass through unread. */
const envelope = z.looseObject({
  hook: z.enum(HOOKS),
  hookInstance: z.guid(),
  fhirServer: orAbsent(absoluteHttpUrl),
  fhirAuthorization: orAbsent(authorization),
  context: contextFields,
  prefetch: orAbsent(z.record(z.string(), z.unknown())),
});

type Envelope = z.infer<typeof envelope>;

function bad(message: string): TrabeculaError {
  return new TrabeculaError('bad-request', message);
}

function contextOf({ hook, context, fhirServer }: Envelope): HookContext {
  const { userId, patientId } = context;
  const fields = { userId, patientId, encounterId: context.encounterId };
  if (hook === 'patient-view') return { hook, ...fields };
  const draftOrders = parseDraftOrders(context.draftOrders, patientId, fhirServer);
  if (hook === 'order-sign') return { hook, ...fields, draftOrders };
  if (context.selections === undefined) throw bad('context.selections: is required by order-select');
  return { hook, ...fields, selections: context.selections, draftOrders };
}

function authorizationOf(body: Envelope): FhirAuthorization | undefined {
  const granted = body.fhirAuthorization;
  if (granted === undefined) return undefined;
  if (body.fhirServer === undefined) throw bad('fhirServer: is required with fhirAuthorization');
  if (granted.patient !== undefined && granted.patient !== body.context.patientId)
    throw bad('fhirAuthorization.patient: is not context.patientId');
  return {
    accessToken: granted.access_token,
    expiresInSeconds: granted.expires_in,
    scopes: (granted.scope ?? '').split(' ').filter((scope) => scope !== ''),
    subject: granted.subject,
    patientId: granted.patient,
  };
}

/**
 * "HTTP Request": the body of a call. Unknown fields and extensions are passed over. Throws TrabeculaError
 * "bad-request" that names the field and never repeats its value.
 */
export function parseRequest(body: unknown): CdsRequest {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) throw bad(issueText(parsed.error));
  const { data } = parsed;
  return {
    hookInstance: data.hookInstance,
    context: contextOf(data),
    fhirServer: data.fhirServer,
    fhirAuthorization: authorizationOf(data),
    prefetch: parsePrefetch(data.prefetch ?? {}, data.context.patientId),
  };
}
