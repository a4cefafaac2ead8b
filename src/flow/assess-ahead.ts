import type { Appointment } from '@medplum/fhirtypes';
import type { AssessmentJobs } from './ports/assessment-jobs.ts';
import type { FhirReader } from './ports/fhir.ts';

export interface AssessAheadPorts {
  readonly fhir: FhirReader;
  readonly jobs: AssessmentJobs;
  /** Days ahead, today included as day 0 (3; set). */
  readonly daysAhead: number;
}

/** Appointments that will take place as far as anybody knows (FHIR R4 AppointmentStatus). */
const expectedStatuses: ReadonlySet<string> = new Set([
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
]);

/**
 * Asks for the assessment of everybody who has an appointment in the next days, so that the chart finds it finished.
 * Run nightly; it also looks again at studies assessed before, so a film corrected since is noticed.
 *
 * @returns how many patients were asked for
 */
export async function assessAhead(tenantId: string, ports: AssessAheadPorts, asOf: Date): Promise<number> {
  const patients = new Set<string>();
  for (let day = 0; day <= ports.daysAhead; day += 1) {
    const date = new Date(asOf.getTime() + day * 86_400_000).toISOString().slice(0, 10);
    // One day at a time: a search parameter can be given once here, and an upper bound would need it twice.
    for (const appointment of await ports.fhir.search<Appointment>('Appointment', { date })) {
      if (!expectedStatuses.has(appointment.status)) continue;
      for (const patientId of patientsOf(appointment)) patients.add(patientId);
    }
  }
  for (const patientId of patients) {
    await ports.jobs.ask({ tenantId, patientId, studyInstanceUid: undefined, askedBy: 'appointment' });
  }
  return patients.size;
}

function patientsOf({ participant }: Appointment): readonly string[] {
  return participant
    .filter(({ status }) => status !== 'declined')
    .map(({ actor }) => /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(actor?.reference ?? '')?.[1])
    .filter((id) => id !== undefined);
}
