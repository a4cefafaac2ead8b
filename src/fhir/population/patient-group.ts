import type { Group } from '@medplum/fhirtypes';

/** A work list as a FHIR Group for an outreach system: actual members by reference, no names. FHIR knows no empty list. */
export function patientGroup(list: {
  readonly title: string;
  readonly identifier: string;
  readonly patientIds: readonly string[];
}): Group {
  return {
    resourceType: 'Group',
    identifier: [{ value: list.identifier }],
    active: true,
    type: 'person',
    actual: true,
    name: list.title,
    quantity: list.patientIds.length,
    ...(list.patientIds.length === 0
      ? {}
      : { member: list.patientIds.map((patientId) => ({ entity: { reference: `Patient/${patientId}` } })) }),
  };
}
