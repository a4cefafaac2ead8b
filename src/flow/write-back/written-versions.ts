import type { Resource } from '@medplum/fhirtypes';
import { OURS } from '../../fhir/print/canonical-urls.ts';
import type { AssessmentIdentity } from '../ports/assessment-store.ts';
import type { WrittenReference } from '../ports/outbox.ts';
import type { FhirReader } from '../ports/fhir.ts';
import type { WriteBackType } from '../tenant.ts';

export type WrittenType = WriteBackType | 'Task';

/**
 * The resources of an assessment as the record holds them now: those we remember, and those with its identifier. Our
 * memory alone is not enough: a request whose answer was lost may have been carried out.
 */
export async function writtenNow(
  identity: AssessmentIdentity,
  remembered: readonly WrittenReference[],
  types: readonly WrittenType[],
  reader: FhirReader,
): Promise<readonly Resource[]> {
  const found = new Map<string, Resource>();
  for (const type of types) {
    const system = type === 'Task' ? OURS.identifier.task : OURS.identifier.assessment;
    const value = `${system}|${identity.assessmentKey}`;
    for (const resource of await reader.search<Resource>(type, { identifier: value }))
      if (identifies(resource, system, identity.assessmentKey)) found.set(`${type}/${resource.id}`, resource);
  }
  for (const { resourceType, id } of remembered) {
    if (!(types as readonly string[]).includes(resourceType) || found.has(`${resourceType}/${id}`)) continue;
    const resource = await reader.read<Resource>(resourceType as WrittenType, id);
    if (resource !== undefined) found.set(`${resourceType}/${id}`, resource);
  }
  return [...found.values()];
}

/** A server that does not know the search parameter answers with everything: nothing of others may be touched. */
function identifies(resource: Resource, system: string, value: string): boolean {
  const { identifier } = resource as { identifier?: readonly { system?: string; value?: string }[] };
  return identifier?.some((one) => one.system === system && one.value === value) ?? false;
}
