import { jest } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { parseRequest } from '../../src/cds-hooks/parse-request.ts';
import { TrabeculaError } from '../../src/errors.ts';
import { completePrefetch } from '../../src/flow/complete-prefetch.ts';
import type { FhirReader } from '../../src/flow/ports/fhir.ts';
import { queries } from '../cds-hooks/prefetch-queries.ts';
import { patientViewBody } from '../cds-hooks/requests.ts';

const fhirServer = 'https://ehr.example.org/fhir';
const prescription = (reference: string, display?: string) => ({
  resource: {
    resourceType: 'MedicationRequest',
    subject: { reference: 'Patient/p1' },
    medicationReference: { reference, display },
  },
});

function call(entry: readonly object[], scope = 'patient/*.rs') {
  return parseRequest({
    ...patientViewBody,
    fhirServer,
    fhirAuthorization: { access_token: 't', token_type: 'Bearer', scope },
    prefetch: {
      patient: { resourceType: 'Patient', id: 'p1' },
      conditions: null,
      imaging: { resourceType: 'Bundle', entry },
    },
  });
}

const search = jest.fn<(type: string, parameters: Readonly<Record<string, string>>) => Promise<Resource[]>>();
const reader = { read: () => Promise.resolve(undefined), search } as unknown as FhirReader;

beforeEach(() => {
  search.mockReset();
  search.mockImplementation((_type, { _id = '' }) =>
    Promise.resolve(_id.split(',').map((id) => ({ resourceType: 'Medication', id }))),
  );
});

const medicationsOf = async (request: ReturnType<typeof call>, by: FhirReader | 'no token' = reader) => {
  const value = (await completePrefetch(request, queries, by === 'no token' ? undefined : by)).values.get(
    'medicationsReferredTo',
  );
  return value?.kind === 'known' ? value.resources.map(({ id }) => id) : undefined;
};

test('drugs that a reference alone names are read, each once, from this server', async () => {
  const medications = await medicationsOf(
    call([
      prescription('Medication/1'),
      prescription(`${fhirServer}/Medication/2/_history/3`),
      prescription('Medication/1'),
      prescription('https://elsewhere.example.org/Medication/4'),
      prescription('#contained'),
      prescription('Medication/5', 'Vitamin D'),
      prescription('Medication/6'),
      { resource: { resourceType: 'Medication', id: '6' } },
    ]),
  );
  expect(medications).toEqual(['1', '2']);
  expect(search.mock.calls).toEqual([['Medication', { _id: '1,2', _count: '50' }]]);
});

test('many are asked for in several searches', async () => {
  const entries = Array.from({ length: 101 }, (_, number) => prescription(`Medication/${number}`));
  expect(await medicationsOf(call(entries))).toHaveLength(101);
  expect(search).toHaveBeenCalledTimes(3);
});

test('nothing is asked where all are named, without a token, or outside its scopes', async () => {
  expect(await medicationsOf(call([prescription('Medication/1', 'Vitamin D')]))).toBeUndefined();
  expect(await medicationsOf(call([prescription('Medication/1')]), 'no token')).toBeUndefined();
  expect(await medicationsOf(call([prescription('Medication/1')], 'patient/Patient.rs'))).toBeUndefined();
  expect(search).not.toHaveBeenCalled();
});

test('a server that refuses leaves them missing; a bug in the reader does not pass for that', async () => {
  search.mockRejectedValueOnce(new TrabeculaError('upstream-refused', 'x'));
  expect(await medicationsOf(call([prescription('Medication/1')]))).toBeUndefined();
  search.mockRejectedValueOnce(new RangeError('bug'));
  await expect(medicationsOf(call([prescription('Medication/1')]))).rejects.toThrow(RangeError);
});
