import type { Resource } from '@medplum/fhirtypes';
import { withOwnReferences } from '../../../src/adapters/population-feeds/own-references.ts';
import type { PopulationFeed } from '../../../src/flow/ports/population-feed.ts';

const feedOf = (...resources: readonly Resource[]): PopulationFeed => ({
  name: 'feed',
  async *open(position = '') {
    yield await Promise.resolve({
      resources,
      deleted: ['https://ehr.example/fhir/Patient/2'],
      problems: ['a problem'],
      position,
      progress: { filesDone: 0, filesInAll: 1 },
    });
  },
});

async function read(feed: PopulationFeed, position?: string) {
  for await (const batch of feed.open(position, new AbortController().signal)) return batch;
  throw new Error('the feed gave no batch');
}

test.each(['https://ehr.example/fhir', 'https://ehr.example/fhir/'])(
  'references to the own server (%s) become relative at any depth, others stay',
  async (fhirBaseUrl) => {
    const feed = feedOf({
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject: { reference: 'https://ehr.example/fhir/Patient/1' },
      medicationReference: { reference: 'https://other.example/fhir/Medication/1' },
      dispenseRequest: { performer: { reference: 'https://ehr.example/fhir/Organization/1' } },
      reasonReference: [
        { reference: 'https://ehr.example/fhir/Condition/1/_history/2' },
        { reference: 'https://ehr.example/fhir2/Condition/1' },
        { reference: '#contained' },
        { display: 'words' },
      ],
    });
    const { resources } = await read(withOwnReferences(feed, fhirBaseUrl));
    expect(resources[0]).toMatchObject({
      subject: { reference: 'Patient/1' },
      medicationReference: { reference: 'https://other.example/fhir/Medication/1' },
      dispenseRequest: { performer: { reference: 'Organization/1' } },
      reasonReference: [
        { reference: 'Condition/1/_history/2' },
        { reference: 'https://ehr.example/fhir2/Condition/1' },
        { reference: '#contained' },
        { display: 'words' },
      ],
    });
  },
);

test('a resource nested as deep as JSON allows, or of nonsense, stops nothing', async () => {
  const deep = JSON.parse(`${'{"a":'.repeat(50_000)}null${'}'.repeat(50_000)}`) as Resource;
  const nonsense = { resourceType: 'Patient', link: [null, 1, { reference: 5 }] } as unknown as Resource;
  const { resources } = await read(withOwnReferences(feedOf(deep, nonsense), 'https://ehr.example'));
  expect(resources[1]).toEqual({ resourceType: 'Patient', link: [null, 1, { reference: 5 }] });
});

test('all else of the feed is passed on, and the position is handed in', async () => {
  const feed = withOwnReferences(feedOf(), 'https://ehr.example/fhir');
  expect(feed.name).toBe('feed');
  expect(await read(feed, 'place 7')).toMatchObject({
    deleted: ['Patient/2'],
    problems: ['a problem'],
    position: 'place 7',
    progress: { filesDone: 0, filesInAll: 1 },
  });
});
