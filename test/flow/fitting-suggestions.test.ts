import type { PrintedDecision } from '../../src/cds-hooks/cards/print-decision.ts';
import type { CdsSuggestion } from '../../src/cds-hooks/protocol.ts';
import { fittingSuggestions } from '../../src/flow/fitting-suggestions.ts';
import type { OutgoingCheck } from '../../src/flow/ports/outgoing-check.ts';

const check: OutgoingCheck = {
  problemsOf: ({ id }) => (id === 'unfit' ? ['ServiceRequest.code: missing'] : []),
};
const drafting = (uuid: string): CdsSuggestion => ({
  label: uuid,
  uuid,
  actions: [
    {
      type: 'create',
      description: 'Draft',
      resource: {
        resourceType: 'ServiceRequest',
        id: uuid,
        status: 'draft',
        intent: 'proposal',
        subject: { reference: 'Patient/p1' },
      },
    },
  ],
});
const removing: CdsSuggestion = {
  label: 'remove',
  uuid: 'remove',
  actions: [{ type: 'delete', description: 'Remove', resourceId: 'ServiceRequest/1' }],
};
const printedWith = (...suggestions: CdsSuggestion[]): PrintedDecision => ({
  response: {
    cards: [
      {
        uuid: 'card',
        summary: 'summary',
        indicator: 'info',
        source: { label: 'Trabecula' },
        suggestions,
        selectionBehavior: 'at-most-one',
      },
    ],
  },
  cards: [{ cardUuid: 'card', channel: 'ai', suggestionUuids: suggestions.map(({ uuid }) => uuid) }],
});

it('leaves what fits as it is', () => {
  const printed = printedWith(drafting('fit'), removing);
  const told: string[] = [];
  expect(fittingSuggestions(printed, check, (problems) => told.push(...problems))).toEqual(printed);
  expect(told).toEqual([]);
});

it('takes out a suggestion that does not fit, tells of it, and lets no feedback name it', () => {
  const told: string[] = [];
  const printed = printedWith(drafting('unfit'), drafting('fit'));
  const { response, cards } = fittingSuggestions(printed, check, (problems) => told.push(...problems));
  expect(response.cards[0]?.suggestions?.map(({ uuid }) => uuid)).toEqual(['fit']);
  expect(cards[0]?.suggestionUuids).toEqual(['fit']);
  expect(told).toEqual(['ServiceRequest.code: missing']);
});

it('shows the card without any suggestion when none fits', () => {
  const { response } = fittingSuggestions(printedWith(drafting('unfit')), check, () => undefined);
  expect(response.cards).toHaveLength(1);
  expect(response.cards[0]).not.toHaveProperty('suggestions');
  expect(response.cards[0]).not.toHaveProperty('selectionBehavior');
});
