import { readdirSync, readFileSync } from 'node:fs';
import type { Resource } from '@medplum/fhirtypes';
import { parseView } from '../../../src/adapters/sql-on-fhir/view-definition.ts';
import { rowsOf, type ViewRow } from '../../../src/adapters/sql-on-fhir/view-runner.ts';

interface SuiteTest {
  readonly title: string;
  readonly tags?: readonly string[];
  readonly view: unknown;
  readonly expect?: readonly ViewRow[];
  readonly expectCount?: number;
  readonly expectError?: boolean;
}

const folder = new URL('../../fixtures/sql-on-fhir/', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map(
    (name) =>
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
        title: string;
        resources: Resource[];
        tests: SuiteTest[];
      },
  );

const cases = files.flatMap(({ title, resources, tests }) =>
  tests.map((test) => ({ name: `${title}: ${test.title}`, resources, test })),
);
const shareable = cases.filter(({ test }) => test.tags?.includes('shareable'));

const run = (view: unknown, resources: readonly Resource[]): ViewRow[] => {
  const parsed = parseView(view);
  return resources.flatMap((resource) => rowsOf(parsed, resource));
};

/** Rows as a multiset: the suite leaves their order open, and reads an absent column as null. */
const comparable = (rows: readonly ViewRow[]): string[] =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .map(([name, value]) => [name, value ?? null])
          .sort(),
      ),
    )
    .sort();

test('the whole shareable part of the public suite is here', () => {
  expect(cases).toHaveLength(134);
  expect(shareable).toHaveLength(123);
});

test.each(shareable)('SQL on FHIR, $name', ({ resources, test }) => {
  if (test.expectError) expect(() => run(test.view, resources)).toThrow();
  else if (test.expect) expect(comparable(run(test.view, resources))).toEqual(comparable(test.expect));
  else expect(run(test.view, resources)).toHaveLength(test.expectCount ?? Number.NaN);
});

/** Optional parts of the specification; what is not there is an error of FHIRPath, never a wrong row. */
test('of the 11 optional tests, three pass and the eight of lowBoundary and highBoundary are refused', () => {
  const optional = cases.filter(({ test }) => !test.tags?.includes('shareable'));
  const outcome = optional.map(({ resources, test }) => {
    try {
      return JSON.stringify(comparable(run(test.view, resources))) ===
        JSON.stringify(comparable(test.expect ?? []))
        ? 'same'
        : 'different';
    } catch {
      return 'refused';
    }
  });
  expect(outcome.filter((one) => one === 'same')).toHaveLength(3);
  expect(outcome.filter((one) => one === 'refused')).toHaveLength(8);
});
