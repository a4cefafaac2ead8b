import type { Bundle, BundleEntry, DetectedIssue, MeasureReport } from '@medplum/fhirtypes';

export interface CareGap {
  readonly patientId: string;
  readonly identifiedOn: string;
}

export interface CareGapContext {
  readonly measure: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly producedAt: string;
  /** Makes a stable uuid of a text, so that the same gap exported twice has the same address. */
  readonly uuidOf: (text: string) => string;
}

const gapStatusExtension = 'http://hl7.org/fhir/us/davinci-deqm/StructureDefinition/extension-gapStatus';
const gapStatusSystem = 'http://hl7.org/fhir/us/davinci-deqm/CodeSystem/gaps-status';

/**
 * Open gaps in the manner of Da Vinci DEQM "gaps in care": for each patient an individual MeasureReport and a
 * DetectedIssue CAREGAP with it as evidence. The Composition of a full DEQM document needs an author organisation that
 * we do not know; the bundle is a collection and says so by its type.
 */
export function careGapBundle(gaps: readonly CareGap[], context: CareGapContext): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: context.producedAt,
    ...(gaps.length === 0 ? {} : { entry: gaps.flatMap((gap) => entriesOf(gap, context)) }),
  };
}

function entriesOf(gap: CareGap, context: CareGapContext): BundleEntry[] {
  const reportUrl = `urn:uuid:${context.uuidOf(`report ${context.measure} ${gap.patientId}`)}`;
  const issueUrl = `urn:uuid:${context.uuidOf(`gap ${context.measure} ${gap.patientId}`)}`;
  return [
    { fullUrl: reportUrl, resource: individualReport(gap, context) },
    { fullUrl: issueUrl, resource: detectedIssue(gap, reportUrl) },
  ];
}

const individualReport = (gap: CareGap, context: CareGapContext): MeasureReport => ({
  resourceType: 'MeasureReport',
  status: 'complete',
  type: 'individual',
  measure: context.measure,
  subject: { reference: `Patient/${gap.patientId}` },
  date: context.producedAt,
  period: { start: context.periodStart, end: context.periodEnd },
});

const detectedIssue = (gap: CareGap, reportUrl: string): DetectedIssue => ({
  resourceType: 'DetectedIssue',
  modifierExtension: [
    {
      url: gapStatusExtension,
      valueCodeableConcept: { coding: [{ system: gapStatusSystem, code: 'open-gap' }] },
    },
  ],
  status: 'final',
  code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'CAREGAP' }] },
  patient: { reference: `Patient/${gap.patientId}` },
  identifiedDateTime: gap.identifiedOn,
  evidence: [{ detail: [{ reference: reportUrl }] }],
});
