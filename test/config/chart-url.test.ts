import { chartUrl } from '../../src/config/setting-schema.ts';

test.each([
  'https://ehr.example.org/charts/{patientId}',
  'https://ehr.example.org/#/charts/{patientId}',
  'https://ehr.example.org/open?patient={patientId}&view=summary',
  'http://127.0.0.1:8481/patients/{patientId}',
])('%s is the address of a chart, kept as it is', (url) => {
  expect(chartUrl.parse(url)).toBe(url);
});

test.each([
  ['without the place of the id', 'https://ehr.example.org/charts/', 'must hold {patientId}'],
  ['with the id in the host', 'https://{patientId}.example.org/chart', 'behind the host'],
  ['in the clear', 'http://ehr.example.org/charts/{patientId}', 'https'],
  ['that runs a script', 'javascript:alert("{patientId}")', 'https'],
  ['with credentials', 'https://user:word@ehr.example.org/{patientId}', 'https'],
  ['that is none', 'charts/{patientId}', 'https'],
])('an address %s is refused', (_what, url, problem) => {
  const { error } = chartUrl.safeParse(url);
  expect(error?.issues.map(({ message }) => message).join()).toContain(problem);
});
