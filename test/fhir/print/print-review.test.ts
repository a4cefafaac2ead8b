import type { DocumentReference, RiskAssessment } from '@medplum/fhirtypes';
import {
  awaitsReview,
  isHiddenFromPatient,
  printReview,
  reviewed,
} from '../../../src/fhir/print/print-review.ts';
import { labelled } from '../../../src/fhir/print/resource-labels.ts';

const risk: RiskAssessment = {
  resourceType: 'RiskAssessment',
  meta: labelled('https://example.org/profile', false),
  status: 'preliminary',
  subject: { reference: 'Patient/P01' },
};
const report: DocumentReference = {
  resourceType: 'DocumentReference',
  status: 'current',
  docStatus: 'preliminary',
  content: [],
};

test('a reviewed result is final and no longer kept from the patient, and still says that a machine made it', () => {
  expect(isHiddenFromPatient(risk)).toBe(true);
  const after = reviewed(risk);
  expect(after).toMatchObject({ status: 'final', subject: { reference: 'Patient/P01' } });
  expect(isHiddenFromPatient(after)).toBe(false);
  expect(after.meta?.security?.map(({ code }) => code)).toEqual(['AIAST']);
});

test('a report is reviewed by its docStatus', () => {
  expect(reviewed(report)).toMatchObject({ status: 'current', docStatus: 'final' });
});

test.each([
  ['a preliminary result', risk, true],
  ['a preliminary report', report, true],
  ['a cancelled result', { ...risk, status: 'cancelled' as const }, false],
  ['a withdrawn report', { ...report, status: 'entered-in-error' as const }, false],
  ['a reviewed result', reviewed(risk), false],
  ['a reviewed report', reviewed(report), false],
])('%s waits for review: %s', (_name, result, waits) => {
  expect(awaitsReview(result)).toBe(waits);
});

test('the Provenance names the clinician as verifier, once for each assessment', () => {
  const at = new Date('2026-11-28T12:00:00Z');
  expect(printReview('k', 'RiskAssessment/1', 'Practitioner/7', at)).toMatchObject({
    target: [{ reference: 'RiskAssessment/1' }],
    agent: [{ type: { coding: [{ code: 'verifier' }] }, who: { reference: 'Practitioner/7' } }],
    meta: { tag: [{ code: 'k:reviewed' }] },
  });
  expect(printReview('k', 'RiskAssessment/1', 'subject/x', at).agent[0]?.who).toEqual({
    display: 'subject/x',
  });
});
