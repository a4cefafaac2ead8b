import { treatmentFact } from '../fact-of.ts';
import type { Fact } from '../facts.ts';
import { osteoporosisFacts } from '../osteoporosis-facts.ts';
import type { Rule, RuleMatch } from '../rule.ts';
import { BOTH } from '../rule.ts';
import { treatmentStatus } from '../treatment.ts';

/** Row 4: osteoporosis by diagnosis, or by a central DXA T-score at or below -2.5 of any date. */
export const osteoporosis: Rule = {
  id: 'osteoporosis',
  silences: BOTH,
  match(question): RuleMatch | undefined {
    const evidence = osteoporosisFacts(question);
    if (evidence.length === 0) return undefined;
    const status = treatmentStatus(question);
    if (status.kind === 'none-recorded' && question.context.read.medications !== 'read') {
      const facts: Fact[] = [...evidence, { kind: 'not-read', part: 'medications' }];
      return { reasonCode: 'record-not-readable', facts, workList: 'record-not-readable' };
    }
    const facts = [...evidence, treatmentFact(status)];
    switch (status.kind) {
      case 'none-recorded':
        return { reasonCode: 'osteoporosis-untreated', facts, card: 'safety', workList: 'treatment-gap' };
      case 'lapsed':
        return {
          reasonCode: 'osteoporosis-treatment-lapsed',
          facts,
          card: 'safety',
          workList: 'treatment-gap',
        };
      case 'denosumab-gap':
        return { reasonCode: 'osteoporosis-denosumab-gap', facts, card: 'safety', workList: 'denosumab-gap' };
      case 'current':
        return { reasonCode: 'osteoporosis-on-treatment', facts };
    }
  },
};
