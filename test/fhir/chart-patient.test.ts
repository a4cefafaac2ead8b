import type { Patient } from '@medplum/fhirtypes';
import { chartPatientOf, replacedBy } from '../../src/fhir/chart-patient.ts';

test('old identifiers count, empty ones do not', () => {
  const patient: Patient = {
    resourceType: 'Patient',
    identifier: [{ system: 's', value: '1' }, { use: 'old', value: '2' }, { system: 's' }, { value: ' ' }],
    birthDate: '1955',
    gender: 'female',
  };
  expect(chartPatientOf(patient)).toEqual({
    identifiers: [
      { system: 's', value: '1' },
      { system: undefined, value: '2' },
    ],
    birthDate: '1955',
    sex: 'female',
  });
});

test.each([
  ['replaced-by', 'Patient/new', 'new'],
  ['replaced-by', 'https://ehr.example/fhir/Patient/new/_history/3', 'new'],
  ['replaces', 'Patient/old', undefined],
  ['seealso', 'Patient/other', undefined],
  ['replaced-by', '#contained', undefined],
] as const)('link %s %s', (type, reference, id) => {
  expect(replacedBy({ resourceType: 'Patient', link: [{ type, other: { reference } }] })).toBe(id);
});
