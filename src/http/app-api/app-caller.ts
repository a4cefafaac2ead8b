import type { RequestHandler, Response } from 'express';
import { TrabeculaError } from '../../errors.ts';
import type { AppCaller, AppTokens } from '../../flow/ports/app-tokens.ts';
import type { Tenant } from '../../flow/tenant.ts';

const LOCAL = 'appCaller';

/** The caller that `requireAppCaller` found for this request. */
export const appCallerOf = (response: Response): AppCaller => response.locals[LOCAL] as AppCaller;

/**
 * Lets only a live token of a known EHR through. The EHR is named by `X-FHIR-Server` and the patient by
 * `X-FHIR-Patient`; both are checked at that EHR with the token, and no other patient is answered for.
 */
export function requireAppCaller(tenants: readonly Tenant[], tokens: AppTokens): RequestHandler {
  return async (request, response, next) => {
    const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const server = request.get('x-fhir-server')?.replace(/\/+$/, '');
    const patientId = request.get('x-fhir-patient');
    const tenant = tenants.find(({ fhirServersAllowed }) => fhirServersAllowed.includes(server ?? ''));
    if (token === undefined || tenant === undefined || patientId === undefined)
      throw new TrabeculaError('unauthenticated', 'a token of a registered EHR is needed');
    const caller = await tokens.callerOf(tenant, token, patientId);
    if (caller === undefined)
      throw new TrabeculaError('unauthenticated', 'the EHR does not know this token for this patient');
    response.locals[LOCAL] = caller;
    next();
  };
}
