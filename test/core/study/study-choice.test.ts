import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import { joinStudies } from '../../../src/core/study/join-studies.ts';
import { findLumbarStudies } from '../../../src/core/study/study-choice.ts';
import type { StudyDescription } from '../../../src/core/study/study-description.ts';

const asOf = new Date('2026-06-15T08:00:00Z');
const rules = { viewRules: defaultViewRules, cardAgeLimitMonths: 24 };
const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';

const study = (uid: string | undefined, given: Partial<StudyDescription> = {}): StudyDescription => ({
  studyInstanceUid: uid,
  accessionNumber: undefined,
  reference: undefined,
  state: 'in-use',
  startedOn: '2026-01-10',
  modalities: ['DX'],
  procedures: [],
  bodySites: [],
  descriptions: [],
  endpoints: [],
  endpointReferences: [],
  ...given,
});

test.each<[string, Partial<StudyDescription>, string]>([
  ['a LOINC procedure', { procedures: [{ system: LOINC, code: '24970-6' }] }, 'procedure 24970-6'],
  ['a body site', { bodySites: [{ system: SNOMED, code: '122496007' }] }, 'body site 122496007'],
  ['a description in German', { descriptions: ['LWS in 2 Ebenen'] }, 'described as "lws"'],
  ['nothing', {}, 'the chart names no body part'],
  [
    'a code of the site alone',
    { procedures: [{ system: undefined, code: 'XR0815' }] },
    'the chart names no body part',
  ],
  [
    'a whole spine that holds a bending study too',
    {
      procedures: [
        { system: LOINC, code: '24971-4' },
        { system: LOINC, code: '24970-6' },
      ],
    },
    'procedure 24970-6',
  ],
])('a radiograph is kept by %s', (_, given, evidence) => {
  expect(findLumbarStudies([study('1.1', given)], asOf, rules).lumbar).toMatchObject([
    { evidence, use: 'card' },
  ]);
});

test.each<[string, Partial<StudyDescription>, string]>([
  ['computed tomography', { modalities: ['CT', 'SR'], descriptions: ['CT lumbar spine'] }, 'no-lumbar-study'],
  ['a chest film', { descriptions: ['Chest 2 views'] }, 'not-lumbar'],
  ['a study entered in error', { state: 'withdrawn', descriptions: ['Lumbar spine'] }, 'study-withdrawn'],
  ['bending views alone', { procedures: [{ system: LOINC, code: '24971-4' }] }, 'view-not-standard'],
])('%s is passed over with its reason', (_, given, reason) => {
  const choice = findLumbarStudies([study('1.1', given)], asOf, rules);
  expect(choice.lumbar).toEqual([]);
  expect(choice.passedOver[0]?.refusal.reason).toBe(reason);
});

test('the newest comes first, of one day the one that says lumbar, undated ones last', () => {
  const said = { descriptions: ['Lumbar spine'] };
  const found = findLumbarStudies(
    [
      study('1.5', { startedOn: undefined, ...said }),
      study('1.2', { startedOn: '2026-01-10' }),
      study('1.4', { startedOn: '2020-01-10', ...said }),
      study('1.3', { startedOn: '2026-01-10', ...said }),
      study('1.1', { startedOn: '2026-05-01', modalities: [], ...said }),
    ],
    asOf,
    rules,
  );
  expect(found.lumbar.map(({ study: { studyInstanceUid }, use }) => [studyInstanceUid, use])).toEqual([
    ['1.1', 'card'],
    ['1.3', 'card'],
    ['1.2', 'card'],
    ['1.4', 'work-list'],
    ['1.5', 'work-list'],
  ]);
});

describe('joining what chart, report and archive say', () => {
  const archived = study('1.1', { accessionNumber: 'A1', descriptions: ['LWS'], modalities: ['CR'] });

  test('a report is the study with its accession number', () => {
    const report = study(undefined, {
      accessionNumber: 'A1',
      reference: 'DiagnosticReport/7',
      modalities: [],
    });
    expect(joinStudies([report, archived])).toMatchObject([
      { studyInstanceUid: '1.1', reference: 'DiagnosticReport/7', descriptions: ['LWS'], modalities: ['CR'] },
    ]);
  });

  test('the ImagingStudy is the reference that counts', () => {
    const report = study('1.1', { reference: 'DiagnosticReport/7' });
    const charted = study('1.1', { reference: 'ImagingStudy/8' });
    expect(joinStudies([report, charted])[0]?.reference).toBe('ImagingStudy/8');
  });

  test('what the chart withdrew stays withdrawn although the archive still holds it', () => {
    expect(joinStudies([archived, study('1.1', { state: 'withdrawn' })])).toMatchObject([
      { state: 'withdrawn' },
    ]);
  });

  test('two studies under one accession number stay two', () => {
    expect(joinStudies([archived, study('1.2', { accessionNumber: 'A1' })])).toHaveLength(2);
  });
});
