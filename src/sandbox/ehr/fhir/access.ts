import type { HttpMethod } from '@medplum/fhir-router';
import type { Bundle, Reference, Resource } from '@medplum/fhirtypes';
import { parseResourceScope, type Permission, type ResourceScope } from '../smart/scopes.ts';

/** What a bearer token allows: its scopes, and the patient that `patient/` scopes are about. */
export interface Access {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly patientId: string | undefined;
}

const PERMISSION_OF_METHOD: Readonly<Partial<Record<HttpMethod, Permission>>> = {
  POST: 'c',
  PUT: 'u',
  PATCH: 'u',
  DELETE: 'd',
};

/** The permission that one interaction needs: a GET with an id reads, one without searches. */
export function permissionNeeded(method: HttpMethod, hasId: boolean): Permission {
  return PERMISSION_OF_METHOD[method] ?? (hasId ? 'r' : 's');
}

/** How far a token reaches for one interaction: the whole server, one patient's compartment, or not at all. */
export type Reach =
  | { readonly kind: 'all' }
  | { readonly kind: 'patient'; readonly patientId: string }
  | { readonly kind: 'none' };

export function reachOf(access: Access, resourceType: string, permission: Permission): Reach {
  const fitting = access.scopes
    .map(parseResourceScope)
    .filter((scope): scope is ResourceScope => scope !== undefined)
    .filter((scope) => scope.resourceType === '*' || scope.resourceType === resourceType)
    .filter((scope) => scope.permissions.has(permission));
  if (fitting.some(({ context }) => context !== 'patient')) return { kind: 'all' };
  if (fitting.length > 0 && access.patientId !== undefined)
    return { kind: 'patient', patientId: access.patientId };
  return { kind: 'none' };
}

/** Types that belong to no patient: readable with any fitting scope. */
const SHARED_TYPES: ReadonlySet<string> = new Set([
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Device',
  'Endpoint',
]);

/** Whether a resource lies in the compartment of the patient (FHIR R4 CompartmentDefinition/patient, the usual elements). */
export function isOfPatient(resource: Resource, patientId: string): boolean {
  if (SHARED_TYPES.has(resource.resourceType)) return true;
  if (resource.resourceType === 'Patient') return resource.id === patientId;
  return subjectsOf(resource).includes(`Patient/${patientId}`);
}

function subjectsOf(resource: Resource): string[] {
  const fields = resource as {
    subject?: Reference;
    patient?: Reference;
    for?: Reference;
    beneficiary?: Reference;
    target?: Reference[];
    participant?: { actor?: Reference }[];
  };
  return [
    fields.subject,
    fields.patient,
    fields.for,
    fields.beneficiary,
    ...(Array.isArray(fields.target) ? fields.target : []),
    ...(Array.isArray(fields.participant) ? fields.participant.map(({ actor }) => actor) : []),
  ].flatMap((reference) => (reference?.reference === undefined ? [] : [reference.reference]));
}

/** Leaves only the patient's own resources in a search result. */
export function onlyOfPatient(bundle: Bundle, isReadable: (resource: Resource) => boolean): Bundle {
  const entry = (bundle.entry ?? []).filter(({ resource }) => resource !== undefined && isReadable(resource));
  return {
    ...bundle,
    total: entry.length,
    ...(entry.length > 0 ? { entry } : { entry: undefined }),
  } as Bundle;
}
