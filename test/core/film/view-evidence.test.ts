import { bodyPartByTags } from '../../../src/core/film/body-part-evidence.ts';
import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import { filmTagsOf, type FilmTags } from '../../../src/core/film/film-tags.ts';
import { viewByTags, viewWithClassifier } from '../../../src/core/film/view-evidence.ts';
import { matchingTerm } from '../../../src/core/film/view-rules.ts';

const silent = filmTagsOf({});
const tags = (stated: Partial<FilmTags>): FilmTags => ({ ...silent, ...stated });
const code = (value: string, scheme = 'SCT') => ({ value, scheme, meaning: undefined });

describe('the view by tags', () => {
  it.each<[string, Partial<FilmTags>, 'ap' | 'lateral']>([
    ['ViewCodeSequence 399348003', { viewCodes: [code('399348003')] }, 'ap'],
    ['ViewCodeSequence R-10236 of SNOMED-RT', { viewCodes: [code('R-10236', 'SRT')] }, 'lateral'],
    ['ViewPosition PA', { viewPosition: 'PA' }, 'ap'],
    ['ViewPosition LL', { viewPosition: 'LL' }, 'lateral'],
    ['PatientOrientation L\\F', { patientOrientation: ['L', 'F'] }, 'ap'],
    ['PatientOrientation A\\F', { patientOrientation: ['A', 'F'] }, 'lateral'],
    ['PatientOrientation P\\FL', { patientOrientation: ['P', 'FL'] }, 'lateral'],
    ['a German description', { seriesDescription: 'LWS seitl.' }, 'lateral'],
    ['a French description', { seriesDescription: 'Rachis lombaire de FACE' }, 'ap'],
    ['a Japanese protocol', { protocolName: '腰椎側面' }, 'lateral'],
    ['a Korean protocol', { protocolName: '요추정면' }, 'ap'],
    ['a Polish description', { seriesDescription: 'Kręgosłup lędźwiowy boczne' }, 'lateral'],
    [
      'LLD, which says how the patient lies, and a description',
      { viewPosition: 'LLD', seriesDescription: 'L-spine AP' },
      'ap',
    ],
  ])('%s', (_what, stated, view) => {
    expect(viewByTags(tags(stated), defaultViewRules)).toMatchObject({ kind: 'stated', view });
  });

  it.each<[string, Partial<FilmTags>, string]>([
    [
      'position and orientation disagree',
      { viewPosition: 'AP', patientOrientation: ['A', 'F'] },
      'view-conflict',
    ],
    [
      'position and description disagree',
      { viewPosition: 'AP', seriesDescription: 'LATERAL' },
      'view-conflict',
    ],
    ['two codes disagree', { viewCodes: [code('399348003'), code('399067008')] }, 'view-conflict'],
    ['an oblique code', { viewCodes: [code('399182000')] }, 'view-not-standard'],
    ['an oblique position', { viewPosition: 'RLO' }, 'view-not-standard'],
    [
      'a flexion view',
      { viewPosition: 'LL', seriesDescription: 'L-spine lateral FLEXION' },
      'view-not-standard',
    ],
    ['a spot view', { seriesDescription: 'L5/S1 lateral spot' }, 'view-not-standard'],
    ['a stitched full spine', { protocolName: 'Whole Spine AP' }, 'view-not-standard'],
    ['columns toward the head', { patientOrientation: ['L', 'H'] }, 'rotated'],
    ['a film on its side', { patientOrientation: ['F', 'L'] }, 'rotated'],
  ])('refuses: %s', (_what, stated, reason) => {
    expect(viewByTags(tags(stated), defaultViewRules)).toMatchObject({
      kind: 'refused',
      refusal: { reason },
    });
  });

  it.each<[string, Partial<FilmTags>]>([
    ['no tag speaks', {}],
    ['a description names both views', { seriesDescription: 'LWS ap und seitlich' }],
    ['a word only contains a term', { seriesDescription: 'Collateral map' }],
    ['a code is of a scheme that is not SNOMED', { viewCodes: [code('399348003', '99LOCAL')] }],
    ['an orientation is empty', { patientOrientation: ['', ''] }],
  ])('is not stated when %s', (_what, stated) => {
    expect(viewByTags(tags(stated), defaultViewRules)).toEqual({ kind: 'unstated' });
  });

  it('names every source that spoke', () => {
    const stated = tags({ viewPosition: 'AP', patientOrientation: ['L', 'F'] });
    expect(viewByTags(stated, defaultViewRules)).toMatchObject({
      words: 'ViewPosition AP; PatientOrientation L\\F',
    });
  });
});

describe('the image classifier', () => {
  it('decides only when the tags are silent', () => {
    expect(viewWithClassifier({ kind: 'unstated' }, 'lateral')).toMatchObject({ view: 'lateral' });
  });

  it('that contradicts the tags makes a conflict', () => {
    const stated = viewByTags(tags({ viewPosition: 'AP' }), defaultViewRules);
    expect(viewWithClassifier(stated, 'lateral')).toMatchObject({ refusal: { reason: 'view-conflict' } });
    expect(viewWithClassifier(stated, 'ap')).toBe(stated);
  });
});

describe('the body part', () => {
  it.each<[string, Partial<FilmTags>, string]>([
    ['LSPINE', { bodyPartExamined: 'LSPINE' }, 'lumbar'],
    ['"L SPINE"', { bodyPartExamined: 'L SPINE' }, 'lumbar'],
    ['CHEST', { bodyPartExamined: 'CHEST' }, 'not-lumbar'],
    ['a lumbar region code', { anatomicRegions: [code('122496007')] }, 'lumbar'],
    [
      'a cervical region code beside LSPINE',
      { bodyPartExamined: 'LSPINE', anatomicRegions: [code('122494005')] },
      'not-lumbar',
    ],
    ['a description alone', { studyDescription: 'Röntgen Lendenwirbelsäule in 2 Ebenen' }, 'lumbar'],
    ['thoracic and lumbar', { studyDescription: 'Thoracic and lumbar spine' }, 'lumbar'],
    ['a pelvis description', { studyDescription: 'Becken a.p.' }, 'not-lumbar'],
    ['nothing', {}, 'unstated'],
  ])('by %s', (_what, stated, kind) => {
    expect(bodyPartByTags(tags(stated), defaultViewRules).kind).toBe(kind);
  });
});

it('a term is found without case and accents, as whole words', () => {
  expect(matchingTerm('SCHRÄG-Aufnahme', ['schrag'])).toBe('schrag');
  expect(matchingTerm('lateralisation', ['lateral'])).toBeUndefined();
  expect(matchingTerm('anything', [' '])).toBeUndefined();
});
