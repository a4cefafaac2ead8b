import fc from 'fast-check';
import type { Resource } from '@medplum/fhirtypes';
import { parseRequest } from '../../src/cds-hooks/parse-request.ts';
import { TrabeculaError, type ErrorCode } from '../../src/errors.ts';
import { completePrefetch } from '../../src/flow/complete-prefetch.ts';
import type { FhirReader } from '../../src/flow/ports/fhir.ts';
import { queries } from '../cds-hooks/prefetch-queries.ts';
import { patientViewBody } from '../cds-hooks/requests.ts';

/** A chart on a server: reads and searches give every resource of the type. */
function readerOf(chart: readonly Resource[]): FhirReader {
  const ofType = (type: string) => chart.filter((resource) => resource.resourceType === type);
  return {
    read: (type, id) => Promise.resolve(ofType(type).find((resource) => resource.id === id) as never),
    search: (type) => Promise.resolve(ofType(type) as never),
  };
}

function failingReader(code: ErrorCode): FhirReader {
  const fail = () => Promise.reject(new TrabeculaError(code, 'x'));
  return { read: fail, search: fail };
}

const token = {
  fhirServer: 'https://ehr.example.org/fhir',
  fhirAuthorization: { access_token: 't', token_type: 'Bearer', scope: 'patient/*.rs' },
};
const patient = { resourceType: 'Patient' as const, id: 'p1' };

const reference = fc.constantFrom('Patient/p1', 'Patient/p2', 'https://ehr.example.org/fhir/Patient/p1');
const resource = (resourceType: 'Condition' | 'ImagingStudy') =>
  fc
    .record({ id: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 3 }), reference })
    .map(({ id, reference: about }) => ({ resourceType, id, subject: { reference: about } }) as Resource);
const chart = fc.tuple(fc.array(resource('Condition')), fc.array(resource('ImagingStudy')));
const wayOf = fc.constantFrom('prefetched', 'fetched', 'paged');

test('the same chart gives the same context however its parts arrive: prefetched, fetched or paged', async () => {
  await fc.assert(
    fc.asyncProperty(chart, wayOf, wayOf, async ([conditions, studies], conditionsWay, imagingWay) => {
      const bundle = (resources: readonly Resource[]) => ({
        resourceType: 'Bundle',
        entry: resources.map((item) => ({ resource: item })),
      });
      const sent = (way: string, key: string, resources: readonly Resource[]) => {
        if (way === 'fetched') return {};
        if (way === 'prefetched') return { [key]: resources.length === 0 ? null : bundle(resources) };
        return { [key]: { ...bundle(resources.slice(0, 1)), link: [{ relation: 'next', url: 'x' }] } };
      };
      const reader = readerOf([patient, ...conditions, ...studies]);
      const complete = (prefetch: Record<string, unknown>) =>
        completePrefetch(parseRequest({ ...patientViewBody, ...token, prefetch }), queries, reader);
      const all = { patient, conditions: bundle(conditions), imaging: bundle(studies) };
      const mixed = {
        ...sent(conditionsWay, 'conditions', conditions),
        ...sent(imagingWay, 'imaging', studies),
      };
      const [first, second] = await Promise.all([complete(all), complete(mixed)]);
      expect(Object.fromEntries(second.values)).toEqual(Object.fromEntries(first.values));
      expect(second.rejected).toBe(first.rejected);
    }),
    { numRuns: 200, seed: 11 },
  );
});

test('a server that refuses or is away leaves helpful data unknown with the reason', async () => {
  const request = parseRequest({ ...patientViewBody, ...token, prefetch: { patient, conditions: null } });
  const refused = await completePrefetch(request, queries, failingReader('upstream-refused'));
  expect(refused.values.get('imaging')).toEqual({ kind: 'unknown', reason: 'server-refused' });
  const away = await completePrefetch(request, queries, failingReader('upstream-unavailable'));
  expect(away.values.get('imaging')).toEqual({ kind: 'unknown', reason: 'server-unavailable' });
});

test('a server that is away when necessary data are needed is 412', async () => {
  const request = parseRequest({ ...patientViewBody, ...token, prefetch: { patient } });
  await expect(
    completePrefetch(request, queries, failingReader('upstream-unavailable')),
  ).rejects.toMatchObject({
    code: 'precondition-failed',
    message: expect.stringContaining('conditions (server-unavailable)') as string,
  });
});

test('a bug in the reader is not taken for an absent chart', async () => {
  const bug = () => Promise.reject(new RangeError('bug'));
  const request = parseRequest({ ...patientViewBody, ...token, prefetch: { patient } });
  await expect(completePrefetch(request, queries, { read: bug, search: bug })).rejects.toThrow(RangeError);
});
