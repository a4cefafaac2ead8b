import type { CapabilityStatement, Subscription } from '@medplum/fhirtypes';
import { fixedToken } from '../../src/adapters/fhir-client/access-token.ts';
import { openFhirHttp } from '../../src/adapters/fhir-client/fhir-http.ts';
import { openFhirReader } from '../../src/adapters/fhir-client/fhir-reader.ts';
import { openFhirWriter } from '../../src/adapters/fhir-client/fhir-writer.ts';
import { openProfileCheck } from '../../src/adapters/fhir-profiles/profile-check.ts';
import { shippedDefinitions } from '../../src/adapters/fhir-profiles/shipped-definitions.ts';
import { OURS } from '../../src/fhir/print/canonical-urls.ts';
import { keepSubscriptions } from '../../src/flow/keep-subscriptions.ts';
import type { OutgoingCheck } from '../../src/flow/ports/outgoing-check.ts';
import { checkedWriter } from '../../src/flow/write-back/checked-writer.ts';
import { FaultyEhr } from '../fakes/faulty-ehr.ts';

const ENDPOINT = 'https://cds.example.org/notifications/north';
const TOPIC = 'https://ehr.example.org/topic/imaging';
const settings = { secret: 'first-secret', criteria: ['ImagingStudy?', TOPIC] };
const start = new Date('2026-03-02T08:00:00Z');
const daysLater = (days: number) => new Date(start.getTime() + days * 86_400_000);

let ehr: FaultyEhr;
/** As with "validateOutgoing": what fits no profile of ours would not be sent. */
let check: OutgoingCheck;
beforeAll(() => void (check = openProfileCheck(shippedDefinitions())));
beforeEach(async () => {
  ehr = await FaultyEhr.start();
  ehr.capability = withSubscriptions;
});
afterEach(() => ehr.stop());

function withSubscriptions(statement: CapabilityStatement): CapabilityStatement {
  const [rest] = statement.rest ?? [];
  const subscription = {
    type: 'Subscription' as const,
    interaction: [{ code: 'create' as const }, { code: 'update' as const }],
    conditionalCreate: true,
  };
  return { ...statement, rest: [{ ...rest!, resource: [...(rest?.resource ?? []), subscription] }] };
}

const keep = (asOf: Date, secret = settings.secret) => {
  const http = openFhirHttp({
    baseUrl: ehr.baseUrl,
    token: fixedToken('own', undefined),
    timeoutMs: 5_000,
    readRetries: 0,
    clock: () => asOf,
  });
  const writer = checkedWriter(openFhirWriter(http), check);
  const record = { fhir: openFhirReader(http), writer };
  return keepSubscriptions(ENDPOINT, { ...settings, secret }, record, asOf);
};
const standing = () => ehr.all<Subscription>('Subscription');

test('creates a rest-hook without content for each criterion, once', async () => {
  expect(await keep(start)).toEqual({ created: 2, renewed: 0 });
  expect(await keep(daysLater(1))).toEqual({ created: 0, renewed: 0 });
  expect(await standing()).toMatchObject([
    {
      status: 'requested',
      criteria: 'ImagingStudy?',
      end: '2026-03-09T08:00:00.000Z',
      channel: { type: 'rest-hook', endpoint: ENDPOINT, header: ['Authorization: Bearer first-secret'] },
    },
    {
      criteria: TOPIC,
      meta: {
        profile: [
          OURS.profile.subscription,
          'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription',
        ],
      },
      channel: { payload: 'application/fhir+json', _payload: { extension: [{ valueCode: 'empty' }] } },
    },
  ]);
  expect((await standing())[0]?.channel.payload).toBeUndefined();
});

test.each<[string, Partial<Subscription>, Date, string]>([
  ['ends within three days', {}, daysLater(5), settings.secret],
  ['was switched off', { status: 'off' }, start, settings.secret],
  ['carries an old secret', {}, start, 'second-secret'],
])('renews one that %s', async (_name, changes, asOf, secret) => {
  await keep(start);
  // As an earlier version left them: without our profile.
  for (const { meta: _meta, ...one } of await standing())
    await ehr.repository.updateResource<Subscription>({ ...one, ...changes });
  expect(await keep(asOf, secret)).toEqual({ created: 0, renewed: 2 });
  const renewed = await standing();
  expect(renewed.map(({ status }) => status)).toEqual(['requested', 'requested']);
  expect(renewed.every(({ channel }) => channel.header?.[0] === `Authorization: Bearer ${secret}`)).toBe(
    true,
  );
  expect(renewed.every(({ end }) => Date.parse(end ?? '') === asOf.getTime() + 7 * 86_400_000)).toBe(true);
});

test('leaves the Subscriptions of others alone', async () => {
  const other: Subscription = {
    resourceType: 'Subscription',
    status: 'off',
    reason: 'somebody else’s',
    criteria: 'ImagingStudy?',
    channel: { type: 'rest-hook', endpoint: 'https://other.example.org/hook' },
  };
  const { id } = await ehr.repository.createResource(other);
  ehr.ignoreSearchParameters = true;
  expect(await keep(start)).toEqual({ created: 2, renewed: 0 });
  expect((await standing()).find((one) => one.id === id)?.status).toBe('off');
});

test('asks for nothing where the server does not say that it takes Subscriptions', async () => {
  ehr.capability = (statement) => statement;
  expect(await keep(start)).toEqual({ created: 0, renewed: 0 });
  expect(ehr.seen.map(({ url }) => url)).toEqual(['metadata']);
});
