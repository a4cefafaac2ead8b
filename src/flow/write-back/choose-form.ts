import type { ResourceType } from '@medplum/fhirtypes';
import type { PrintedForms, ResultForm } from '../../fhir/print/print-assessment.ts';
import type { FhirWriter } from '../ports/fhir.ts';
import type { WriteBackSettings, WriteBackType } from '../tenant.ts';

const FORM: Readonly<Record<WriteBackType, ResultForm>> = {
  RiskAssessment: 'risk-assessment',
  Observation: 'observation',
  DocumentReference: 'document-reference',
  Communication: 'communication',
  Flag: 'flag',
};

/** The resource that a form is written as. */
export const RESULT_TYPE: Readonly<Record<ResultForm, WriteBackType>> = {
  'risk-assessment': 'RiskAssessment',
  observation: 'Observation',
  'document-reference': 'DocumentReference',
  communication: 'Communication',
  flag: 'Flag',
};

/** How a result can be written: the tenant's first choice that the server and the scopes allow. Undefined: card only. */
export async function chooseForms(
  settings: WriteBackSettings,
  writer: FhirWriter,
): Promise<PrintedForms | undefined> {
  for (const type of settings.types) {
    if (!(await writer.canCreate(type))) continue;
    const can = (resourceType: ResourceType) => writer.canCreate(resourceType);
    return {
      form: FORM[type],
      device: await can('Device'),
      provenance: await can('Provenance'),
      task: settings.tasks && (await can('Task')),
    };
  }
  return undefined;
}
