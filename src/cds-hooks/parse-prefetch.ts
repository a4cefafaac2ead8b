import { TrabeculaError } from '../errors.ts';
import { isResource } from './fhir-shape.ts';
import type { PrefetchValue } from './protocol.ts';

function valueOf(key: string, value: unknown, patientId: string): PrefetchValue {
  if (value === null) return { kind: 'no-data' };
  if (!isResource(value))
    throw new TrabeculaError('bad-request', `prefetch.${key}: must be a FHIR resource, a Bundle or null`);
  if (value.resourceType === 'OperationOutcome') return { kind: 'failed', outcome: value };
  if (value.resourceType === 'Patient' && value.id !== patientId)
    throw new TrabeculaError('bad-request', `prefetch.${key}: is another patient than context.patientId`);
  return { kind: 'resource', resource: value };
}

/** Key -> what the client sent. Keys that we did not ask for are kept: they are not read by anybody. */
export function parsePrefetch(
  prefetch: Readonly<Record<string, unknown>>,
  patientId: string,
): Readonly<Record<string, PrefetchValue>> {
  return Object.fromEntries(
    Object.entries(prefetch).map(([key, value]) => [
      key.slice(0, 64),
      valueOf(key.slice(0, 64), value, patientId),
    ]),
  );
}
