import type { Resource } from '@medplum/fhirtypes';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { ChartsByPatient } from '../../src/fhir/charts-by-patient.ts';
import { simulateAlerts } from '../../src/flow/simulate-alerts.ts';
import { policy } from '../core/decision/builders.ts';

const use = {
  asOf: new Date('2026-05-20T12:00:00Z'),
  openingsPerPatient: 4,
  daysBetweenOpenings: 5,
  usersPerPatient: 2,
  flaggedPercent: 100,
  uncertainPercent: 0,
};
const rules = { viewRules: defaultViewRules, cardAgeLimitMonths: 24 };

function charts(...resources: object[]): ChartsByPatient {
  const gathered = new ChartsByPatient();
  for (const resource of resources) gathered.add(resource as Resource);
  return gathered;
}

const woman = (id: string) => ({ resourceType: 'Patient', id, gender: 'female', birthDate: '1950-01-01' });
const film = (patientId: string) => ({
  resourceType: 'ImagingStudy',
  id: `s-${patientId}`,
  status: 'available',
  subject: { reference: `Patient/${patientId}` },
  started: '2026-03-01',
  identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }],
  modality: [{ code: 'DX' }],
  procedureCode: [{ coding: [{ system: 'http://loinc.org', code: '24970-6' }] }],
});

const simulate = (gathered: ChartsByPatient, changes: Partial<typeof use> = {}) =>
  simulateAlerts(gathered.records([]), { ...use, ...changes }, policy(), rules);

describe('simulate-alerts', () => {
  it('counts one card for each of two users and then the work list', async () => {
    // Four openings within 15 days by two users in turn: each sees it once, the other two openings are capped.
    const simulation = await simulate(charts(woman('a'), film('a')));
    expect(simulation).toMatchObject({
      patients: 1,
      withLumbarFilm: 1,
      openings: 4,
      cards: 2,
      cardsByReason: { 'ai-woman-65': 2 },
      workList: { 'dxa-after-ai-flag': 1 },
      burden: { cardsPerHundredOpenings: 50, overCeiling: true, backToSilent: false },
    });
  });

  it('shows nothing for a patient without a film, whom the guideline keeps on the work list', async () => {
    const simulation = await simulate(charts(woman('a')));
    expect(simulation).toMatchObject({ withLumbarFilm: 0, cards: 0, workList: { 'guideline-dxa': 1 } });
  });

  it('draws about the stated share of films, the same each time', async () => {
    const patients = Array.from({ length: 400 }, (_, index) => `p${index}`);
    const population = () => charts(...patients.flatMap((id) => [woman(id), film(id)]));
    const once = { openingsPerPatient: 1, flaggedPercent: 25 };
    const first = await simulate(population(), once);
    // 400 x 25 % is 100; five standard deviations are 5 x sqrt(400 x 0.25 x 0.75) = 43.
    expect(Math.abs(first.cards - 100)).toBeLessThan(43);
    expect(await simulate(population(), once)).toEqual(first);
  });
});

describe('charts by patient', () => {
  it('gathers by subject, patient and participant, and leaves out people without a Patient', () => {
    const gathered = charts(
      woman('a'),
      { resourceType: 'Condition', id: 'c', subject: { reference: 'https://ehr.example/fhir/Patient/a' } },
      { resourceType: 'Appointment', id: 'v', participant: [{ actor: { reference: 'Patient/a' } }] },
      { resourceType: 'Condition', id: 'd', subject: { reference: 'Patient/unknown' } },
      { resourceType: 'Medication', id: 'm' },
    );
    const records = [...gathered.records([])];
    expect(records.map(({ patientId }) => patientId)).toEqual(['a']);
    expect(records[0]?.resources.map(({ id }) => id)).toEqual(['a', 'c', 'v', 'm']);
  });
});
