import type { DiagnosticReport, Patient, Resource, Task } from '@medplum/fhirtypes';
import { patientRecordOf } from '../cds-hooks/patient-record.ts';
import { RECORD_QUERIES } from '../cds-hooks/prefetch-queries.ts';
import type { CdsRequest } from '../cds-hooks/protocol.ts';
import type { PatientContext } from '../core/patient/patient-context.ts';
import { TrabeculaError } from '../errors.ts';
import { patientContextFrom } from '../fhir/patient-context-from.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import { completePrefetch } from './complete-prefetch.ts';
import type { AppCaller } from './ports/app-tokens.ts';
import type { FhirReader } from './ports/fhir.ts';

/** The chart of the app's patient, read with the user's own token: nothing is shown that the token does not allow. */
export interface AppChart {
  readonly patient: Patient | undefined;
  readonly context: PatientContext;
  readonly reports: readonly DiagnosticReport[];
  readonly hasImagingStudy: boolean;
  /** The newest open follow-up Task that decision support wrote; undefined: none, or not allowed to be read. */
  readonly task: Task | undefined;
}

/** Reads the chart by the queries that a hook reads it by. Throws TrabeculaError as `completePrefetch` does. */
export async function readAppRecord(
  caller: AppCaller,
  reader: FhirReader,
  localCodes: readonly LocalCode[],
  asOf: Date,
): Promise<AppChart> {
  const [{ values }, task] = await Promise.all([
    completePrefetch(requestOf(caller), RECORD_QUERIES, reader),
    openTask(reader, caller.patientId),
  ]);
  const record = patientRecordOf(caller.patientId, values, localCodes);
  return {
    patient: record.resources.find(isPatient),
    context: patientContextFrom(record, asOf),
    reports: record.resources.filter(isReport),
    hasImagingStudy: record.resources.some(({ resourceType }) => resourceType === 'ImagingStudy'),
    task,
  };
}

const isReport = (resource: Resource): resource is DiagnosticReport =>
  resource.resourceType === 'DiagnosticReport';

const isPatient = (resource: Resource): resource is Patient => resource.resourceType === 'Patient';

/** The app's read in the terms of a call without prefetch. */
function requestOf(caller: AppCaller): CdsRequest {
  const { accessToken, patientId, scopes, tenant, userId } = caller;
  return {
    hookInstance: 'app',
    context: { hook: 'patient-view', userId, patientId, encounterId: undefined },
    fhirServer: tenant.fhirBaseUrl,
    fhirAuthorization: { accessToken, expiresInSeconds: undefined, scopes, subject: undefined, patientId },
    prefetch: {},
  };
}

const OPEN_TASK = new Set(['requested', 'received', 'accepted', 'ready', 'in-progress', 'on-hold']);

async function openTask(reader: FhirReader, patientId: string): Promise<Task | undefined> {
  try {
    const tasks = await reader.search<Task>('Task', { patient: `Patient/${patientId}` });
    return tasks
      .filter(
        ({ status, for: subject }) => OPEN_TASK.has(status) && subject?.reference === `Patient/${patientId}`,
      )
      .toSorted((a, b) => ((a.authoredOn ?? '') < (b.authoredOn ?? '') ? 1 : -1))[0];
  } catch (error) {
    if (error instanceof TrabeculaError) return undefined;
    throw error;
  }
}
