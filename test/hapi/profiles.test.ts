import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { shippedDefinitions } from '../../src/adapters/fhir-profiles/shipped-definitions.ts';
import { questions } from '../../src/adapters/population/questions/all.ts';
import { EN } from '../../src/cds-hooks/messages/en.ts';
import { allDefinitions, loadingBatch } from '../../src/fhir/definitions/all-definitions.ts';
import { OURS } from '../../src/fhir/print/canonical-urls.ts';
import { PRINTED } from '../fhir/print/printed-resources.ts';
import { startHapi, type HapiServer } from './hapi-server.ts';

let hapi: HapiServer;
beforeAll(async () => void (hapi = await startHapi()), 280_000);
afterAll(() => hapi?.stop());

const definitions = allDefinitions(shippedDefinitions(), EN, [...questions.values()]);

/** Added to HL7 Terminology after R4; HAPI carries the code system as it was with R4. */
const NEWER_THAN_R4 = "'http://terminology.hl7.org/CodeSystem/v3-ObservationValue#AIAST'";

/** R4 lets a language stand here that its list does not have (extensible binding); HAPI takes those of the list alone. */
const NOT_LISTED = "'http://hl7.org/fhir/expression-language#application/sql'";

/** A resource as loose JSON, to make it wrong. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

async function errorsOf(resource: Resource): Promise<string[]> {
  const { body } = await hapi.post(`${resource.resourceType}/$validate`, resource);
  return (body as OperationOutcome).issue
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ diagnostics }) => diagnostics ?? '')
    .filter((diagnostics) => ![NEWER_THAN_R4, NOT_LISTED].some((known) => diagnostics.includes(known)));
}

it('takes all our definitions in one batch', async () => {
  const { status, body } = await hapi.post('', loadingBatch(definitions));
  const answers = ((body as Bundle).entry ?? []).map(({ response }) => response?.status?.slice(0, 3));
  expect(status).toBe(200);
  expect(answers).toEqual(definitions.map(() => '201'));
}, 120_000);

/** One of each kind: HAPI builds the snapshot of a profile anew, which takes long on a busy machine. */
it.each([
  'film-risk-assessment',
  'trabecula',
  'dxa-study',
  'ehr-requirements',
  'osw-like',
  'care-gap',
  'model-validation',
])(
  'finds no error in the definition %s itself',
  async (id) => {
    expect(await errorsOf(definitions.find((one) => one.id === id)!)).toEqual([]);
  },
  150_000,
);

it('finds no error in anything that the service prints, by our profiles', async () => {
  const errors: string[] = [];
  for (const resource of PRINTED)
    errors.push(...(await errorsOf(resource)).map((error) => `${resource.resourceType}: ${error}`));
  expect([...new Set(errors)]).toEqual([]);
}, 240_000);

/** Besides what @medplum/core sees too: codes of required value sets, and what stands inside a slice. */
it('refuses what does not fit a profile', async () => {
  const wrong = (profile: keyof typeof OURS.profile, change: (resource: Loose) => void) => {
    const resource = structuredClone(
      PRINTED.find(({ meta }) => meta?.profile?.includes(OURS.profile[profile])),
    )!;
    change(resource);
    return errorsOf(resource);
  };
  const refused: Promise<string[]>[] = [
    wrong('riskAssessment', (r: Loose) => (r.meta.security = r.meta.security.slice(1))),
    wrong('riskAssessment', (r: Loose) => (r.prediction[0].qualitativeRisk.coding[0].code = 'low')),
    wrong('riskAssessment', (r: Loose) => delete r.performer),
    wrong('riskAssessment', (r: Loose) => (r.prediction[0].probabilityDecimal = 101)),
    wrong('observation', (r: Loose) => (r.interpretation = [{ text: 'Low' }])),
    wrong('device', (r: Loose) => delete r.identifier),
    wrong('task', (r: Loose) => delete r.owner),
    wrong('dxaProposal', (r: Loose) => (r.reasonCode = [{ text: 'Osteoporosis' }])),
  ];
  for (const errors of await Promise.all(refused)) expect(errors).not.toEqual([]);
}, 120_000);
