import type { Bundle, Resource } from '@medplum/fhirtypes';
import { TrabeculaError } from '../errors.ts';
import { entriesOf, hasNextPage } from './fhir-shape.ts';
import { isAboutPatient } from './patient-scope.ts';
import { resolveQuery, type PrefetchQuery, type ResolvedQuery } from './prefetch-query.ts';
import type { CdsRequest } from './protocol.ts';
import { scopesAllow } from './scopes.ts';

/** What is known of one query: its resources, or why there are none to look at. */
export type CompletedValue =
  | {
      readonly kind: 'known';
      readonly resources: readonly Resource[];
      /** False when the client sent the first page of several and no token to read the rest with. */
      readonly complete: boolean;
    }
  | {
      readonly kind: 'unknown';
      readonly reason:
        'client-failed' | 'not-provided' | 'not-in-scope' | 'server-refused' | 'server-unavailable';
    };

/** Everything that the answered queries hold. */
export const knownResources = (values: ReadonlyMap<string, CompletedValue>): readonly Resource[] =>
  [...values.values()].flatMap((value) => (value.kind === 'known' ? value.resources : []));

export interface QueryToFetch {
  readonly query: PrefetchQuery;
  readonly resolved: ResolvedQuery;
}

export interface CompletionPlan {
  readonly values: ReadonlyMap<string, CompletedValue>;
  readonly toFetch: readonly QueryToFetch[];
  /** Resources that were about somebody else and were put aside. */
  readonly rejected: number;
}

type Step = CompletedValue | { readonly kind: 'fetch'; readonly resolved: ResolvedQuery };

/** The resources that are about the patient of the call, each once, and how many were not. */
export function keepPatientResources(
  resources: readonly Resource[],
  request: CdsRequest,
): { readonly resources: readonly Resource[]; readonly rejected: number } {
  const { patientId } = request.context;
  const kept = new Map<string, Resource>();
  let rejected = 0;
  resources.forEach((resource, index) => {
    if (!isAboutPatient(resource, patientId, request.fhirServer)) rejected += 1;
    else {
      const key = resource.id === undefined ? `#${index}` : `${resource.resourceType}/${resource.id}`;
      if (!kept.has(key)) kept.set(key, resource);
    }
  });
  return { resources: [...kept.values()], rejected };
}

function fetchOr(request: CdsRequest, resolved: ResolvedQuery, otherwise: CompletedValue): Step {
  if (request.fhirAuthorization === undefined || request.fhirServer === undefined) return otherwise;
  const { scopes } = request.fhirAuthorization;
  if (!scopesAllow(scopes, resolved.resourceType, resolved.kind))
    return { kind: 'unknown', reason: 'not-in-scope' };
  return { kind: 'fetch', resolved };
}

function stepOf(query: PrefetchQuery, request: CdsRequest): Step {
  const resolved = resolveQuery(query, request.context);
  // A token without a value: there is no such thing in this call (no encounter), which is knowledge, not a gap.
  if (resolved === undefined) return { kind: 'known', resources: [], complete: true };
  const value = request.prefetch[query.key] ?? { kind: 'absent' };
  switch (value.kind) {
    case 'no-data':
      return { kind: 'known', resources: [], complete: true };
    case 'failed':
      return { kind: 'unknown', reason: 'client-failed' };
    case 'absent':
      return fetchOr(request, resolved, { kind: 'unknown', reason: 'not-provided' });
    case 'resource': {
      if (value.resource.resourceType !== 'Bundle')
        return { kind: 'known', resources: [value.resource], complete: true };
      const bundle = value.resource as Bundle;
      const sent: CompletedValue = {
        kind: 'known',
        resources: entriesOf(bundle),
        complete: !hasNextPage(bundle),
      };
      // The search is asked again rather than its `next` link followed: a URL out of a request body is no address for
      // a token, and the client's first page may be older than the server's second.
      return sent.complete ? sent : fetchOr(request, resolved, sent);
    }
  }
}

/** Throws TrabeculaError "precondition-failed" (HTTP 412) that names the keys of necessary queries without an answer. */
export function refuseWithoutNecessary(
  values: ReadonlyMap<string, CompletedValue>,
  queries: readonly PrefetchQuery[],
): void {
  const missing = queries
    .filter((query) => query.necessity === 'necessary')
    .flatMap((query) => {
      const value = values.get(query.key);
      return value?.kind === 'unknown' ? [`${query.key} (${value.reason})`] : [];
    });
  if (missing.length > 0)
    throw new TrabeculaError(
      'precondition-failed',
      `necessary data could not be obtained: prefetch ${missing.join(', ')}; send the key, or fhirServer with ` +
        'fhirAuthorization that may read it',
    );
}

/**
 * "Prefetch Template": what each key gave, and what has still to be fetched with the call's own token. Throws
 * TrabeculaError "precondition-failed" when a necessary key gave nothing and nothing can be fetched.
 */
export function planCompletion(request: CdsRequest, queries: readonly PrefetchQuery[]): CompletionPlan {
  const values = new Map<string, CompletedValue>();
  const toFetch: QueryToFetch[] = [];
  let rejected = 0;
  for (const query of queries) {
    const step = stepOf(query, request);
    if (step.kind === 'fetch') toFetch.push({ query, resolved: step.resolved });
    else if (step.kind === 'unknown') values.set(query.key, step);
    else {
      const kept = keepPatientResources(step.resources, request);
      rejected += kept.rejected;
      values.set(query.key, { ...step, resources: kept.resources });
    }
  }
  refuseWithoutNecessary(values, queries);
  return { values, toFetch, rejected };
}
