import type { Rule } from '../rule.ts';
import { BOTH } from '../rule.ts';

/** Row 1: the film names another person. Nothing at all is said until a person has looked. */
export const identity: Rule = {
  id: 'identity',
  silences: BOTH,
  match: ({ image }) =>
    image.kind === 'unavailable' && image.refusal.reason === 'identity-mismatch'
      ? {
          reasonCode: 'identity-mismatch',
          facts: [{ kind: 'film-refused', reason: 'identity-mismatch' }],
          incident: 'identity-mismatch',
        }
      : undefined,
};
