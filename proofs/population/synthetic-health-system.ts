import { seededRandom } from '../simulated-sites/random.ts';
import type { Resource } from '@medplum/fhirtypes';
import type { PopulationBatch, PopulationFeed } from '../../src/flow/ports/population-feed.ts';

/**
 * A synthetic health system: charts with the facts that the population questions ask for. Bone densities follow the
 * NHANES 2017 - March 2020 table of lumbar DXA by sex and age (mean and SD, g/cm2); everything else is plausible, not
 * measured. One seed gives one population.
 */
const spineBmd: Readonly<Record<'female' | 'male', readonly (readonly [number, number, number])[]>> = {
  female: [
    [60, 0.998, 0.151],
    [70, 0.938, 0.147],
    [80, 0.949, 0.167],
    [200, 0.91, 0.197],
  ],
  male: [
    [60, 1.05, 0.141],
    [70, 1.064, 0.16],
    [80, 1.101, 0.182],
    [200, 1.047, 0.182],
  ],
};

/** Young women's reference of the simulation page: 1.064 +- 0.106 g/cm2. */
const tScoreOf = (bmd: number): number => Math.round(((bmd - 1.064) / 0.106) * 10) / 10;

export interface SyntheticPatient {
  readonly patientId: string;
  readonly tScore: number;
  readonly studyInstanceUid: string | undefined;
  readonly resources: readonly Resource[];
}

const loinc = 'http://loinc.org';
const dayBefore = (days: number): string =>
  new Date(Date.UTC(2026, 10, 1) - days * 86_400_000).toISOString().slice(0, 10);

/** Patient number `index` of the system; the same for the same seed, whatever was asked before. */
export function syntheticPatient(index: number, seed: number, filmShare: number): SyntheticPatient {
  const { uniform: random, normal } = seededRandom(seed * 1_000_003 + index);
  const sex = random() < 0.56 ? 'female' : 'male';
  const ageYears = 50 + Math.floor(random() ** 1.3 * 42);
  const band = spineBmd[sex].find(([below]) => ageYears < below) ?? spineBmd[sex][0]!;
  const tScore = tScoreOf(band[1] + band[2] * normal());
  const patientId = `p${index}`;
  const subject = { reference: `Patient/${patientId}` };
  const studyInstanceUid = random() < filmShare ? `2.25.${seed}${index}` : undefined;
  const race = random() < 0.7 ? 'White' : random() < 0.5 ? 'Black or African American' : 'Asian';
  const tested = random() < (sex === 'female' ? 0.28 : 0.05);
  const ordered = !tested && random() < 0.06;
  const resources: Resource[] = [
    {
      resourceType: 'Patient',
      id: patientId,
      gender: sex,
      birthDate: dayBefore(Math.round((ageYears + random()) * 365.25)),
      communication: [{ preferred: true, language: { coding: [{ code: random() < 0.85 ? 'en' : 'es' }] } }],
      extension: [
        {
          url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race',
          extension: [{ url: 'ombCategory', valueCoding: { display: race } }],
        },
      ],
    },
    {
      resourceType: 'Condition',
      id: `${patientId}-hypertension`,
      subject,
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I10' }] },
    },
  ];
  if (studyInstanceUid !== undefined)
    resources.push(filmStudy(patientId, studyInstanceUid, Math.floor(random() * 700), random));
  if (tested) resources.push(tScoreResult(patientId, tScore, Math.floor(random() * 1500)));
  if (ordered) resources.push(dxaOrder(patientId, Math.floor(random() * 200)));
  if (tScore <= -2.5 && tested) resources.push(...diagnosisAndDrug(patientId, random));
  return { patientId, tScore, studyInstanceUid, resources };
}

const filmStudy = (patientId: string, uid: string, daysAgo: number, random: () => number): Resource => ({
  resourceType: 'ImagingStudy',
  id: `${patientId}-film`,
  status: 'available',
  subject: { reference: `Patient/${patientId}` },
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
  started: dayBefore(daysAgo),
  modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'DX' }],
  procedureCode: [{ coding: [{ system: loinc, code: '24970-6' }] }],
  location: { display: random() < 0.5 ? 'North' : 'South' },
});

const tScoreResult = (patientId: string, tScore: number, daysAgo: number): Resource => ({
  resourceType: 'Observation',
  id: `${patientId}-t-score`,
  status: 'final',
  subject: { reference: `Patient/${patientId}` },
  code: { coding: [{ system: loinc, code: '38267-1' }] },
  effectiveDateTime: dayBefore(daysAgo),
  valueQuantity: { value: tScore, system: 'http://unitsofmeasure.org', code: '{T-score}' },
});

const dxaOrder = (patientId: string, daysAgo: number): Resource => ({
  resourceType: 'ServiceRequest',
  id: `${patientId}-order`,
  status: 'active',
  intent: 'order',
  subject: { reference: `Patient/${patientId}` },
  authoredOn: dayBefore(daysAgo),
  code: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '77080' }] },
});

function diagnosisAndDrug(patientId: string, random: () => number): Resource[] {
  const subject = { reference: `Patient/${patientId}` };
  const diagnosis: Resource = {
    resourceType: 'Condition',
    id: `${patientId}-osteoporosis`,
    subject,
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] },
  };
  const drug: Resource = {
    resourceType: 'MedicationRequest',
    id: `${patientId}-alendronate`,
    status: 'active',
    intent: 'order',
    subject,
    authoredOn: dayBefore(100),
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '46041' }],
    },
  };
  return random() < 0.6 ? [diagnosis, drug] : [diagnosis];
}

/** Patients `from` to `to` as a feed of batches of 100 patients. */
export function syntheticFeed(from: number, to: number, seed: number, filmShare: number): PopulationFeed {
  return {
    name: `synthetic ${from}-${to}`,
    async *open() {
      for (let start = from; start < to; start += 100) {
        const end = Math.min(start + 100, to);
        const resources = Array.from({ length: end - start }, (_, i) =>
          syntheticPatient(start + i, seed, filmShare),
        ).flatMap((patient) => [...patient.resources]);
        const batch: PopulationBatch = {
          resources,
          deleted: [],
          problems: [],
          position: String(end),
          progress: { filesDone: end, filesInAll: to },
        };
        yield await Promise.resolve(batch);
      }
    },
  };
}
