import { dxaInProgress, lastCentralDxa } from '../dxa-history.ts';
import { dxaFacts, dxaOrderFact } from '../fact-of.ts';
import type { Fact } from '../facts.ts';
import { pathwayFracture } from '../fractures.ts';
import { osteoporosisFacts } from '../osteoporosis-facts.ts';
import type { Question } from '../question.ts';
import type { DraftOrder } from '../request.ts';
import type { Rule, RuleMatch } from '../rule.ts';
import { BOTH } from '../rule.ts';
import { screeningGroup } from '../screening-group.ts';
import { treatmentStatus } from '../treatment.ts';

/**
 * order-select and order-sign speak only of a central DXA that is being written: it lies within the interval, it is
 * the second one, or the woman is 50-64 and no tool is positive. A lumbar radiograph or anything else: silence.
 */
export const orderBeingWritten: Rule = {
  id: 'order-being-written',
  silences: BOTH,
  match(question): RuleMatch | undefined {
    if (question.request.hook !== 'order-select' && question.request.hook !== 'order-sign') return undefined;
    const drafts = question.request.draftOrders.filter(({ orders }) => orders === 'central-dxa');
    const draft = drafts.find(({ selected }) => selected);
    if (draft === undefined) return { reasonCode: 'order-not-dxa', facts: [] };
    const silent: RuleMatch = { reasonCode: 'order-dxa-not-questioned', facts: [draftFact(draft)] };
    return (
      withinInterval(draft, question) ??
      secondOrder(draft, drafts, question) ??
      toolFirst(draft, question) ??
      silent
    );
  },
};

const draftFact = ({ reference }: DraftOrder): Fact => ({ kind: 'draft-order', reference });

/** On treatment, or with osteoporosis or a fracture, a control after a year is usual (BHOF 2022). */
function withinInterval(draft: DraftOrder, question: Question): RuleMatch | undefined {
  const { dxaIntervalMonths, treatedDxaIntervalMonths } = question.thresholds;
  const last = lastCentralDxa(question, isFollowed(question) ? treatedDxaIntervalMonths : dxaIntervalMonths);
  if (last === undefined || question.today >= last.repeatFrom) return undefined;
  return about(draft, 'order-dxa-within-interval', dxaFacts(last));
}

function secondOrder(
  draft: DraftOrder,
  drafts: readonly DraftOrder[],
  question: Question,
): RuleMatch | undefined {
  const others = question.context.dxaOrders.filter(({ reference }) => reference !== draft.reference);
  const open = dxaInProgress({ ...question, context: { ...question.context, dxaOrders: others } });
  const twin = drafts.find(({ reference }) => reference !== draft.reference);
  if (open !== undefined) return about(draft, 'order-dxa-second-order', [dxaOrderFact(open)]);
  return twin === undefined ? undefined : about(draft, 'order-dxa-second-order', [draftFact(twin)]);
}

function toolFirst(draft: DraftOrder, question: Question): RuleMatch | undefined {
  const { read } = question.context;
  if (read.medications !== 'read' || read['dxa-results'] !== 'read' || isFollowed(question)) return undefined;
  const { group, facts } = screeningGroup(question);
  if (group !== 'woman-50-64-tool-first' && group !== 'woman-50-64-tool-not-positive') return undefined;
  return about(draft, 'order-dxa-tool-first', facts);
}

/** The order is not screening: something is known already. */
const isFollowed = (question: Question): boolean =>
  pathwayFracture(question) !== undefined ||
  osteoporosisFacts(question).length > 0 ||
  treatmentStatus(question).kind !== 'none-recorded';

const about = (
  draft: DraftOrder,
  reasonCode: RuleMatch['reasonCode'],
  facts: readonly Fact[],
): RuleMatch => ({
  reasonCode,
  facts: [draftFact(draft), ...facts],
  card: 'order',
  concernsDraft: draft.reference,
});
