import type { ServiceRequest } from '@medplum/fhirtypes';
import { CPT, LOINC, SNOMED } from '../../patients/code-systems.ts';

export interface Orderable {
  readonly id: string;
  readonly title: string;
  readonly code: NonNullable<ServiceRequest['code']>;
}

/** What the order form offers. CPT codes go without the AMA's descriptors. */
export const ORDERABLES: readonly Orderable[] = [
  {
    id: 'dxa-central',
    title: 'DXA of spine and hip',
    code: {
      text: 'DXA of spine and hip',
      coding: [
        { system: CPT, code: '77080' },
        { system: SNOMED, code: '241686001' },
      ],
    },
  },
  {
    id: 'lumbar-radiograph',
    title: 'Lumbar spine radiographs, AP and lateral',
    code: {
      text: 'Lumbar spine radiographs, AP and lateral',
      coding: [{ system: LOINC, code: '24970-6', display: 'XR Spine Lumbar AP and Lateral' }],
    },
  },
  {
    id: 'physical-therapy',
    title: 'Physical therapy referral',
    code: { text: 'Physical therapy referral' },
  },
];

/** A draft order of one orderable, as the EHR hands it to order-select and order-sign. */
export function draftOrder(order: {
  readonly id: string;
  readonly orderable: Orderable;
  readonly patientId: string;
  readonly practitionerId: string;
  readonly note: string | undefined;
  readonly at: Date;
}): ServiceRequest & { id: string } {
  return {
    resourceType: 'ServiceRequest',
    id: order.id,
    status: 'draft',
    intent: 'order',
    code: order.orderable.code,
    subject: { reference: `Patient/${order.patientId}` },
    authoredOn: order.at.toISOString(),
    requester: { reference: `Practitioner/${order.practitionerId}` },
    ...(order.note === undefined ? {} : { note: [{ text: order.note }] }),
  };
}
