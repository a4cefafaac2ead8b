import { archiveOfStudy } from '../../src/flow/archive-of-study.ts';
import type { ImageArchive } from '../../src/flow/ports/image-archive.ts';
import { studyOfImagingStudy } from '../../src/fhir/imaging-study.ts';
import { InMemoryFhir } from '../fakes/in-memory-fhir.ts';

const named = (name: string, more: object = {}) => ({ name, ...more }) as unknown as ImageArchive;
const other = named('other');
const main = named('main', {
  at: (address: string) => (address === 'https://other.example/rs' ? other : undefined),
});

const endpoint = (id: string, address: string, code = 'dicom-wado-rs') => ({
  resourceType: 'Endpoint' as const,
  id,
  status: 'active' as const,
  connectionType: { code },
  payloadType: [],
  address,
});

async function archiveFor(references: readonly string[], archive = main): Promise<unknown> {
  const fhir = new InMemoryFhir();
  fhir.put(endpoint('allowed', 'https://other.example/rs'), '2026-01-01T00:00:00Z');
  fhir.put(endpoint('foreign', 'https://evil.example/rs'), '2026-01-01T00:00:00Z');
  fhir.put(endpoint('viewer', 'https://other.example/rs', 'iid'), '2026-01-01T00:00:00Z');
  const study = studyOfImagingStudy({
    resourceType: 'ImagingStudy',
    identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2' }],
    contained: [endpoint('inside', 'https://other.example/rs')],
    endpoint: references.map((reference) => ({ reference })),
  });
  return archiveOfStudy(study!, { fhir, archive });
}

test.each([
  ['no endpoint', [], main],
  ['an allowed address', ['Endpoint/allowed'], other],
  ['an allowed address inside the study', ['#inside'], other],
  ['an address that is not allowed', ['Endpoint/foreign'], main],
  ['an allowed one behind one that is not', ['Endpoint/foreign', 'Endpoint/allowed'], other],
  ['an endpoint that is no WADO-RS', ['Endpoint/viewer'], main],
  ['an endpoint that is not there', ['Endpoint/gone'], main],
  ['a reference elsewhere', ['https://ehr.example/fhir/Endpoint/allowed'], main],
])('%s', async (_, references, expected) => {
  expect(await archiveFor(references)).toBe(expected);
});

test('a tenant with one archive reads no endpoints', async () => {
  const alone = named('alone');
  expect(await archiveFor(['Endpoint/allowed'], alone)).toBe(alone);
});
