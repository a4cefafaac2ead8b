import type { Reference, Resource } from '@medplum/fhirtypes';
import type { ReadState, RecordPart } from '../core/patient/patient-context.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import type { PatientRecord } from './patient-record.ts';

/** Types that a decision reads of a chart; the rest of an export is passed over. */
const READ_TYPES = new Set<string>([
  'Patient',
  'Condition',
  'Observation',
  'Procedure',
  'DiagnosticReport',
  'MedicationRequest',
  'MedicationStatement',
  'MedicationAdministration',
  'MedicationDispense',
  'ServiceRequest',
  'Appointment',
  'ImagingStudy',
]);

const ALL_READ: Readonly<Record<RecordPart, ReadState>> = {
  conditions: 'read',
  'dxa-results': 'read',
  medications: 'read',
  'dxa-orders': 'read',
  encounter: 'read',
};

/**
 * Gathers an export's resources patient by patient, in memory. Medication resources, which belong to nobody, go to
 * everybody. Patients who are referred to and not in the export themselves are left out.
 */
export class ChartsByPatient {
  readonly #charts = new Map<string, Resource[]>();
  readonly #medications: Resource[] = [];

  add(resource: Resource): void {
    if (resource.resourceType === 'Medication') this.#medications.push(resource);
    const patientId = patientIdOf(resource);
    if (patientId === undefined || !READ_TYPES.has(resource.resourceType)) return;
    const chart = this.#charts.get(patientId);
    if (chart === undefined) this.#charts.set(patientId, [resource]);
    else chart.push(resource);
  }

  /** Each patient's record; what an export does not hold is taken to be absent from the chart. */
  *records(localCodes: readonly LocalCode[]): Generator<PatientRecord> {
    for (const [patientId, resources] of this.#charts) {
      if (!resources.some(({ resourceType }) => resourceType === 'Patient')) continue;
      yield { patientId, resources: [...resources, ...this.#medications], read: ALL_READ, localCodes };
    }
  }
}

function patientIdOf(resource: Resource): string | undefined {
  if (resource.resourceType === 'Patient') return resource.id;
  const { subject, patient, participant } = resource as {
    readonly subject?: Reference;
    readonly patient?: Reference;
    readonly participant?: readonly { readonly actor?: Reference }[];
  };
  const references = [subject, patient, ...(participant ?? []).map(({ actor }) => actor)];
  return references
    .map((reference) => /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(reference?.reference ?? '')?.[1])
    .find((id) => id !== undefined);
}
