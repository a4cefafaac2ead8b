import { responseViolations } from '../../../src/cds-hooks/response-invariants.ts';
import { allDecisions, print, settings } from '../../cds-hooks/cards/printed-decisions.ts';
import { spec, type ConformanceCase } from '../case.ts';
import { changed, goodCard, goodResponse } from '../good-card.ts';

const rules = { systemActionsAllowed: false };
type Path = readonly (string | number)[];
const card = (...path: Path): Path => ['cards', 0, ...path];
const suggestion = (...path: Path) => card('suggestions', 0, ...path);
const action = (...path: Path) => suggestion('actions', 0, ...path);
const link = (index: number, ...path: Path) => card('links', index, ...path);

/** A row whose breach is caught: the change to a good response, and what the check says of it. */
type Breach = readonly [rows: readonly number[], claim: string, path: Path, value: unknown, says: string];

const resource = goodCard.suggestions[0].actions[0].resource;

const breaches: readonly Breach[] = [
  [[3], 'null is never sent', card('detail'), null, 'cards[0].detail is empty'],
  [[3], 'an empty string is never sent', card('detail'), '', 'cards[0].detail is empty'],
  [[3], 'an empty list is never sent', card('links'), [], 'cards[0].links is empty'],
  [[3], 'an empty object is never sent', card('source', 'topic'), {}, 'cards[0].source.topic is empty'],
  [[74], 'cards is a list', ['cards'], 'none', 'cards is no list'],
  [[80], 'a card has a unique UUID', card('uuid'), goodCard.suggestions[0].uuid, 'a UUID is used twice'],
  [[80], 'a card UUID is a UUID', card('uuid'), '17', 'a card or suggestion has no UUID'],
  [[83], 'a summary is there', card('summary'), undefined, 'cards[0].summary is missing'],
  [
    [83],
    'a summary of 140 characters is too long',
    card('summary'),
    'x'.repeat(140),
    'summary is longer than 139 characters',
  ],
  [
    [85],
    'a detail is Markdown without raw HTML',
    card('detail'),
    'a <script>alert(1)</script>',
    'cards[0].detail holds raw HTML',
  ],
  [
    [85],
    'a detail links to http(s) only',
    card('detail'),
    '[x](javascript:alert(1))',
    'cards[0].detail links to something but http(s)',
  ],
  [[87], 'an indicator is there', card('indicator'), undefined, 'cards[0].indicator is unknown'],
  [
    [88],
    'an indicator is info, warning or critical',
    card('indicator'),
    'hard-stop',
    'cards[0].indicator is unknown',
  ],
  [[90], 'a source is there', card('source'), undefined, 'cards[0].source is missing'],
  [
    [93, 96],
    'suggestions come with a selectionBehavior',
    card('selectionBehavior'),
    undefined,
    'cards[0].selectionBehavior is missing',
  ],
  [
    [95],
    'selectionBehavior is at-most-one or any',
    card('selectionBehavior'),
    'all',
    'cards[0].selectionBehavior is missing',
  ],
  [
    [98, 100, 136, 219],
    'an override reason has a display',
    card('overrideReasons', 0, 'display'),
    undefined,
    'overrideReasons[0] lacks code, system or display',
  ],
  [
    [216, 218],
    'a coding has a code',
    card('overrideReasons', 0, 'code'),
    undefined,
    'overrideReasons[0] lacks code, system or display',
  ],
  [
    [217],
    'a coding has a system',
    card('overrideReasons', 0, 'system'),
    undefined,
    'overrideReasons[0] lacks code, system or display',
  ],
  [[105], 'a source has a label', card('source', 'label'), undefined, 'cards[0].source.label is missing'],
  [
    [107],
    'a source url is absolute',
    card('source', 'url'),
    '/model-cards',
    'cards[0].source.url is not absolute',
  ],
  [
    [111],
    'a source icon is absolute',
    card('source', 'icon'),
    'icon.png',
    'cards[0].source.icon is not absolute',
  ],
  [
    [115],
    'a source topic is a Coding',
    card('source', 'topic'),
    { code: 'x' },
    'cards[0].source.topic lacks code or system',
  ],
  [[117], 'a suggestion has a label', suggestion('label'), undefined, 'suggestions[0].label is missing'],
  [[119], 'a suggestion UUID is a UUID', suggestion('uuid'), 'one', 'a card or suggestion has no UUID'],
  [
    [121],
    'isRecommended is a boolean',
    suggestion('isRecommended'),
    'yes',
    'suggestions[0].isRecommended is no boolean',
  ],
  [[127], 'an action is create, update or delete', action('type'), 'replace', 'actions[0].type is unknown'],
  [
    [128],
    'an action has a description',
    action('description'),
    undefined,
    'actions[0].description is missing',
  ],
  [
    [130, 131],
    'a create holds a resource',
    action('resource'),
    'ServiceRequest/1',
    'actions[0].resource is no resource',
  ],
  [
    [131],
    'a create holds a new resource',
    action('resource'),
    { ...resource, id: '1' },
    'actions[0].resource is to be created and has an id already',
  ],
  [
    [132],
    'an update holds the resource that is there',
    action('type'),
    'update',
    'actions[0].resource has no id to update',
  ],
  [
    [133],
    'a delete holds no resource',
    suggestion('actions', 0),
    { type: 'delete', description: 'x', resourceId: 'Task/1', resource },
    'resource does not belong to a delete',
  ],
  [
    [134, 135],
    'a delete names its resource',
    suggestion('actions', 0),
    { type: 'delete', description: 'x' },
    'actions[0].resourceId is no relative reference',
  ],
  [[138], 'a link has a label', link(0, 'label'), undefined, 'links[0].label is missing'],
  [[139], 'a link has an absolute url', link(0, 'url'), '/app', 'links[0].url is not absolute'],
  [[139], 'a link is no script', link(0, 'url'), 'javascript:alert(1)', 'links[0].url is not absolute'],
  [[141, 142], 'a link is absolute or smart', link(0, 'type'), 'relative', 'links[0].type is unknown'],
  [
    [146, 147],
    'appContext stands on smart links only',
    link(0, 'appContext'),
    'x',
    'links[0].appContext belongs to smart links only',
  ],
];

