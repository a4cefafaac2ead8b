import type { Bundle, BundleEntry, Reference, Resource } from '@medplum/fhirtypes';
import { OURS } from './canonical-urls.ts';
import { deviceUrl, entryUrl, type EntryRole } from './entry-urls.ts';
import type { PrintContext, PrintedAssessment } from './print-context.ts';
import { performerVersion, printDevices } from './print-devices.ts';
import { printCommunication, printFlag, printObservation, printReport } from './print-other-forms.ts';
import { printProvenance } from './print-provenance.ts';
import { printRiskAssessment } from './print-risk-assessment.ts';
import { printTask } from './print-task.ts';

/** By which resource an assessment is written; the first that a record can keep is taken. */
export type ResultForm = 'risk-assessment' | 'observation' | 'document-reference' | 'communication' | 'flag';

type Printer = (assessment: PrintedAssessment, context: PrintContext) => Resource;

const FORMS: Readonly<Record<ResultForm, { readonly role: EntryRole; readonly print: Printer }>> = {
  'risk-assessment': { role: 'risk-assessment', print: printRiskAssessment },
  observation: { role: 'observation', print: printObservation },
  'document-reference': { role: 'report', print: printReport },
  communication: { role: 'communication', print: printCommunication },
  flag: { role: 'flag', print: printFlag },
};

export interface PrintedForms {
  readonly form: ResultForm;
  /** What else the record can keep. */
  readonly device: boolean;
  readonly provenance: boolean;
  readonly task: boolean;
}

/** Everything: what the `assess` command prints, and what a record with all of them is sent. */
export const EVERY_FORM: PrintedForms = {
  form: 'risk-assessment',
  device: true,
  provenance: true,
  task: true,
};

function created(fullUrl: string, resource: Resource, ifNoneExist: string): BundleEntry {
  return { fullUrl, resource, request: { method: 'POST', url: resource.resourceType, ifNoneExist } };
}

const query = (parameter: string, system: string, value: string): string =>
  `${parameter}=${encodeURIComponent(`${system}|${value}`)}`;

/** Where the record keeps no Device, the model version is named by its identifier: what made a result is never left out. */
function namingByVersion<T extends Resource>(resource: T, version: string): T {
  const byIdentifier = {
    type: 'Device',
    identifier: { system: OURS.identifier.modelVersion, value: version },
  };
  const url = deviceUrl(version);
  return JSON.parse(JSON.stringify(resource), (_key, value: unknown) =>
    (value as Reference | null)?.reference === url ? byIdentifier : value,
  ) as T;
}

function deviceEntries(assessment: PrintedAssessment, context: PrintContext): BundleEntry[] {
  return printDevices(assessment.evidence, context).map((device) => {
    const version = device.identifier?.[0]?.value ?? '';
    return created(deviceUrl(version), device, query('identifier', OURS.identifier.modelVersion, version));
  });
}

/** Only a flagged film is followed up, and only by somebody. */
function taskEntries(
  assessment: PrintedAssessment,
  context: PrintContext,
  focus: string,
  hasDevice: boolean,
): BundleEntry[] {
  if (context.owner === undefined || assessment.evidence.outcome !== 'flagged') return [];
  const printed = printTask(assessment, context.owner, context);
  const { assessmentKey, evidence } = assessment;
  const named = hasDevice ? printed : namingByVersion(printed, performerVersion(evidence));
  const task = { ...named, focus: { reference: focus } };
  const url = entryUrl(assessmentKey, 'task');
  return [created(url, task, query('identifier', OURS.identifier.task, assessmentKey))];
}

function provenanceEntry(
  assessment: PrintedAssessment,
  context: PrintContext,
  targets: readonly BundleEntry[],
  hasDevice: boolean,
): BundleEntry {
  const references = targets.map(({ fullUrl }) => ({ reference: fullUrl ?? '' }));
  const provenance = printProvenance(assessment, references, context, hasDevice);
  const { assessmentKey } = assessment;
  const url = entryUrl(assessmentKey, 'provenance');
  return created(url, provenance, query('_tag', OURS.identifier.assessment, assessmentKey));
}

/**
 * One assessment as a transaction Bundle: Device, result, Task (flagged films with an owner) and Provenance, each
 * created only when its identifier is not there yet, so that sending it twice changes nothing. Undefined for a film
 * that was not flagged: nothing is written of it.
 */
export function printAssessment(
  assessment: PrintedAssessment,
  context: PrintContext,
  forms: PrintedForms = EVERY_FORM,
): Bundle | undefined {
  const { assessmentKey, evidence } = assessment;
  if (evidence.outcome === 'not-flagged') return undefined;
  const { role, print } = FORMS[forms.form];
  const printed = print(assessment, context);
  const result = created(
    entryUrl(assessmentKey, role),
    forms.device ? printed : namingByVersion(printed, performerVersion(evidence)),
    query('identifier', OURS.identifier.assessment, assessmentKey),
  );
  const tasks = forms.task
    ? taskEntries(assessment, context, entryUrl(assessmentKey, role), forms.device)
    : [];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      ...(forms.device ? deviceEntries(assessment, context) : []),
      result,
      ...tasks,
      ...(forms.provenance ? [provenanceEntry(assessment, context, [result, ...tasks], forms.device)] : []),
    ],
  };
}
