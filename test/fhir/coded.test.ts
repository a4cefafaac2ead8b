import { codingIn, isIn, wordsOf } from '../../src/fhir/coded.ts';
import { CONCEPT_TABLES } from '../../src/fhir/terminology/all-tables.ts';
import * as boneDensity from '../../src/fhir/terminology/bone-density.ts';
import * as boneDisease from '../../src/fhir/terminology/bone-disease.ts';
import * as careAndHardware from '../../src/fhir/terminology/care-and-hardware.ts';
import { SYSTEM, type ConceptTable } from '../../src/fhir/terminology/concept-table.ts';

const { HIP_FRACTURE, OSTEOPOROSIS } = boneDisease;
const concept = (system: string, code: string) => ({ coding: [{ system, code }] });

/** The tables among the exports of a module, those in a record of tables too. */
const tablesIn = (exported: object): ConceptTable[] =>
  Object.values(exported).flatMap((value: object | ConceptTable) => {
    if (typeof value !== 'object' || Array.isArray(value)) return [];
    return 'codes' in value ? [value] : tablesIn(value);
  });

it('every table of the terminology is in the list that codes are looked up in', () => {
  const tables = [boneDensity, boneDisease, careAndHardware].flatMap(tablesIn);
  expect(tables.length).toBeGreaterThan(30);
  expect(tables.filter((table) => !CONCEPT_TABLES.includes(table))).toEqual([]);
});

it.each([
  ['the code itself', concept(SYSTEM.icd10cm, 'S72.0'), true],
  ['a code below the category', concept(SYSTEM.icd10cm, 'S72.051A'), true],
  ['without the dot, in lower case', concept(SYSTEM.icd10cm, ' s72051a'), true],
  ['the system under another name', concept('urn:oid:2.16.840.1.113883.6.90', 'S72.051A'), true],
  ['a neighbour of the category', concept(SYSTEM.icd10cm, 'S73.0'), false],
  ['the same code in another system', concept(SYSTEM.loinc, 'S72.0'), false],
  ['a system of its own', concept('urn:local', 'S72.0'), false],
  ['no code', { text: 'hip fracture' }, false],
])('a hip fracture by code: %s', (_, asked, held) => {
  // Asked twice: the second answer is the one that was kept.
  expect([isIn(asked, HIP_FRACTURE), isIn(asked, HIP_FRACTURE)]).toEqual([held, held]);
  expect(isIn(asked, OSTEOPOROSIS)).toBe(false);
  expect(isIn(asked, OSTEOPOROSIS, HIP_FRACTURE)).toBe(held);
});

it('a code of two tables is in both', () => {
  const asked = boneDisease.OSTEOPOROTIC_FRACTURE.codes[0]!;
  const both = CONCEPT_TABLES.filter((table) => isIn({ coding: [asked] }, table)).map(({ name }) => name);
  expect(both).toEqual(
    CONCEPT_TABLES.filter(({ codes }) =>
      codes.some(
        ({ system, code, matching }) =>
          system === asked.system &&
          (matching === 'exact' ? code === asked.code : asked.code.startsWith(code)),
      ),
    ).map(({ name }) => name),
  );
});

it('more codes than are kept change no answer', () => {
  const others = Array.from({ length: 20_100 }, (_, number) => concept(SYSTEM.icd10cm, `X${number}`));
  expect(others.filter((other) => isIn(other, HIP_FRACTURE))).toEqual([]);
  expect(isIn(concept(SYSTEM.icd10cm, 'S72.051A'), HIP_FRACTURE)).toBe(true);
});

it('the first coding that a table holds is the one found', () => {
  const asked = {
    coding: [
      { system: 'urn:local', code: 'x' },
      { system: SYSTEM.icd10cm, code: 'S72.0' },
    ],
  };
  expect(codingIn(asked, HIP_FRACTURE)).toBe(asked.coding[1]);
  expect(codingIn(asked, OSTEOPOROSIS)).toBeUndefined();
});

it('words are the texts and displays of all concepts, lower case', () => {
  expect(
    wordsOf({ text: 'DXA', coding: [{ display: 'Hip' }, { code: 'c' }] }, undefined, { text: 'Neck' }),
  ).toBe('dxa hip neck');
});
