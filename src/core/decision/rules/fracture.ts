import { conditionFact, fractureFact, treatmentFact } from '../fact-of.ts';
import { pathwayFracture } from '../fractures.ts';
import type { ReasonCode } from '../reason-codes.ts';
import type { Rule, RuleMatch } from '../rule.ts';
import { BOTH } from '../rule.ts';
import { treatmentStatus, type TreatmentStatus } from '../treatment.ts';

const REASONS: Readonly<Record<TreatmentStatus['kind'], ReasonCode>> = {
  'none-recorded': 'fracture-pathway',
  lapsed: 'fracture-pathway',
  'denosumab-gap': 'fracture-denosumab-gap',
  current: 'fracture-on-treatment',
};

/** Row 3: a hip or vertebral fracture at 50 or later. Evaluate and treat; DXA must not delay it. */
export const fracture: Rule = {
  id: 'fracture',
  silences: BOTH,
  match(question): RuleMatch | undefined {
    const found = pathwayFracture(question);
    if (found === undefined) return undefined;
    const status = treatmentStatus(question);
    const facts = [
      fractureFact(found),
      ...question.context.osteoporosisDiagnoses
        .slice(0, 1)
        .map((diagnosis) => conditionFact('osteoporosis-diagnosis', diagnosis)),
      ...(question.context.read.medications === 'read' || status.kind !== 'none-recorded'
        ? [treatmentFact(status)]
        : [{ kind: 'not-read', part: 'medications' } as const]),
    ];
    const reasonCode = REASONS[status.kind];
    if (status.kind === 'current') return { reasonCode, facts };
    return { reasonCode, facts, card: 'safety', workList: 'fracture-pathway' };
  },
};
