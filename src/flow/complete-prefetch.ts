import type { Resource } from '@medplum/fhirtypes';
import {
  keepPatientResources,
  knownResources,
  planCompletion,
  refuseWithoutNecessary,
  type CompletedValue,
  type QueryToFetch,
} from '../cds-hooks/prefetch-plan.ts';
import type { PrefetchQuery } from '../cds-hooks/prefetch-query.ts';
import type { CdsRequest } from '../cds-hooks/protocol.ts';
import { TrabeculaError } from '../errors.ts';
import type { FhirReader } from './ports/fhir.ts';
import { readMedications } from './read-medications.ts';

/** Query key -> what is known; and how many resources were about another patient and left out. */
export interface CompletedPrefetch {
  readonly values: ReadonlyMap<string, CompletedValue>;
  readonly rejected: number;
}

async function fetchResources(reader: FhirReader, { resolved }: QueryToFetch): Promise<readonly Resource[]> {
  if (resolved.kind === 'search') return reader.search(resolved.resourceType, resolved.parameters);
  const resource = await reader.read(resolved.resourceType, resolved.id);
  return resource === undefined ? [] : [resource];
}

async function answerOf(
  reader: FhirReader | undefined,
  request: CdsRequest,
  toFetch: QueryToFetch,
): Promise<{ readonly value: CompletedValue; readonly rejected: number }> {
  if (reader === undefined) return { value: { kind: 'unknown', reason: 'server-refused' }, rejected: 0 };
  try {
    const { resources, rejected } = keepPatientResources(await fetchResources(reader, toFetch), request);
    return { value: { kind: 'known', resources, complete: true }, rejected };
  } catch (error) {
    if (!(error instanceof TrabeculaError)) throw error;
    const reason = error.code === 'upstream-refused' ? 'server-refused' : 'server-unavailable';
    return { value: { kind: 'unknown', reason }, rejected: 0 };
  }
}

/** The key of what no query of the chart can ask for: see `readMedications`. */
const MEDICATIONS_REFERRED_TO = 'medicationsReferredTo';

/**
 * Answers every query from the call's prefetch and, where that is missing or paged, from the client's FHIR server with
 * the call's own token (`reader`, undefined when there is none). Prefetched and fetched data give the same result. Drugs
 * that entries name by a reference alone are read after them.
 * Throws TrabeculaError "precondition-failed" (412) when necessary data cannot be had.
 */
export async function completePrefetch(
  request: CdsRequest,
  queries: readonly PrefetchQuery[],
  reader: FhirReader | undefined,
): Promise<CompletedPrefetch> {
  const plan = planCompletion(request, queries);
  const answers = await Promise.all(plan.toFetch.map((toFetch) => answerOf(reader, request, toFetch)));
  const values = new Map(plan.values);
  plan.toFetch.forEach(({ query }, index) => {
    const answer = answers[index];
    if (answer !== undefined) values.set(query.key, answer.value);
  });
  refuseWithoutNecessary(values, queries);
  const medications =
    reader === undefined ? [] : await readMedications(request, knownResources(values), reader);
  if (medications.length > 0)
    values.set(MEDICATIONS_REFERRED_TO, { kind: 'known', resources: medications, complete: true });
  const rejected = answers.reduce((sum, answer) => sum + answer.rejected, plan.rejected);
  return { values, rejected };
}
