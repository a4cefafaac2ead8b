import { refusesAi, type AiConsent } from '../../../src/core/patient/ai-consent.ts';
import { CONSENT_CASES } from '../../cases/ai-consents.ts';

test.each(CONSENT_CASES)('$title', ({ consents, refuses }) => {
  expect(refusesAi(consents, '2026-06-15')).toBe(refuses);
});

test('a denial that begins tomorrow refuses from tomorrow on', () => {
  const denial: AiConsent = { consentId: 'a', effect: 'denies', from: '2026-06-16', to: undefined };
  expect(refusesAi([denial], '2026-06-15')).toBe(false);
  expect(refusesAi([denial], '2026-06-16')).toBe(true);
});
