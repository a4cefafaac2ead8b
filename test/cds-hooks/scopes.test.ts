import { scopesAllow } from '../../src/cds-hooks/scopes.ts';

test.each([
  ['patient/Observation.read', true, true],
  ['patient/*.*', true, true],
  ['user/Observation.rs', true, true],
  ['patient/Observation.r', true, false],
  ['patient/Observation.s', false, true],
  ['patient/Observation.rs?category=laboratory', true, true],
  ['patient/Observation.write', false, false],
  ['patient/Observation.cud', false, false],
  ['patient/Condition.rs', false, false],
  ['openid fhirUser', true, true],
])('%s reads: %s, searches: %s', (scope, read, search) => {
  const scopes = scope.split(' ');
  expect(scopesAllow(scopes, 'Observation', 'read')).toBe(read);
  expect(scopesAllow(scopes, 'Observation', 'search')).toBe(search);
});
