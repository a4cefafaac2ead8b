import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { PatientContext, RecordPart } from '../core/patient/patient-context.ts';
import { calendarDayOf } from '../core/patient/recorded-date.ts';
import { careLimitsFrom } from './normalise/care-limits.ts';
import { conditionsIn, countable, fracturesFrom } from './normalise/conditions.ts';
import { dxaOrdersFrom, dxaStudiesFrom, signedFindingsFrom } from './normalise/dxa.ts';
import { encounterSettingOf } from './normalise/encounter.ts';
import { hipHardwareFrom, lumbarHardwareFrom } from './normalise/hardware.ts';
import type { MedicationEntry } from './normalise/drug-use.ts';
import { drugsFrom } from './normalise/medications.ts';
import { menopauseFrom, toolResultsFrom, weightFrom } from './normalise/observations.ts';
import { birthDateOf, isDeceased, sexOf } from './normalise/person.ts';
import { tScoresOf } from './normalise/t-scores.ts';
import type { PatientRecord } from './patient-record.ts';
import {
  HYPOGONADISM,
  LOCALISED_OSTEOPOROSIS,
  OSTEOPENIA,
  OSTEOPOROSIS,
} from './terminology/bone-disease.ts';

type OfType<T extends ResourceType> = Extract<Resource, { resourceType: T }>;

/** The part of the record that an entry of a type belongs to. */
const PART_OF_TYPE: Readonly<Partial<Record<ResourceType, RecordPart>>> = {
  Condition: 'conditions',
  Observation: 'dxa-results',
  Procedure: 'dxa-results',
  DiagnosticReport: 'dxa-results',
  MedicationRequest: 'medications',
  MedicationStatement: 'medications',
  MedicationAdministration: 'medications',
  MedicationDispense: 'medications',
  Medication: 'medications',
  ServiceRequest: 'dxa-orders',
  Appointment: 'dxa-orders',
  Encounter: 'encounter',
};

/**
 * The facts of one chart (FHIR R4) as the decision reads them. Entries that are refuted or entered in error are left
 * out, and FamilyMemberHistory is never looked at. An entry that is not shaped as FHIR is left out too, and its part of
 * the record counts as not read: what it held cannot be called absent. So do the medications when one of them does not
 * say which drug it is. `asOf` tells what holds now.
 */
export function patientContextFrom(record: PatientRecord, asOf: Date): PatientContext {
  try {
    return contextFrom(record, asOf);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return contextFrom(withoutMalformed(record, asOf), asOf);
  }
}

function withoutMalformed(record: PatientRecord, asOf: Date): PatientRecord {
  const read = { ...record.read };
  const medications = record.resources.filter(({ resourceType }) => resourceType === 'Medication');
  const resources = record.resources.filter((resource) => {
    // What a Medication holds is read only through an entry that refers to it: that entry is the one to leave out.
    const readTogether = isMedicationEntry(resource) ? [resource, ...medications] : [resource];
    try {
      contextFrom({ ...record, resources: readTogether }, asOf);
      return true;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const part = PART_OF_TYPE[resource.resourceType];
      if (part !== undefined) read[part] = 'failed';
      return false;
    }
  });
  return { ...record, resources, read };
}

const MEDICATION_ENTRIES = new Set<string>([
  'MedicationRequest',
  'MedicationStatement',
  'MedicationAdministration',
  'MedicationDispense',
] satisfies MedicationEntry['resourceType'][]);

const isMedicationEntry = (resource: Resource): resource is MedicationEntry =>
  MEDICATION_ENTRIES.has(resource.resourceType);

function contextFrom(record: PatientRecord, asOf: Date): PatientContext {
  const { localCodes, read } = record;
  const today = calendarDayOf(asOf, 'UTC');
  const byType = Map.groupBy(record.resources, ({ resourceType }) => resourceType);
  const all = <T extends ResourceType>(type: T) => (byType.get(type) ?? []) as OfType<T>[];
  const patient = all('Patient').find(({ id }) => id === record.patientId);
  const conditions = countable(all('Condition'));
  const observations = all('Observation');
  const procedures = all('Procedure');
  const requests = all('ServiceRequest');
  const reports = all('DiagnosticReport');
  const { boneDrugs, riskDrugs, allNamed } = drugsFrom(
    record.resources.filter(isMedicationEntry),
    all('Medication'),
    procedures,
    today,
  );
  return {
    patientId: record.patientId,
    birthDate: birthDateOf(patient),
    sex: sexOf(patient),
    deceased: isDeceased(patient),
    careLimits: careLimitsFrom(conditions, [...procedures, ...requests], observations, today),
    fractures: fracturesFrom(conditions),
    osteoporosisDiagnoses: conditionsIn(conditions, OSTEOPOROSIS),
    osteopeniaDiagnoses: conditionsIn(conditions, OSTEOPENIA, LOCALISED_OSTEOPOROSIS),
    hypogonadism: conditionsIn(conditions, HYPOGONADISM),
    tScores: observations.flatMap(tScoresOf),
    dxaStudies: dxaStudiesFrom(procedures, reports, observations, localCodes),
    dxaOrders: dxaOrdersFrom(requests, all('Appointment'), localCodes),
    boneDrugs,
    riskDrugs,
    menopause: menopauseFrom(conditions, observations),
    weightKg: weightFrom(observations),
    toolResults: toolResultsFrom(observations),
    lumbarHardwareOrFusion: lumbarHardwareFrom(conditions, procedures),
    hipHardware: hipHardwareFrom(conditions, procedures),
    signedReportFindings: signedFindingsFrom(reports),
    encounterSetting: encounterSettingOf(all('Encounter')[0], read.encounter),
    read: allNamed || read.medications !== 'read' ? read : { ...read, medications: 'failed' },
  };
}
