import type { Rule } from '../rule.ts';
import { BOTH } from '../rule.ts';

/** Row 2: death, hospice, palliative care, active pregnancy: no card, no work list, no outreach. */
export const careLimits: Rule = {
  id: 'care-limits',
  silences: BOTH,
  match({ context }) {
    if (context.deceased) return { reasonCode: 'deceased', facts: [] };
    const limited = context.careLimits[0];
    if (limited === undefined) return undefined;
    const { limit, reference } = limited;
    return { reasonCode: limit, facts: [{ kind: 'care-limit', limit, reference }] };
  },
};
