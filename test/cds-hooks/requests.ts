/** Bodies of hook calls as a client sends them, for tests to vary. */
export const HOOK_INSTANCE = 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea';

export const patientViewBody = {
  hook: 'patient-view',
  hookInstance: HOOK_INSTANCE,
  context: { userId: 'Practitioner/77', patientId: 'p1' },
};

export const serviceRequest = {
  resourceType: 'ServiceRequest',
  id: 'o1',
  subject: { reference: 'Patient/p1' },
};

export function orderBody(
  hook: 'order-select' | 'order-sign',
  orders: readonly unknown[] = [serviceRequest],
) {
  return {
    hook,
    hookInstance: HOOK_INSTANCE,
    context: {
      userId: 'Practitioner/77',
      patientId: 'p1',
      ...(hook === 'order-select' ? { selections: ['ServiceRequest/o1'] } : {}),
      draftOrders: { resourceType: 'Bundle', entry: orders.map((resource) => ({ resource })) },
    },
  };
}
