import { int8Fault } from '../../../src/core/model/int8-gate.ts';
import { slowInt8 } from '../../../src/core/model/slow-int8.ts';

const agreement = {
  fp32FileSha256: 'a'.repeat(64),
  films: 1463,
  aucChange: -0.005,
  equalDecisionShare: 0.98,
};

test('an int8 network is admitted at both limits', () => {
  expect(int8Fault(agreement)).toBeUndefined();
  expect(int8Fault({ ...agreement, aucChange: 0.005 })).toBeUndefined();
});

test.each([
  ['an AUC that fell too far', { ...agreement, aucChange: -0.0051 }, /AUC differs by -0\.0051/],
  ['an AUC that rose too far', { ...agreement, aucChange: 0.0051 }, /AUC differs/],
  [
    'too few equal answers',
    { ...agreement, equalDecisionShare: 0.979 },
    /answers a share of 0\.979 of the films/,
  ],
  ['an AUC that is no number', { ...agreement, aucChange: Number.NaN }, /AUC differs/],
  ['no measurement at all', undefined, /is not stated/],
])('an int8 network is not admitted with %s', (_what, measured, words) => {
  expect(int8Fault(measured)).toMatch(words);
});

test('an int8 network that is no faster is worth a warning, a faster one is not', () => {
  expect(slowInt8({ view: 'ap', int8Ms: 12, fp32Ms: 30 })).toBeUndefined();
  expect(slowInt8({ view: 'ap', int8Ms: 30, fp32Ms: 30 })).toMatch(
    /ap view takes 30\.0 ms .* runs int8 slowly/,
  );
});
