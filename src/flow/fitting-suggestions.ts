import type { PrintedDecision } from '../cds-hooks/cards/print-decision.ts';
import type { CdsCard, CdsSuggestion } from '../cds-hooks/protocol.ts';
import type { OutgoingCheck } from './ports/outgoing-check.ts';

/**
 * A printed decision without the suggestions whose resources do not fit our profiles: the card still informs, but nothing
 * unfit is drafted into a chart. Each fault is told to `onUnfit` in words without values.
 */
export function fittingSuggestions(
  printed: PrintedDecision,
  check: OutgoingCheck,
  onUnfit: (problems: readonly string[]) => void,
): PrintedDecision {
  const fits = ({ actions = [] }: CdsSuggestion): boolean => {
    const problems = actions.flatMap((action) =>
      action.type === 'create' ? check.problemsOf(action.resource) : [],
    );
    if (problems.length > 0) onUnfit(problems);
    return problems.length === 0;
  };
  const cards = printed.response.cards.map((card): CdsCard => {
    const { suggestions, selectionBehavior, ...rest } = card;
    const kept = (suggestions ?? []).filter(fits);
    return kept.length === 0
      ? rest
      : { ...rest, suggestions: kept, ...(selectionBehavior && { selectionBehavior }) };
  });
  const offered = new Set(cards.flatMap(({ suggestions = [] }) => suggestions.map(({ uuid }) => uuid)));
  return {
    response: { ...printed.response, cards },
    cards: printed.cards.map((card) => ({
      ...card,
      suggestionUuids: card.suggestionUuids.filter((uuid) => offered.has(uuid)),
    })),
  };
}
