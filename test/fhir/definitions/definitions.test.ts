import { validateResource } from '@medplum/core';
import type { MeasureReport, ValueSet } from '@medplum/fhirtypes';
import { shippedDefinitions } from '../../../src/adapters/fhir-profiles/shipped-definitions.ts';
import { questions } from '../../../src/adapters/population/questions/all.ts';
import { EN } from '../../../src/cds-hooks/messages/en.ts';
import { RECORD_QUERIES } from '../../../src/cds-hooks/prefetch-queries.ts';
import { allDefinitions } from '../../../src/fhir/definitions/all-definitions.ts';
import { ehrRequirements, serviceCapability } from '../../../src/fhir/definitions/capability-statements.ts';
import { codeSystems } from '../../../src/fhir/definitions/code-systems.ts';
import { valueSets } from '../../../src/fhir/definitions/value-sets.ts';
import { fhirOf } from '../../../src/http/population/answer-formats.ts';
import { OURS } from '../../../src/fhir/print/canonical-urls.ts';
import { CONCEPT_TABLES } from '../../../src/fhir/terminology/all-tables.ts';
import { loadR4Definitions } from '../../../src/sandbox/ehr/fhir/r4-definitions.ts';
import { PRINTED } from '../print/printed-resources.ts';

beforeAll(loadR4Definitions);

const definitions = allDefinitions(shippedDefinitions(), EN, [...questions.values()]);

it('are valid FHIR R4, each under its own URL', () => {
  for (const one of [...definitions, serviceCapability('https://cds.example', '1')]) validateResource(one);
  expect(new Set(definitions.map(({ url }) => url)).size).toBe(definitions.length);
});

/** Codes of one concept as a ValueSet holds them: "system|code", and "system|code*" for a category with all below it. */
const codesOf = ({ compose }: ValueSet) =>
  (compose?.include ?? []).flatMap(({ system, concept = [], filter = [] }) => [
    ...concept.map(({ code }) => `${system}|${code}`),
    ...filter.map(({ value }) => `${system}|${value}*`),
  ]);

it.each(CONCEPT_TABLES.map((table) => [table.name, table] as const))(
  'value set %s holds its codes',
  (name, table) => {
    const valueSet = valueSets().find(({ id }) => id === name)!;
    expect(codesOf(valueSet).toSorted()).toEqual(
      table.codes
        .map(({ system, code, matching }) => `${system}|${code}${matching === 'exact' ? '' : '*'}`)
        .toSorted(),
    );
    // Filters of one include are joined by "and": a category stands alone.
    for (const { filter = [] } of valueSet.compose?.include ?? []) expect(filter.length).toBeLessThan(2);
  },
);

it('says of each part where its codes come from, and which are unverified', () => {
  const study = valueSets().find(({ id }) => id === 'dxa-study')!;
  const parts = (study.compose?.include ?? []).map(({ extension, concept }) => [
    extension?.[0]?.extension?.map(({ valueString, valueCode }) => valueString ?? valueCode),
    concept?.length,
  ]);
  expect(parts).toContainEqual([['seen in public FHIR data', 'unverified'], 2]);
  expect(parts).toContainEqual([['SNOMED CT International', 'read'], 1]);
  expect(study.description).toContain('2 of 11 codes are unverified');
  expect(study.copyright).toMatch(/LOINC.*CPT.*SNOMED/);
});

it('has every own code that is printed in its code system, with the display that is printed', () => {
  const known = new Map(
    codeSystems(EN).flatMap(({ url, concept = [] }) =>
      concept.map(({ code, display }) => [`${url}|${code}`, display] as const),
    ),
  );
  const printed = [
    ...JSON.stringify(PRINTED).matchAll(/"system":"([^"]+)","code":"([^"]+)","display":"([^"]+)"/g),
  ]
    .filter(([, system]) => system === OURS.codes)
    .map(([, system, code, display]) => [`${system}|${code}`, display] as const);
  expect(printed.length).toBeGreaterThan(100);
  for (const [code, display] of printed) expect([code, known.get(code)]).toEqual([code, display]);
});

it('names in what is asked of an EHR every query of the decision and every profile', () => {
  const [rest] = ehrRequirements().rest ?? [];
  const needed = new Map(rest?.resource?.map((one) => [one.type, one]));
  for (const { resourceType, by } of RECORD_QUERIES) {
    const parameters = needed.get(resourceType)?.searchParam?.map(({ name }) => name) ?? [];
    const asked =
      by.kind === 'read' ? [] : Object.keys(by.parameters).filter((name) => !/^_(count|sort)$/.test(name));
    expect([resourceType, asked.filter((name) => !parameters.includes(name))]).toEqual([resourceType, []]);
  }
  const profiles = [...needed.values()].flatMap(({ supportedProfile = [] }) => supportedProfile);
  // The proposal is drafted into the chart by the EHR itself, from the card.
  const written = Object.values(OURS.profile).filter((url) => url !== OURS.profile.dxaProposal);
  expect(profiles.toSorted()).toEqual(written.toSorted());
});

describe('measures', () => {
  const measures = definitions.filter((one) => one.resourceType === 'Measure');
  const populationsOf = (report: MeasureReport) =>
    (report.group?.[0]?.population ?? []).map(({ code }) => code?.coding?.[0]?.code);

  it('define what every MeasureReport names, with the populations and the direction that it reports', () => {
    const at = new Date('2026-11-28T12:00:00Z');
    let reported = 0;
    for (const { sql: _sql, ...question } of questions.values()) {
      const answer = {
        question,
        parameters: { asOf: '2026-11-28' },
        columns: [],
        rows: question.rowsAre === 'patients' ? [{ patient_id: 'a' }] : [{ denominator: 2, numerator: 1 }],
        rowsInAll: 1,
      };
      if (question.rowsAre === 'counts' && question.improvement === undefined) {
        expect(() => fhirOf('measure-report', answer, at)).toThrow('is no rate');
        continue;
      }
      const report = fhirOf('measure-report', answer, at) as MeasureReport;
      const measure = measures.find(({ url }) => url === report.measure);
      expect([question.name, measure?.title]).toEqual([question.name, question.title]);
      expect(measure?.improvementNotation).toEqual(report.improvementNotation);
      expect((measure?.group?.[0]?.population ?? []).map(({ code }) => code?.coding?.[0]?.code)).toEqual(
        populationsOf(report),
      );
      reported += 1;
    }
    expect(measures).toHaveLength(reported + 1);
  });

  it('hold the SQL that is asked, and say that they are no certified measures', () => {
    for (const { id, group, disclaimer } of measures) {
      expect(disclaimer).toContain('no certified quality measure');
      for (const { criteria } of group?.[0]?.population ?? [])
        expect(criteria?.expression).toContain(questions.get(id ?? '')?.sql);
    }
  });
});
