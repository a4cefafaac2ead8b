import { treatmentFact } from '../fact-of.ts';
import type { Rule } from '../rule.ts';
import { BOTH } from '../rule.ts';
import { treatmentStatus } from '../treatment.ts';

/** Row 5: on treatment by drug and coverage window. A course that ended long ago does not hold screening back. */
export const treatment: Rule = {
  id: 'treatment',
  silences: BOTH,
  match(question) {
    const status = treatmentStatus(question);
    const facts = [treatmentFact(status)];
    switch (status.kind) {
      case 'current':
        return { reasonCode: 'on-treatment', facts };
      case 'denosumab-gap':
        return { reasonCode: 'denosumab-gap', facts, card: 'safety', workList: 'denosumab-gap' };
      case 'lapsed':
      case 'none-recorded':
        return undefined;
    }
  },
};
