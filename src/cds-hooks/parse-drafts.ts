import type { Bundle, Resource } from '@medplum/fhirtypes';
import { TrabeculaError } from '../errors.ts';
import { isResource } from './fhir-shape.ts';
import { isAboutPatient } from './patient-scope.ts';
import type { DraftOrders } from './protocol.ts';

/** R4 types that order-select and order-sign name for `draftOrders`. */
const R4_ORDERS = new Set([
  'CommunicationRequest',
  'DeviceRequest',
  'MedicationRequest',
  'NutritionOrder',
  'ServiceRequest',
  'SupplyRequest',
  'Task',
  'VisionPrescription',
]);

/** Orders of DSTU2 and STU3, which the hook library also allows and which are not read here. */
const OLDER_ORDERS: Readonly<Record<string, string>> = {
  DeviceUseRequest: 'DSTU2',
  DiagnosticOrder: 'DSTU2',
  MedicationOrder: 'DSTU2',
  ProcedureRequest: 'DSTU2 or STU3',
  ReferralRequest: 'DSTU2 or STU3',
};

function readOrder(
  resource: unknown,
  patientId: string,
  fhirServer: string | undefined,
): { readonly order: Resource } | { readonly reason: string } {
  if (!isResource(resource)) return { reason: 'is no FHIR resource' };
  const older = OLDER_ORDERS[resource.resourceType];
  if (older !== undefined) return { reason: `${resource.resourceType} is of FHIR ${older}; R4 is read here` };
  if (!R4_ORDERS.has(resource.resourceType)) return { reason: 'is no order' };
  // A draft may still lack its subject; one that names another patient is refused.
  const named = 'subject' in resource || 'patient' in resource || 'for' in resource;
  const subject = 'for' in resource ? { ...resource, subject: resource.for } : resource;
  if (named && !isAboutPatient(subject as Resource, patientId, fhirServer))
    return { reason: 'is for another patient' };
  return { order: resource };
}

/**
 * `context.draftOrders`, a Bundle of drafts that may be incomplete and of mixed FHIR versions. What is not R4 is
 * counted with its reason. Throws TrabeculaError "bad-request" when it is no Bundle.
 */
export function parseDraftOrders(
  value: unknown,
  patientId: string,
  fhirServer: string | undefined,
): DraftOrders {
  if (!isResource(value) || value.resourceType !== 'Bundle')
    throw new TrabeculaError('bad-request', 'context.draftOrders: must be a Bundle');
  const entries: unknown = (value as Bundle).entry ?? [];
  if (!Array.isArray(entries))
    throw new TrabeculaError('bad-request', 'context.draftOrders.entry: must be a list');
  const orders: Resource[] = [];
  const unreadable: DraftOrders['unreadable'][number][] = [];
  entries.forEach((entry: { readonly resource?: unknown } | null, index) => {
    const read = readOrder(entry?.resource, patientId, fhirServer);
    if ('order' in read) orders.push(read.order);
    else unreadable.push({ index, reason: read.reason });
  });
  return { orders, unreadable };
}
