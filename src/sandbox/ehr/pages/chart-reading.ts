import { Operator } from '@medplum/core';
import type {
  Appointment,
  Condition,
  DiagnosticReport,
  Encounter,
  ImagingStudy,
  MedicationAdministration,
  MedicationRequest,
  Observation,
  Patient,
  Provenance,
  Resource,
  RiskAssessment,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import type { ChartRepository } from '../fhir/chart-repository.ts';

/** All that the chart page shows of one patient. */
export interface PatientChart {
  readonly patient: Patient;
  readonly encounterId: string | undefined;
  readonly conditions: readonly Condition[];
  readonly prescriptions: readonly MedicationRequest[];
  readonly administrations: readonly MedicationAdministration[];
  readonly observations: readonly Observation[];
  readonly reports: readonly DiagnosticReport[];
  readonly studies: readonly ImagingStudy[];
  readonly orders: readonly ServiceRequest[];
  readonly appointments: readonly Appointment[];
  readonly riskAssessments: readonly RiskAssessment[];
  readonly tasks: readonly Task[];
}

/** Reads one chart; undefined when there is no such patient. */
export async function readChart(
  repository: ChartRepository,
  patientId: string,
): Promise<PatientChart | undefined> {
  const patient = await repository.readResource<Patient>('Patient', patientId).catch(() => undefined);
  if (patient === undefined) return undefined;
  const of = <T extends Resource>(resourceType: T['resourceType']): Promise<T[]> =>
    ofPatient<T>(repository, resourceType, patientId);
  const encounters = await of<Encounter>('Encounter');
  return {
    patient,
    encounterId: encounters[0]?.id,
    conditions: await of<Condition>('Condition'),
    prescriptions: await of<MedicationRequest>('MedicationRequest'),
    administrations: await of<MedicationAdministration>('MedicationAdministration'),
    observations: await of<Observation>('Observation'),
    reports: await of<DiagnosticReport>('DiagnosticReport'),
    studies: await of<ImagingStudy>('ImagingStudy'),
    orders: await of<ServiceRequest>('ServiceRequest'),
    appointments: await of<Appointment>('Appointment'),
    riskAssessments: await of<RiskAssessment>('RiskAssessment'),
    tasks: await of<Task>('Task'),
  };
}

export function ofPatient<T extends Resource>(
  repository: ChartRepository,
  resourceType: T['resourceType'],
  patientId: string,
): Promise<T[]> {
  return repository.searchResources<T>({
    resourceType,
    filters: [{ code: 'patient', operator: Operator.EQUALS, value: `Patient/${patientId}` }],
  });
}

/** The Provenance of each of the given resources. */
export async function provenanceOf(
  repository: ChartRepository,
  resources: readonly Resource[],
): Promise<readonly Provenance[]> {
  const wanted = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
  const all = await repository.searchResources<Provenance>({ resourceType: 'Provenance' });
  return all.filter(({ target }) => target.some(({ reference }) => wanted.has(reference ?? '')));
}