/** A row that lets something be left out or be there: the changed response is still good. */
type Freedom = readonly [rows: readonly number[], claim: string, path: Path, value: unknown];

const freedoms: readonly Freedom[] = [
  [[83], 'a summary of 139 characters is good', card('summary'), 'x'.repeat(139)],
  [[84], 'a card without detail is good', card('detail'), undefined],
  [[99], 'a card without override reasons is good', card('overrideReasons'), undefined],
  [[104], 'a card without links is good', card('links'), undefined],
  [[106, 108], 'a source without url is good', card('source', 'url'), undefined],
  [[113], 'a source without icon is good', card('source', 'icon'), undefined],
  [[116], 'a source without topic is good', card('source', 'topic'), undefined],
  [
    [220],
    'a topic without display is good',
    card('source', 'topic'),
    { code: 'x', system: 'https://cds.example.org/topics' },
  ],
  [[120], 'a suggestion without isRecommended is good', suggestion('isRecommended'), undefined],
  [[123], 'a suggestion without actions is good', suggestion('actions'), undefined],
  [[140], 'a link may be a deep link', link(0, 'url'), 'https://cds.example.org/a/b?c=d#e'],
  [[144, 145], 'a smart link without appContext is good', link(1, 'appContext'), undefined],
  [
    [94],
    'a card without suggestions is good',
    ['cards'],
    [{ ...goodCard, suggestions: undefined, selectionBehavior: undefined }],
  ],
];

const second = { label: 'Another', uuid: '0d3ae0a0-9a53-4b37-bb31-d8ae70a1d7f7', isRecommended: true };

/** Every card that the service can print. */
const printed = () => allDecisions().map(({ decision }) => print(decision));
const printedCards = () => printed().flatMap(({ response }) => response.cards);

export const cardCases: readonly ConformanceCase[] = [
  ...breaches.map(([rows, claim, path, value, says]): ConformanceCase => ({
    rows: spec(...rows),
    claim,
    check: () => expect(responseViolations(changed(path, value), rules).join('; ')).toContain(says),
  })),
  ...freedoms.map(([rows, claim, path, value]): ConformanceCase => ({
    rows: spec(...rows),
    claim,
    check: () => expect(responseViolations(changed(path, value), rules)).toEqual([]),
  })),
  {
    rows: spec(92, 103, 124),
    claim: 'suggestions, links and actions are lists, and a card with all of them is good',
    check: () => expect(responseViolations(goodResponse, rules)).toEqual([]),
  },
  {
    rows: spec(122),
    claim: 'several suggestions may be recommended only where any number may be chosen',
    check: () => {
      const cards = (selectionBehavior: 'any' | 'at-most-one') => ({
        cards: [{ ...goodCard, selectionBehavior, suggestions: [...goodCard.suggestions, second] }],
      });
      expect(responseViolations(cards('any'), rules)).toEqual([]);
      expect(responseViolations(cards('at-most-one'), rules)).toEqual([
        'cards[0] recommends 2 suggestions of which one may be chosen',
      ]);
    },
  },
  {
    rows: spec(82),
    claim: 'a card is logged under the uuid under which it leaves',
    check: () => {
      for (const { response, cards } of printed())
        expect(cards.map(({ cardUuid }) => cardUuid)).toEqual(response.cards.map(({ uuid }) => uuid));
    },
  },
  {
    rows: spec(109),
    claim: 'the source url of every card is the page about the model, whoever the patient is',
    check: () => {
      const urls = new Set(printedCards().map(({ source }) => source.url));
      expect([...urls]).toEqual([settings().aboutUrl]);
    },
  },
  {
    rows: spec(110),
    claim: 'the view of this patient is a link of the card, with the assessment in its context',
    check: () => {
      const withFilm = printedCards().filter(({ links }) =>
        links?.some(
          (one) => one.type === 'smart' && one.appContext?.includes(settings().assessmentKey ?? ''),
        ),
      );
      expect(withFilm.length).toBeGreaterThan(0);
      for (const { links } of withFilm)
        expect(links?.find(({ type }) => type === 'smart')?.url).toBe(settings().appLaunchUrl);
    },
  },
  {
    rows: spec(125),
    claim: 'a suggestion holds one action, so that choosing it can never mean a part of it',
    check: () => {
      const suggestions = printedCards().flatMap((one) => one.suggestions ?? []);
      expect(suggestions.length).toBeGreaterThan(0);
      expect(suggestions.map(({ actions }) => actions?.length)).toEqual(suggestions.map(() => 1));
    },
  },
  {
    rows: spec(75),
    claim: 'system actions leave for clients that are configured for them, and for nobody else',
    check: () => {
      const response = {
        cards: [],
        systemActions: [{ type: 'delete' as const, description: 'x', resourceId: 'Task/1' }],
      };
      expect(responseViolations(response, { systemActionsAllowed: true })).toEqual([]);
      expect(responseViolations(response, rules)).toEqual([
        'systemActions are not configured for this client',
      ]);
    },
  },
];
