import { decide } from '../../../src/core/decision/decide.ts';
import { RULE_IDS, type RuleId, type ScreeningChannel } from '../../../src/core/decision/decision.ts';
import { DECISION_LIST } from '../../../src/core/decision/decision-list.ts';
import { AS_OF, context, inputs, patientView, policy } from './builders.ts';
import { SITUATIONS, type Situation } from './rule-situations.ts';

/** Both situations at once; where both set the same thing, the earlier row's stands. */
function together(earlier: Situation, later: Situation) {
  const read = { ...context().read, ...later.context?.read, ...earlier.context?.read };
  const image = earlier.image ?? later.image;
  return inputs({
    context: context({ ...later.context, ...earlier.context, read }),
    ...(image === undefined ? {} : { image }),
    request: earlier.request ?? later.request ?? patientView,
    history: { showings: [], feedback: [...(earlier.feedback ?? []), ...(later.feedback ?? [])] },
  });
}

const rule = (id: RuleId) => {
  const found = DECISION_LIST.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};

/** The row that takes a channel when both match: the earlier one that takes it and is still asked. */
const taker = (
  [earlier, later]: readonly [RuleId, RuleId],
  channel: ScreeningChannel,
): RuleId | undefined => {
  if (rule(earlier).silences.includes(channel)) return earlier;
  const { silences, speaksFor } = rule(later);
  const unasked = speaksFor !== undefined && rule(earlier).silences.includes(speaksFor);
  return silences.includes(channel) && !unasked ? later : undefined;
};

const pairs = RULE_IDS.flatMap((earlier, index) =>
  RULE_IDS.slice(index + 1).map((later) => [earlier, later] as const),
);

/** Rows that the other one's situation makes impossible: the pair is not a question. */
const IMPOSSIBLE: readonly string[] = [
  // A group without an AI card is never flagged to one, and has nothing due by guideline.
  'ai-group ai-flag',
  'ai-group guideline',
  // A film that was not flagged, or none, raises no flag.
  'film ai-flag',
  'ai-flag guideline',
];

describe('the decision list', () => {
  it('has its rows in the order of their ids', () => {
    expect(DECISION_LIST.map(({ id }) => id)).toEqual(RULE_IDS);
  });

  it.each(RULE_IDS)('row %s matches its own situation', (id) => {
    const decision = decide(together(SITUATIONS[id], {}), policy(), AS_OF);
    expect(decision.silencedBy.map(({ rule: by }) => by)).toContain(id);
  });

  it.each(pairs)('of %s and %s the earlier takes its channels', (earlier, later) => {
    if (IMPOSSIBLE.includes(`${earlier} ${later}`)) return;
    const decision = decide(together(SITUATIONS[earlier], SITUATIONS[later]), policy(), AS_OF);
    for (const channel of ['ai', 'guideline'] as const) {
      const expected = taker([earlier, later], channel);
      const actual = decision.silencedBy.find((silencing) => silencing.channel === channel)?.rule;
      if (expected !== undefined) expect([channel, actual]).toEqual([channel, expected]);
    }
  });

  it.each(pairs)(
    'of %s and %s the answer is that of the row which took the last channel',
    (earlier, later) => {
      const decision = decide(together(SITUATIONS[earlier], SITUATIONS[later]), policy(), AS_OF);
      expect(decision.rule).toBe(decision.silencedBy.at(-1)?.rule);
    },
  );

  it('takes each channel at most once', () => {
    for (const [earlier, later] of pairs) {
      const { silencedBy } = decide(together(SITUATIONS[earlier], SITUATIONS[later]), policy(), AS_OF);
      const channels = silencedBy.map(({ channel }) => channel);
      expect(new Set(channels).size).toBe(channels.length);
    }
  });
});
