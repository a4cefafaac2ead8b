import { parseRequest } from '../../src/cds-hooks/parse-request.ts';
import { planCompletion } from '../../src/cds-hooks/prefetch-plan.ts';
import { queries } from './prefetch-queries.ts';
import { patientViewBody } from './requests.ts';

const patient = { resourceType: 'Patient', id: 'p1' };
const fracture = { resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/p1' } };
const bundleOf = (...resources: unknown[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
const token = {
  fhirServer: 'https://ehr.example.org/fhir',
  fhirAuthorization: { access_token: 't', token_type: 'Bearer', scope: 'patient/*.rs' },
};

function plan(prefetch: Record<string, unknown>, more: object = {}) {
  return planCompletion(parseRequest({ ...patientViewBody, ...more, prefetch }), queries);
}
const keysOf = (toFetch: readonly { readonly query: { readonly key: string } }[]) =>
  toFetch.map(({ query }) => query.key);

test('a key that was sent is known, and null means known to be nothing', () => {
  const { values, toFetch } = plan({ patient, conditions: null, imaging: null }, token);
  expect(values.get('patient')).toEqual({ kind: 'known', resources: [patient], complete: true });
  expect(values.get('conditions')).toEqual({ kind: 'known', resources: [], complete: true });
  expect(toFetch).toEqual([]);
});

test('an absent key is fetched with the token', () => {
  const { toFetch } = plan({ patient }, token);
  expect(keysOf(toFetch)).toEqual(['conditions', 'imaging']);
  expect(toFetch[0]?.resolved).toEqual({
    kind: 'search',
    resourceType: 'Condition',
    parameters: { patient: 'p1' },
  });
});

test('an absent necessary key without a token is 412 and named; a helpful one is a stated gap', () => {
  expect(() => plan({ patient })).toThrow(/conditions \(not-provided\)/);
  expect(plan({ patient, conditions: null }).values.get('imaging')).toEqual({
    kind: 'unknown',
    reason: 'not-provided',
  });
});

test('an OperationOutcome is not asked for again', () => {
  const failed = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] };
  const { values, toFetch } = plan({ patient, conditions: null, imaging: failed }, token);
  expect(values.get('imaging')).toEqual({ kind: 'unknown', reason: 'client-failed' });
  expect(toFetch).toEqual([]);
  expect(() => plan({ patient, conditions: failed }, token)).toThrow(/conditions \(client-failed\)/);
});

test('a query whose token has no value is known to be nothing', () => {
  expect(plan({ patient, conditions: null }).values.get('encounter')).toEqual({
    kind: 'known',
    resources: [],
    complete: true,
  });
});

test('a paged bundle is searched again with the token, and marked incomplete without one', () => {
  const paged = {
    ...bundleOf(fracture),
    link: [{ relation: 'next', url: 'https://evil.example.org/steal' }],
  };
  expect(keysOf(plan({ patient, conditions: paged, imaging: null }, token).toFetch)).toEqual(['conditions']);
  expect(plan({ patient, conditions: paged }).values.get('conditions')).toEqual({
    kind: 'known',
    resources: [fracture],
    complete: false,
  });
});

test('a key outside the granted scopes is not asked for', () => {
  const scope = { ...token.fhirAuthorization, scope: 'patient/Condition.read' };
  const { values, toFetch } = plan({ patient }, { ...token, fhirAuthorization: scope });
  expect(keysOf(toFetch)).toEqual(['conditions']);
  expect(values.get('imaging')).toEqual({ kind: 'unknown', reason: 'not-in-scope' });
});

test.each([
  ['another patient', { reference: 'Patient/p2' }],
  ['a patient of another server', { reference: 'https://other.example.org/fhir/Patient/p1' }],
  ['a patient whose id begins alike', { reference: 'Patient/p11' }],
  ['an identifier alone', { identifier: { value: 'p1' } }],
  ['nobody', undefined],
])('a condition about %s is put aside and counted', (_name, subject) => {
  const stranger = { resourceType: 'Condition', id: 'c2', subject };
  const { values, rejected } = plan({ patient, conditions: bundleOf(stranger, fracture) }, token);
  expect(values.get('conditions')).toMatchObject({ resources: [fracture] });
  expect(rejected).toBe(1);
});

test.each(['Patient/p1', 'Patient/p1/_history/3', 'https://ehr.example.org/fhir/Patient/p1'])(
  'a condition about %s is kept',
  (reference) => {
    const own = { resourceType: 'Condition', id: 'c3', subject: { reference } };
    expect(plan({ patient, conditions: bundleOf(own) }, token).values.get('conditions')).toMatchObject({
      resources: [own],
    });
  },
);

test('included resources without a patient stay, search outcomes and repeats do not', () => {
  const drug = { resourceType: 'Medication', id: 'm1' };
  const bundle = {
    ...bundleOf(fracture, fracture, drug),
    entry: [
      ...bundleOf(fracture, fracture, drug).entry,
      { search: { mode: 'outcome' }, resource: { resourceType: 'OperationOutcome' } },
    ],
  };
  const { values, rejected } = plan({ patient, conditions: bundle }, token);
  expect(values.get('conditions')).toMatchObject({ resources: [fracture, drug] });
  expect(rejected).toBe(0);
});
