import type { Resource } from '@medplum/fhirtypes';
import { ownReference } from '../fhir/own-reference.ts';

/** Types that belong to no patient and may stand beside a patient's resources. */
const WITHOUT_PATIENT = new Set([
  'Device',
  'Endpoint',
  'Location',
  'Medication',
  'Organization',
  'Practitioner',
  'PractitionerRole',
]);

function referenceOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('reference' in value)) return undefined;
  return typeof value.reference === 'string' ? value.reference : undefined;
}

/** "Patient/1", its versions, and the same below the FHIR base of the call; nothing else. */
function isReferenceTo(reference: string, patientId: string, fhirServer: string | undefined): boolean {
  const relative = fhirServer === undefined ? reference : ownReference(fhirServer)(reference);
  return relative === `Patient/${patientId}` || relative.startsWith(`Patient/${patientId}/_history/`);
}

function subjectsOf(resource: Resource): readonly string[] {
  const fields = resource as unknown as Readonly<Record<string, unknown>>;
  if (resource.resourceType === 'Appointment' && Array.isArray(fields['participant']))
    return fields['participant']
      .map((participant: unknown) => referenceOf((participant as { actor?: unknown } | null)?.actor))
      .filter((reference) => reference !== undefined);
  const reference = referenceOf(fields['subject'] ?? fields['patient'] ?? fields['beneficiary']);
  return reference === undefined ? [] : [reference];
}

/**
 * Whether a resource is about the patient of the call. One about somebody else, or about nobody that can be told, is
 * not: acting on another person's chart is the worst that a mixed-up cache in a client could make us do.
 */
export function isAboutPatient(
  resource: Resource,
  patientId: string,
  fhirServer: string | undefined,
): boolean {
  if (resource.resourceType === 'Patient') return resource.id === patientId;
  const subjects = subjectsOf(resource);
  if (subjects.length === 0) return WITHOUT_PATIENT.has(resource.resourceType);
  return subjects.some((reference) => isReferenceTo(reference, patientId, fhirServer));
}
