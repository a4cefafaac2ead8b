import type { Patient, Resource } from '@medplum/fhirtypes';
import { patientRecordOf } from '../cds-hooks/patient-record.ts';
import { RECORD_QUERIES } from '../cds-hooks/prefetch-queries.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import type { PatientContext } from '../core/patient/patient-context.ts';
import { patientContextFrom } from '../fhir/patient-context-from.ts';
import { completePrefetch } from './complete-prefetch.ts';
import type { FhirReader } from './ports/fhir.ts';
import type { Tenant } from './tenant.ts';

export interface OwnChart {
  readonly patient: Patient | undefined;
  readonly context: PatientContext;
}

/**
 * A chart by the queries that a hook reads it by, with the tenant's own credentials (the reader brings the token; its
 * scopes are the server's to judge). What could not be read is said in `context.read`. Throws TrabeculaError
 * "precondition-failed" without the patient and the conditions.
 */
export async function readOwnChart(
  tenant: Pick<Tenant, 'fhirBaseUrl'>,
  patientId: string,
  ports: { readonly fhir: FhirReader; readonly localCodes: readonly LocalCode[] },
  asOf: Date,
): Promise<OwnChart> {
  const { values } = await completePrefetch(
    {
      hookInstance: 'own-chart',
      context: { hook: 'patient-view', userId: 'trabecula', patientId, encounterId: undefined },
      fhirServer: tenant.fhirBaseUrl,
      fhirAuthorization: {
        accessToken: '',
        expiresInSeconds: undefined,
        scopes: [],
        subject: undefined,
        patientId,
      },
      prefetch: {},
    },
    RECORD_QUERIES,
    ports.fhir,
  );
  const record = patientRecordOf(patientId, values, ports.localCodes);
  return { patient: record.resources.find(isPatient), context: patientContextFrom(record, asOf) };
}

const isPatient = (resource: Resource): resource is Patient => resource.resourceType === 'Patient';
