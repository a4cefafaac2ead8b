import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AppCaller, AppTokens } from '../../flow/ports/app-tokens.ts';
import type { Clock } from '../../flow/ports/clock.ts';
import type { FhirReader } from '../../flow/ports/fhir.ts';
import type { Tenant } from '../../flow/tenant.ts';
import { TrabeculaError } from '../../errors.ts';
import { introspect, introspectionUrlOf } from './introspection.ts';

/** A checked token is believed so long: a revoked one must not be served for minutes. */
const BELIEVED_MS = 30_000;
const TOKENS_KEPT = 1000;

/** Scopes of a token that was only proven by using it: it read its patient. */
const PROVEN_SCOPES = ['patient/*.read'];

export interface AppTokenSettings {
  readonly readerFor: (tenant: Tenant, accessToken: string) => FhirReader;
  readonly clock: Clock;
}

/** Checks the app's tokens at the EHR that issued them; an answer is kept for half a minute under the token's digest. */
export function openAppTokens(settings: AppTokenSettings): AppTokens {
  const checked = new LRUCache<string, Promise<Omit<AppCaller, 'accessToken'> | undefined>>({
    max: TOKENS_KEPT,
    ttl: BELIEVED_MS,
  });
  return {
    callerOf: async (tenant, accessToken, claimedPatientId) => {
      const key = digestOf(`${tenant.id}\n${accessToken}`);
      // The claim of the first call stays: a token proven by use cannot walk from patient to patient.
      const check = checked.get(key) ?? callerAt(tenant, accessToken, claimedPatientId, settings);
      checked.set(key, check);
      check.catch(() => checked.delete(key));
      const caller = await check;
      if (caller === undefined || caller.patientId !== claimedPatientId) return undefined;
      return { ...caller, accessToken };
    },
  };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

async function callerAt(
  tenant: Tenant,
  accessToken: string,
  claimedPatientId: string,
  settings: AppTokenSettings,
): Promise<Omit<AppCaller, 'accessToken'> | undefined> {
  const introspectionUrl = tenant.backend && (await introspectionUrlOf(tenant.fhirBaseUrl));
  if (tenant.backend !== undefined && introspectionUrl !== undefined) {
    const token = await introspect(introspectionUrl, tenant.backend, accessToken, settings.clock());
    if (token === undefined) return undefined;
    return { tenant, patientId: token.patient, scopes: token.scopes, userId: userIdOf(token) };
  }
  return (await canRead(tenant, accessToken, claimedPatientId, settings))
    ? { tenant, patientId: claimedPatientId, scopes: PROVEN_SCOPES, userId: 'subject/not-stated' }
    : undefined;
}

async function canRead(
  tenant: Tenant,
  accessToken: string,
  patientId: string,
  settings: AppTokenSettings,
): Promise<boolean> {
  try {
    const patient = await settings.readerFor(tenant, accessToken).read('Patient', patientId);
    return patient !== undefined;
  } catch (error) {
    if (error instanceof TrabeculaError && error.code === 'upstream-refused') return false;
    throw error;
  }
}

function userIdOf({ fhirUser, sub }: { fhirUser: string | undefined; sub: string | undefined }): string {
  const reference = fhirUser?.split('/').slice(-2).join('/');
  return reference !== undefined && /^[A-Z][A-Za-z]+\/[\w.-]{1,64}$/.test(reference)
    ? reference
    : `subject/${sub ?? 'not-stated'}`;
}
