import { TrabeculaError } from '../errors.ts';
import type { SharedParts } from './shared-parts.ts';

/** A UID that no study has: what is asked is only whether the archive answers. */
const noStudy = '2.25.0';

/** Whether a tenant's EHR and archive answer, with the tenant's own credentials, what concerns no patient. Never rejects. */
export function serversAnswer({
  tenantOf,
  accessOf,
}: Pick<SharedParts, 'tenantOf' | 'accessOf'>): (tenantId: string, signal: AbortSignal) => Promise<boolean> {
  return async (tenantId, signal) => {
    const tenant = tenantOf(tenantId);
    const own = tenant && accessOf(tenant).own;
    if (own === undefined) return false;
    const answers = await Promise.allSettled([
      own.http.request({ method: 'GET', url: 'metadata' }),
      own.archive.findStudies({ by: 'study-uid', studyInstanceUid: noStudy }, signal),
    ]);
    return answers.every((answer) => answer.status === 'fulfilled' || isRefusal(answer.reason));
  };
}

/** A server that says no is there. */
const isRefusal = (error: unknown): boolean =>
  error instanceof TrabeculaError && error.code === 'upstream-refused';
