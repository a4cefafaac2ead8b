import { emptyValues } from './empty-values.ts';
import type { CardSource, CdsAction, CdsCard, CdsLink, CdsResponse, CdsSuggestion } from './protocol.ts';

/** "Card Attributes": fewer than 140 characters. Counted in UTF-16 units, the strictest of the usual counts. */
export const SUMMARY_CHARACTERS = 139;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const RELATIVE_REFERENCE = /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/;
const INDICATORS = ['info', 'warning', 'critical'];

/** What a response may hold for the client that it goes to. */
export interface ResponseRules {
  readonly systemActionsAllowed: boolean;
}

function when(violated: boolean, text: string): readonly string[] {
  return violated ? [text] : [];
}

/** Absolute, and over TLS except on the machine itself; so never `javascript:` or `data:`. */
function isAbsoluteUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  );
}

function sourceViolations(source: CardSource | undefined, at: string): readonly string[] {
  if (source === undefined) return [`${at} is missing`];
  return [
    ...when(typeof source.label !== 'string', `${at}.label is missing`),
    ...when(source.url !== undefined && !isAbsoluteUrl(source.url), `${at}.url is not absolute`),
    ...when(source.icon !== undefined && !isAbsoluteUrl(source.icon), `${at}.icon is not absolute`),
    ...when(
      source.topic !== undefined && (source.topic.code === undefined || source.topic.system === undefined),
      `${at}.topic lacks code or system`,
    ),
  ];
}

function actionViolations(action: CdsAction, at: string): readonly string[] {
  const described = when(typeof action.description !== 'string', `${at}.description is missing`);
  switch (action.type) {
    case 'create':
      return [
        ...described,
        ...when(typeof action.resource?.resourceType !== 'string', `${at}.resource is no resource`),
        ...when(action.resource?.id !== undefined, `${at}.resource is to be created and has an id already`),
      ];
    case 'update':
      return [...described, ...when(action.resource?.id === undefined, `${at}.resource has no id to update`)];
    case 'delete':
      return [
        ...described,
        ...when(
          !RELATIVE_REFERENCE.test(action.resourceId ?? ''),
          `${at}.resourceId is no relative reference`,
        ),
        ...when('resource' in action, `${at}.resource does not belong to a delete`),
      ];
    default:
      return [`${at}.type is unknown`];
  }
}

function suggestionViolations(suggestion: CdsSuggestion, at: string): readonly string[] {
  return [
    ...when(typeof suggestion.label !== 'string', `${at}.label is missing`),
    ...when(
      suggestion.isRecommended !== undefined && typeof suggestion.isRecommended !== 'boolean',
      `${at}.isRecommended is no boolean`,
    ),
    ...(suggestion.actions ?? []).flatMap((action, index) =>
      actionViolations(action, `${at}.actions[${index}]`),
    ),
  ];
}

function linkViolations(link: CdsLink, at: string): readonly string[] {
  return [
    ...when(typeof link.label !== 'string', `${at}.label is missing`),
    ...when(!isAbsoluteUrl(link.url), `${at}.url is not absolute`),
    ...when(link.type !== 'absolute' && link.type !== 'smart', `${at}.type is unknown`),
    ...when(link.type === 'absolute' && 'appContext' in link, `${at}.appContext belongs to smart links only`),
  ];
}

function selectionViolations(card: CdsCard, at: string): readonly string[] {
  const suggestions = card.suggestions ?? [];
  const recommended = suggestions.filter((suggestion) => suggestion.isRecommended === true).length;
  return [
    ...when(
      suggestions.length > 0 && card.selectionBehavior !== 'at-most-one' && card.selectionBehavior !== 'any',
      `${at}.selectionBehavior is missing`,
    ),
    ...when(
      card.selectionBehavior === 'at-most-one' && recommended > 1,
      `${at} recommends ${recommended} suggestions of which one may be chosen`,
    ),
  ];
}

function cardViolations(card: CdsCard, at: string): readonly string[] {
  return [
    ...when(typeof card.summary !== 'string', `${at}.summary is missing`),
    ...when((card.summary?.length ?? 0) > SUMMARY_CHARACTERS, `${at}.summary is longer than 139 characters`),
    ...when(/[\r\n]/.test(card.summary ?? ''), `${at}.summary has more than one line`),
    // Raw HTML is legal in Markdown and a way in for whatever text a chart holds.
    ...when(/<[a-z/!?]/i.test(card.detail ?? ''), `${at}.detail holds raw HTML`),
    ...when(
      /\]\(\s*(?!https?:)[a-z]+:/i.test(card.detail ?? ''),
      `${at}.detail links to something but http(s)`,
    ),
    ...when(!INDICATORS.includes(card.indicator), `${at}.indicator is unknown`),
    ...sourceViolations(card.source, `${at}.source`),
    ...selectionViolations(card, at),
    ...(card.suggestions ?? []).flatMap((suggestion, index) =>
      suggestionViolations(suggestion, `${at}.suggestions[${index}]`),
    ),
    ...(card.overrideReasons ?? []).flatMap((reason, index) =>
      when(
        [reason.code, reason.system, reason.display].some((part) => typeof part !== 'string'),
        `${at}.overrideReasons[${index}] lacks code, system or display`,
      ),
    ),
    ...(card.links ?? []).flatMap((link, index) => linkViolations(link, `${at}.links[${index}]`)),
  ];
}

function uuidViolations(cards: readonly CdsCard[]): readonly string[] {
  const uuids = cards.flatMap((card) => [card.uuid, ...(card.suggestions ?? []).map(({ uuid }) => uuid)]);
  return [
    ...when(
      uuids.some((uuid) => !UUID.test(uuid)),
      'a card or suggestion has no UUID',
    ),
    ...when(new Set(uuids).size < uuids.length, 'a UUID is used twice'),
  ];
}

/**
 * "CDS Service Response": everything in a response that the specification does not allow, in words; empty when it may
 * leave. Called on every response (`src/http/answer-call.ts`): a wrong card is never sent.
 */
export function responseViolations(response: CdsResponse, rules: ResponseRules): readonly string[] {
  if (!Array.isArray(response.cards)) return ['cards is no list'];
  return [
    ...emptyValues(response, ['cards']).map((path) => `${path} is empty`),
    ...response.cards.flatMap((card, index) => cardViolations(card, `cards[${index}]`)),
    ...uuidViolations(response.cards),
    ...when(
      response.systemActions !== undefined && !rules.systemActionsAllowed,
      'systemActions are not configured for this client',
    ),
    ...(response.systemActions ?? []).flatMap((action, index) =>
      actionViolations(action, `systemActions[${index}]`),
    ),
  ];
}
