import type { Resource } from '@medplum/fhirtypes';

const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';

/** Women of 70 whose film was flagged: a card goes out for each. */
export const patientIdOf = (index: number) => `load-${index}`;
export const studyUidOf = (index: number) => `2.25.${7_000_000 + index}`;
export const FILM_TAKEN_ON = '2026-03-01';

function bundle(resources: readonly object[]): object {
  return { resourceType: 'Bundle', type: 'searchset', entry: resources.map((resource) => ({ resource })) };
}

const repeat = (count: number, make: (index: number) => object) =>
  Array.from({ length: count }, (_, index) => make(index));

/** A chart of the size that a primary care patient has: 77 resources, 30 kB as JSON. */
export function prefetchOf(index: number): Readonly<Record<string, object | null>> {
  const id = patientIdOf(index);
  const subject = { reference: `Patient/${id}` };
  const coded = (system: string, code: string, display: string) => ({
    coding: [{ system, code, display }],
    text: display,
  });
  const patient: Resource = {
    resourceType: 'Patient',
    id,
    gender: 'female',
    birthDate: '1956-02-03',
    name: [{ family: 'Simulated', given: ['Load'] }],
  };
  const conditions = repeat(25, (n) => ({
    resourceType: 'Condition',
    id: `c${n}`,
    subject,
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active', 'Active'),
    code: coded(SNOMED, String(38_341_003 + n), `Condition number ${n} of a long problem list`),
    onsetDateTime: `20${10 + (n % 15)}-03-04`,
  }));
  const observations = repeat(25, (n) => ({
    resourceType: 'Observation',
    id: `o${n}`,
    subject,
    status: 'final',
    code: coded(LOINC, '29463-7', 'Body weight'),
    effectiveDateTime: `2026-01-${String(1 + n).padStart(2, '0')}T09:30:00Z`,
    valueQuantity: { value: 62 + n / 10, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  }));
  const prescriptions = repeat(15, (n) => ({
    resourceType: 'MedicationRequest',
    id: `m${n}`,
    subject,
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: coded(
      'http://www.nlm.nih.gov/research/umls/rxnorm',
      String(314_076 + n),
      'lisinopril 10 MG Oral Tablet',
    ),
    authoredOn: '2025-11-05',
  }));
  const procedures = repeat(10, (n) => ({
    resourceType: 'Procedure',
    id: `p${n}`,
    subject,
    status: 'completed',
    code: coded(SNOMED, String(80_146_002 + n), 'A procedure of long ago'),
    performedDateTime: '2001-05-06',
  }));
  const imagingStudies = [
    {
      resourceType: 'ImagingStudy',
      id: `i${index}`,
      status: 'available',
      subject,
      identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${studyUidOf(index)}` }],
      started: `${FILM_TAKEN_ON}T10:00:00Z`,
      modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: 'DX' }],
      description: 'XR LUMBAR SPINE AP AND LATERAL',
    },
  ];
  return {
    patient,
    conditions: bundle(conditions),
    observations: bundle(observations),
    procedures: bundle(procedures),
    reports: null,
    prescriptions: bundle(prescriptions),
    medicationStatements: null,
    doses: null,
    dispensings: null,
    orders: null,
    appointments: null,
    imagingStudies: bundle(imagingStudies),
    userRoles: null,
  };
}
