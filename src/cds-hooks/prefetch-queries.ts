import type { ResourceType } from '@medplum/fhirtypes';
import type { RecordPart } from '../core/patient/patient-context.ts';
import * as boneDensity from '../fhir/terminology/bone-density.ts';
import * as care from '../fhir/terminology/care-and-hardware.ts';
import { SYSTEM, type ConceptTable } from '../fhir/terminology/concept-table.ts';
import type { PrefetchQuery } from './prefetch-query.ts';

/** A query with the part of the record that it fills; undefined: it is no clinical fact (films, the user's roles). */
export interface RecordQuery extends PrefetchQuery {
  readonly part: RecordPart | undefined;
}

const PATIENT = 'Patient/{{context.patientId}}';
/** The most that a page should hold; further pages are followed. */
const PAGE = '200';

/** Observations by their codes, so that years of laboratory values stay where they are. */
const OBSERVATION_TABLES: readonly ConceptTable[] = [
  boneDensity.LUMBAR_T_SCORE,
  boneDensity.HIP_T_SCORE,
  boneDensity.FOREARM_T_SCORE,
  boneDensity.CENTRAL_DENSITY,
  boneDensity.DXA_STUDY,
  care.BODY_WEIGHT,
  care.PREGNANCY_STATUS,
  care.POSTMENOPAUSAL,
  care.PREMENOPAUSAL,
  ...Object.values(care.TOOL_RESULTS),
];

/** LOINC 8678-5 is menstrual status: its value says pre- or postmenopausal. Unverified. */
const MENSTRUAL_STATUS = '8678-5';

const observationCodes = [
  ...OBSERVATION_TABLES.flatMap(({ codes }) => codes)
    .filter(({ system }) => system === SYSTEM.loinc)
    .map(({ code }) => code),
  MENSTRUAL_STATUS,
];

const observationCode = [...new Set(observationCodes)].map((code) => `${SYSTEM.loinc}|${code}`).join(',');

function search(
  key: string,
  resourceType: ResourceType,
  part: RecordPart | undefined,
  parameters: Readonly<Record<string, string>> = {},
  necessity: PrefetchQuery['necessity'] = 'helpful',
): RecordQuery {
  return {
    key,
    resourceType,
    by: { kind: 'search', parameters: { patient: PATIENT, ...parameters, _count: PAGE } },
    necessity,
    part,
  };
}

/** Categories of imaging reports, as HL7 v2 and as US Core name them. */
export const IMAGING_REPORTS = 'http://terminology.hl7.org/CodeSystem/v2-0074|RAD,http://loinc.org|LP29684-5';

/**
 * What a decision reads of a chart: shared by the hook's prefetch and by every other way to the record. Reads and simple
 * searches only. Without the patient and the conditions there is no honest decision; what else is missing is said.
 */
export const RECORD_QUERIES: readonly RecordQuery[] = [
  {
    key: 'patient',
    resourceType: 'Patient',
    by: { kind: 'read', id: '{{context.patientId}}' },
    necessity: 'necessary',
    part: undefined,
  },
  search('conditions', 'Condition', 'conditions', {}, 'necessary'),
  search('observations', 'Observation', 'dxa-results', { code: observationCode, _sort: '-date' }),
  search('procedures', 'Procedure', 'dxa-results'),
  search('reports', 'DiagnosticReport', undefined, {
    category: IMAGING_REPORTS,
    _sort: '-date',
  }),
  search('prescriptions', 'MedicationRequest', 'medications'),
  search('medicationStatements', 'MedicationStatement', undefined),
  search('doses', 'MedicationAdministration', undefined),
  search('dispensings', 'MedicationDispense', undefined),
  search('orders', 'ServiceRequest', 'dxa-orders'),
  search('appointments', 'Appointment', undefined, { status: 'booked' }),
  search('consents', 'Consent', undefined),
  search('imagingStudies', 'ImagingStudy', undefined, { _sort: '-started' }),
  {
    key: 'encounter',
    resourceType: 'Encounter',
    by: { kind: 'read', id: '{{context.encounterId}}' },
    necessity: 'helpful',
    part: 'encounter',
  },
  {
    key: 'userRoles',
    resourceType: 'PractitionerRole',
    by: { kind: 'search', parameters: { practitioner: 'Practitioner/{{userPractitionerId}}', _count: '20' } },
    necessity: 'helpful',
    part: undefined,
  },
  {
    key: 'userRole',
    resourceType: 'PractitionerRole',
    by: { kind: 'read', id: '{{userPractitionerRoleId}}' },
    necessity: 'helpful',
    part: undefined,
  },
];
