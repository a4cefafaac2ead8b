import { populationFacts } from '../../../src/fhir/population/population-facts.ts';

const icd = 'http://hl7.org/fhir/sid/icd-10-cm';
const loinc = 'http://loinc.org';
const rxnorm = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const of = (table: string, system: string, code: string, display?: string) =>
  populationFacts(
    {
      table,
      codings: [{ system, code, display }],
      cells: { value: -2.6, site: 'total hip' },
    },
    [],
  ).map(({ concept }) => concept);

test.each([
  [
    'osteoporosis with a pathological fracture, dot left out',
    ['condition', icd, 'M8008XA'],
    ['osteoporosis', 'fragility-fracture'],
  ],
  ['localised osteoporosis says nothing', ['condition', icd, 'M81.6'], []],
  ['low bone mass is a risk, not osteoporosis', ['condition', icd, 'M85.80'], ['bone-loss-risk']],
  ['hypertension is not kept', ['condition', icd, 'I10'], []],
  ['a lumbar T-score', ['bone_density', loinc, '38267-1'], ['central-t-score']],
  ['a heel T-score never answers', ['bone_density', loinc, '38266-3'], []],
  ['a central DXA by CPT', ['service_request', 'http://www.ama-assn.org/go/cpt', '77080'], ['dxa-central']],
  [
    'a vertebral fracture assessment alone is no DXA',
    ['procedure', 'http://www.ama-assn.org/go/cpt', '77086'],
    [],
  ],
  [
    'an injection given in clinic, by its billing code',
    ['procedure', 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', 'J0897'],
    ['osteoporosis-drug'],
  ],
  ['a bone drug by ingredient', ['medication_request', rxnorm, '46041'], ['osteoporosis-drug']],
  [
    'a bone drug by the name of a product',
    ['medication_statement', rxnorm, '0', 'Prolia 60 MG/ML'],
    ['osteoporosis-drug'],
  ],
  ['lumbar spine AP and lateral', ['film_study', loinc, '24970-6'], ['lumbar-radiograph']],
  [
    'a film known by its description alone',
    ['film_study', 'text', 'XR LUMBAR SPINE 2 VIEWS'],
    ['lumbar-radiograph'],
  ],
  ['a chest film', ['film_study', 'text', 'XR CHEST PA'], []],
] as const)('%s', (_name, [table, system, code, text], concepts) => {
  expect(of(table, system, code, text)).toEqual(concepts);
});

describe('densitometry', () => {
  const LOCAL = 'urn:oid:1.2.3';
  const local = [
    { system: LOCAL, code: 'IMG77', means: 'central-dxa' },
    { system: LOCAL, code: 'IMG78', means: 'other' },
  ] as const;
  const cpt = 'http://www.ama-assn.org/go/cpt';
  const codesOf = (...codings: readonly (readonly [string, string, string?])[]) =>
    codings.map(([system, code, display]) => ({ system, code, display }));

  test.each(['procedure', 'service_request', 'diagnostic_report'])(
    'of a %s is known by words and by the codes of the site, as by a card',
    (table) => {
      const conceptsOf = (codings: ReturnType<typeof codesOf>, text?: string) =>
        populationFacts({ table, codings, cells: { text } }, local).map(({ concept }) => concept);
      expect(conceptsOf([], 'DEXA of hip and spine')).toEqual(['dxa-central']);
      expect(conceptsOf(codesOf([LOCAL, '1', 'Bone mineral density']))).toEqual(['dxa-central']);
      expect(conceptsOf(codesOf([LOCAL, 'IMG77']))).toEqual(['dxa-central']);
      expect(conceptsOf(codesOf([LOCAL, 'IMG78', 'DXA body composition']))).toEqual([]);
      expect(conceptsOf(codesOf([cpt, '77086'], [LOCAL, '2', 'DXA vertebral fracture']))).toEqual([]);
      expect(conceptsOf([], 'DXA of the heel')).toEqual([]);
    },
  );
});
