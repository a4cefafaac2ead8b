import fc from 'fast-check';
import { parseRequest } from '../../src/cds-hooks/parse-request.ts';
import { TrabeculaError } from '../../src/errors.ts';
import { HOOK_INSTANCE, orderBody, patientViewBody, serviceRequest } from './requests.ts';

const authorization = {
  access_token: 'secret-token',
  token_type: 'Bearer',
  expires_in: 300,
  scope: 'patient/Patient.read patient/Observation.rs',
  subject: 'trabecula',
};
const authorized = {
  ...patientViewBody,
  fhirServer: 'https://ehr.example.org/fhir',
  fhirAuthorization: authorization,
};

test('a minimal patient-view call, without prefetch, is read', () => {
  expect(parseRequest(patientViewBody)).toEqual({
    hookInstance: HOOK_INSTANCE,
    context: { hook: 'patient-view', userId: 'Practitioner/77', patientId: 'p1', encounterId: undefined },
    fhirServer: undefined,
    fhirAuthorization: undefined,
    prefetch: {},
  });
});

test('unknown fields, extensions and nulls in optional fields break nothing', () => {
  const body = {
    ...patientViewBody,
    extension: { 'org.example.thing': { deep: [1] } },
    unheardOf: true,
    fhirServer: null,
    fhirAuthorization: null,
    prefetch: null,
    context: { ...patientViewBody.context, encounterId: null, extension: {} },
  };
  expect(parseRequest(body)).toEqual(parseRequest(patientViewBody));
});

test('scopes of an authorization come apart at spaces', () => {
  expect(parseRequest(authorized).fhirAuthorization).toEqual({
    accessToken: 'secret-token',
    expiresInSeconds: 300,
    scopes: ['patient/Patient.read', 'patient/Observation.rs'],
    subject: 'trabecula',
    patientId: undefined,
  });
});

const refused: readonly [string, unknown, string][] = [
  ['no object', 'text', 'body'],
  ['an unknown hook', { ...patientViewBody, hook: 'appointment-book' }, 'hook'],
  ['a hookInstance that is no UUID', { ...patientViewBody, hookInstance: '17' }, 'hookInstance'],
  ['no context', { ...patientViewBody, context: undefined }, 'context'],
  [
    'a reference for a patient id',
    { ...patientViewBody, context: { userId: 'u', patientId: 'Patient/p1' } },
    'patientId',
  ],
  [
    'a path in a patient id',
    { ...patientViewBody, context: { userId: 'u', patientId: '../x' } },
    'patientId',
  ],
  ['an authorization without a server', { ...authorized, fhirServer: undefined }, 'fhirServer'],
  ['a relative server', { ...authorized, fhirServer: '/fhir' }, 'fhirServer'],
  ['a file as server', { ...authorized, fhirServer: 'file:///etc/passwd' }, 'fhirServer'],
  [
    'a token of another type',
    { ...authorized, fhirAuthorization: { ...authorization, token_type: 'MAC' } },
    'fhirAuthorization.token_type',
  ],
  [
    'a token for another patient',
    { ...authorized, fhirAuthorization: { ...authorization, patient: 'p2' } },
    'fhirAuthorization.patient',
  ],
  [
    'another patient in prefetch',
    { ...patientViewBody, prefetch: { patient: { resourceType: 'Patient', id: 'p2' } } },
    'prefetch.patient',
  ],
  [
    'a prefetch value that is no resource',
    { ...patientViewBody, prefetch: { patient: 'p1' } },
    'prefetch.patient',
  ],
  ['order-sign without drafts', { ...patientViewBody, hook: 'order-sign' }, 'context.draftOrders'],
  [
    'order-select without selections',
    { ...orderBody('order-sign'), hook: 'order-select' },
    'context.selections',
  ],
];

test.each(refused)('%s is refused and the field named', (_name, body, field) => {
  const act = () => parseRequest(body);
  expect(act).toThrow(TrabeculaError);
  expect(act).toThrow(field);
});

test('a refusal never repeats the value that was sent', () => {
  const body = { ...patientViewBody, context: { userId: 'u', patientId: 'Jane Doe 1950-01-02' } };
  expect(() => parseRequest(body)).not.toThrow('Jane');
  expect(() => parseRequest(body)).toThrow(TrabeculaError);
});

test('whatever is sent is a request or a bad-request, never a crash', () => {
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record({
      hook: fc.constantFrom('patient-view', 'order-sign'),
      context: fc.jsonValue(),
      prefetch: fc.jsonValue(),
    }),
    fc.jsonValue().map((draftOrders) => ({
      ...orderBody('order-sign'),
      context: { userId: 'u', patientId: 'p', draftOrders },
    })),
    fc.jsonValue().map((entry) => ({
      ...orderBody('order-sign'),
      context: {
        userId: 'u',
        patientId: 'p',
        draftOrders: { resourceType: 'Bundle', entry: [entry, { resource: entry }] },
      },
    })),
  );
  fc.assert(
    fc.property(body, (value) => {
      try {
        parseRequest(value);
      } catch (error) {
        expect(error).toMatchObject({ name: 'TrabeculaError', code: 'bad-request' });
      }
    }),
    { numRuns: 500, seed: 7 },
  );
});

test.each([
  ['a DSTU2 MedicationOrder', { resourceType: 'MedicationOrder' }, 'is of FHIR DSTU2'],
  ['a DSTU2 DiagnosticOrder', { resourceType: 'DiagnosticOrder' }, 'is of FHIR DSTU2'],
  ['an STU3 ProcedureRequest', { resourceType: 'ProcedureRequest' }, 'is of FHIR DSTU2 or STU3'],
  ['a resource that is no order', { resourceType: 'Observation' }, 'is no order'],
  ['no resource at all', null, 'is no FHIR resource'],
  [
    'an order for somebody else',
    { ...serviceRequest, subject: { reference: 'Patient/p2' } },
    'is for another patient',
  ],
])('%s beside a good draft is counted with its reason, and the good one is read', (_name, draft, reason) => {
  const { context } = parseRequest(orderBody('order-sign', [draft, serviceRequest]));
  if (context.hook !== 'order-sign') throw new TypeError('wrong hook');
  expect(context.draftOrders.orders).toEqual([serviceRequest]);
  expect(context.draftOrders.unreadable).toHaveLength(1);
  expect(context.draftOrders.unreadable[0]).toMatchObject({ index: 0 });
  expect(context.draftOrders.unreadable[0]?.reason).toContain(reason);
});

test('a draft that lacks its subject so far is read', () => {
  const draft = { resourceType: 'ServiceRequest' };
  const { context } = parseRequest(orderBody('order-select', [draft]));
  expect(context).toMatchObject({
    selections: ['ServiceRequest/o1'],
    draftOrders: { orders: [draft], unreadable: [] },
  });
});
