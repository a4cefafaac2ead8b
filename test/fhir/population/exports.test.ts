import { randomUUID } from 'node:crypto';
import { validateResource } from '@medplum/core';
import { careGapBundle } from '../../../src/fhir/population/care-gap-bundle.ts';
import { subjectListReport, summaryReport } from '../../../src/fhir/population/measure-report.ts';
import { patientGroup } from '../../../src/fhir/population/patient-group.ts';
import { loadR4Definitions } from '../../../src/sandbox/ehr/fhir/r4-definitions.ts';

const rate = {
  measure: 'https://trabecula.example/fhir/Measure/osw-like',
  periodStart: '2026-01-01',
  periodEnd: '2026-12-31',
  producedAt: '2026-11-28T10:00:00Z',
  improvement: 'increase' as const,
  denominator: 4,
  numerator: 3,
};

test('a summary gives both counts and their quotient, and no score when nobody is counted', () => {
  const group = summaryReport(rate).group?.[0];
  expect(group?.population?.map(({ count }) => count)).toEqual([4, 3]);
  expect(group?.measureScore?.value).toBe(0.75);
  expect(summaryReport({ ...rate, denominator: 0, numerator: 0 }).group?.[0]?.measureScore).toBeUndefined();
});

test('a subject list names the patients of a cohort by reference, and claims no rate', () => {
  const report = subjectListReport(rate, ['a', 'b', 'c']);
  expect(report.type).toBe('subject-list');
  expect(report.group).toMatchObject([
    {
      population: [
        {
          code: { coding: [{ code: 'initial-population' }] },
          count: 3,
          subjectResults: { reference: '#patients' },
        },
      ],
    },
  ]);
  expect(report.group?.[0]?.measureScore).toBeUndefined();
  expect(report.improvementNotation).toBeUndefined();
  expect(report.contained?.[0]).toMatchObject({ id: 'patients', entry: { length: 3 } });
});

test('a rate that gets better by falling says so', () => {
  const notation = summaryReport({ ...rate, improvement: 'decrease' }).improvementNotation;
  expect(notation?.coding?.[0]?.code).toBe('decrease');
});

test('an open gap is a DetectedIssue CAREGAP whose evidence is the patient’s MeasureReport, the same on every export', () => {
  const context = { ...rate, uuidOf: (text: string) => `uuid-of-${text}` };
  const bundle = careGapBundle([{ patientId: 'p1', identifiedOn: '2026-11-01' }], context);
  const [report, issue] = bundle.entry ?? [];
  expect(issue?.resource).toMatchObject({
    resourceType: 'DetectedIssue',
    code: { coding: [{ code: 'CAREGAP' }] },
    patient: { reference: 'Patient/p1' },
    evidence: [{ detail: [{ reference: report?.fullUrl }] }],
  });
  expect(careGapBundle([{ patientId: 'p1', identifiedOn: '2026-11-01' }], context)).toEqual(bundle);
});

test('a work list becomes a Group of references, without names', () => {
  const group = patientGroup({
    title: 'Care gap',
    identifier: 'care-gap 2026-11-28',
    patientIds: ['p1', 'p2'],
  });
  expect(group).toMatchObject({
    actual: true,
    quantity: 2,
    member: [{ entity: { reference: 'Patient/p1' } }, {}],
  });
});

test('every export is valid FHIR R4, with nobody in it too', () => {
  loadR4Definitions();
  const context = { ...rate, uuidOf: () => randomUUID() };
  const gap = { patientId: 'p1', identifiedOn: '2026-11-01' };
  const group = { title: 'Care gap', identifier: 'care-gap 2026-11-28' };
  for (const exported of [
    summaryReport(rate),
    summaryReport({ ...rate, denominator: 0, numerator: 0 }),
    subjectListReport(rate, ['a', 'b']),
    subjectListReport(rate, []),
    patientGroup({ ...group, patientIds: ['p1'] }),
    patientGroup({ ...group, patientIds: [] }),
    careGapBundle([gap, { ...gap, patientId: 'p2' }], context),
    careGapBundle([], context),
  ]) {
    expect(() => validateResource(exported)).not.toThrow();
    // The validator passes over empty lists, which FHIR's JSON does not know.
    expect(JSON.stringify(exported)).not.toMatch(/\[\]|\{\}/);
  }
});
