import { validateResource } from '@medplum/core';
import { loadR4Definitions } from '../../../src/sandbox/ehr/fhir/r4-definitions.ts';
import { practiceResources, simulatedCharts } from '../../../src/sandbox/patients/simulated-charts.ts';
import { p01Films } from '../ehr/p01-films.ts';

const asOf = new Date('2026-11-28T12:00:00Z');
const charts = simulatedCharts(p01Films, asOf);

beforeAll(loadR4Definitions);

test('there are 19 patients, P01 to P19, each with another story', () => {
  expect(charts.map(({ id }) => id)).toEqual(
    Array.from({ length: 19 }, (_, index) => `P${String(index + 1).padStart(2, '0')}`),
  );
  expect(new Set(charts.map(({ story }) => story)).size).toBe(19);
});

test.each(charts.map((chart) => [chart.id, chart] as const))(
  '%s: every resource is valid FHIR R4',
  (_id, chart) => {
    for (const resource of [chart.patient, ...chart.resources])
      expect(validateResource(resource).filter(({ severity }) => severity === 'error')).toEqual([]);
  },
);

test('the practice is valid FHIR R4', () => {
  for (const resource of practiceResources()) expect(() => validateResource(resource)).not.toThrow();
});

test('no two resources share an id, and each names its own patient', () => {
  const references = charts.flatMap(({ resources }) =>
    resources.map(({ resourceType, id }) => `${resourceType}/${id}`),
  );
  expect(new Set(references).size).toBe(references.length);
  for (const { id, resources } of charts)
    for (const resource of resources) expect(JSON.stringify(resource)).toContain(`"Patient/${id}"`);
});

test('a chart takes birth date and sex from the films, so that the identity check can agree', () => {
  const films = new Map([
    ['P04', { ...p01Films.get('P01')!, birthDate: '1947-12-31', gender: 'male' }],
  ] as const);
  const chart = simulatedCharts(films, asOf).find(({ id }) => id === 'P04');
  expect(chart?.patient).toMatchObject({ birthDate: '1947-12-31', gender: 'male' });
});

test('the chart whose films are another person keeps its own birth date and sex', () => {
  const films = new Map([
    ['P16', { ...p01Films.get('P01')!, birthDate: '1947-06-22', gender: 'male' }],
  ] as const);
  const chart = simulatedCharts(films, asOf).find(({ id }) => id === 'P16');
  expect(chart?.patient).toMatchObject({ birthDate: '1953-05-09', gender: 'female' });
  expect(chart?.studies).toHaveLength(1);
});

test('dates count back from the day the sandbox starts: a month that is shorter ends on its last day', () => {
  // P17: doses 21, 15 and 9 months before 2026-11-30 are 2025-02-28, 2025-08-30 and 2026-02-28.
  const [chart] = simulatedCharts(new Map(), new Date('2026-11-30T00:00:00Z')).filter(
    ({ id }) => id === 'P17',
  );
  const doses = chart?.resources.flatMap((resource) =>
    resource.resourceType === 'MedicationAdministration' ? [resource.effectiveDateTime] : [],
  );
  expect(doses).toEqual(['2025-02-28', '2025-08-30', '2026-02-28']);
});
