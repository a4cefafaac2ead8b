import { responseViolations } from '../../../src/cds-hooks/response-invariants.ts';
import { OURS } from '../../../src/fhir/print/canonical-urls.ts';
import { EN } from '../../../src/cds-hooks/messages/en.ts';
import { decide } from '../../../src/core/decision/decide.ts';
import type { CdsCard } from '../../../src/cds-hooks/protocol.ts';
import { AS_OF, context, evidence, inputs, noFilm, policy } from '../../core/decision/builders.ts';
import { allDecisions, CARD_SITUATIONS, print } from './printed-decisions.ts';

const decisions = allDecisions();
const cardsOf = (changes = {}): CdsCard[] =>
  decisions.flatMap(({ decision }) => print(decision, changes).response.cards);

const decisionFor = (changes: Parameters<typeof inputs>[0]) => decide(inputs(changes), policy(), AS_OF);
const cardFor = (changes: Parameters<typeof inputs>[0]): CdsCard => {
  const [card] = print(decisionFor(changes)).response.cards;
  if (card === undefined) throw new Error('no card');
  return card;
};

describe('every card', () => {
  it.each(Object.keys(CARD_SITUATIONS))('%s is reached by its situation', (reason) => {
    const reached = decisions.filter(({ name }) => name.startsWith(`${reason} `));
    expect(reached.map(({ decision }) => decision.reasonCode)).toContain(reason);
  });

  it('keeps the rules of the protocol', () => {
    for (const { name, decision } of decisions)
      expect([name, responseViolations(print(decision).response, { systemActionsAllowed: false })]).toEqual([
        name,
        [],
      ]);
  });

  it('is of indicator "info"', () => {
    expect([...new Set(cardsOf().map(({ indicator }) => indicator))]).toEqual(['info']);
  });

  // "low-trauma" is the reference page's own word for a fracture; it describes no result.
  it.each([/\blow\b(?!-trauma)/i, /\bnormal/i, /\bnegative/i, /\brul(e|es|ed|ing)[ -]?out/i])(
    'never says %s',
    (word) => {
      for (const card of cardsOf()) expect(JSON.stringify(card)).not.toMatch(word);
    },
  );

  it('is not cut in English', () => {
    for (const { summary } of cardsOf()) expect(summary).not.toMatch(/…$/);
  });

  it('says of every model output that it is a research model and does not look for fractures', () => {
    const shown = decisions.filter(({ decision }) => decision.ai.kind === 'used');
    expect(shown.length).toBeGreaterThan(0);
    for (const { decision } of shown) {
      const [card] = print(decision).response.cards;
      if (card === undefined) continue;
      expect(card.detail).toContain('This model does not look for fractures.');
      const simulated =
        decision.ai.evidence.kind === 'available' && decision.ai.evidence.trainingData === 'simulated';
      expect(card.summary.startsWith('Research model, simulated training:')).toBe(simulated);
      expect(card.detail?.includes('not for clinical use')).toBe(simulated);
    }
  });

  it('offers the override reasons with system and display', () => {
    for (const { overrideReasons } of cardsOf()) expect(overrideReasons).toHaveLength(6);
  });
});

/** A made-up language: every letter of the catalogue is replaced, so a text from elsewhere stands out. */
const pseudo = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value
      .split(/(\{\w+\})/)
      .map((part) => (part.startsWith('{') ? part : part.replace(/[A-Za-z]/g, 'ж')))
      .join('');
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, pseudo(inner)]));
};

describe('the message catalogue', () => {
  it('holds every word of every card', () => {
    for (const card of cardsOf({ messages: pseudo(EN) })) {
      const texts = [
        card.summary,
        card.detail,
        card.source.label,
        card.source.topic?.display,
        ...(card.suggestions ?? []).flatMap(({ label, actions }) => [
          label,
          ...(actions ?? []).map((a) => a.description),
        ]),
        ...(card.overrideReasons ?? []).map(({ display }) => display),
        ...(card.links ?? []).map(({ label }) => label),
      ].join('\n');
      // Data of the case: condition text, the fit's group, the order's reference.
      const own = texts.replace(/Age-related osteoporosis|812 simulated patients|ServiceRequest\/[ab]/g, '');
      expect(own).not.toMatch(/[A-Za-z]/);
    }
  });
});

describe('an AI card', () => {
  it('names the film, its date and what to do within the prefix', () => {
    expect(cardFor({}).summary).toBe(
      'Research model, simulated training: Lumbar film of 2026-04-01: flagged. Consider DXA of spine and hip.',
    );
  });

  it('says uncertain as uncertain', () => {
    expect(cardFor({ image: evidence({ outcome: 'uncertain' }) }).summary).toContain(
      '2026-04-01: uncertain.',
    );
  });

  it('gives no number without a fit at the site', () => {
    const { detail } = cardFor({});
    expect(detail).not.toContain('%');
    expect(detail).not.toContain('1.4');
  });

  it('drafts a proposal without a diagnosis that points at the RiskAssessment', () => {
    const action = cardFor({}).suggestions?.[0]?.actions?.[0];
    expect(action).toMatchObject({
      type: 'create',
      resource: {
        resourceType: 'ServiceRequest',
        status: 'draft',
        intent: 'proposal',
        subject: { reference: 'Patient/p1' },
        supportingInfo: [{ reference: 'RiskAssessment/ra1' }],
        code: { text: 'DXA of spine and hip' },
      },
    });
    expect(JSON.stringify(action)).not.toMatch(/reasonCode|M81/);
  });

  it('points at the RiskAssessment by its identifier while that is still being written', () => {
    const [card] = print(decisionFor({}), { riskAssessment: undefined }).response.cards;
    expect(card?.suggestions?.[0]?.actions?.[0]).toMatchObject({
      resource: {
        supportingInfo: [{ identifier: { system: OURS.identifier.assessment, value: 'b'.repeat(64) } }],
      },
    });
  });

  it('asks for hip and forearm beside lumbar implants or fusion', () => {
    const fusion = { recordedOn: '2019-01-01', text: 'Lumbar fusion', reference: 'Condition/z' };
    const card = cardFor({ context: context({ lumbarHardwareOrFusion: [fusion] }) });
    expect(card.summary).toContain('Consider DXA of hip and forearm.');
    expect(card.suggestions?.[0]?.actions?.[0]).toMatchObject({
      resource: { code: { text: 'DXA of hip and forearm' } },
    });
  });

  it('tells the app its own card and assessment', () => {
    const card = cardFor({});
    const [link] = card.links ?? [];
    expect(link?.type === 'smart' && JSON.parse(link.appContext ?? '')).toEqual({
      cardUuid: card.uuid,
      reasonCode: 'ai-woman-65',
      assessmentKey: 'b'.repeat(64),
    });
  });
});

describe('cards without a film', () => {
  it('carry no research prefix and no reference to an assessment', () => {
    const decision = decide(inputs({ image: noFilm() }), policy({ guidelineCards: true }), AS_OF);
    const [card] = print(decision).response.cards;
    expect(card?.summary).toMatch(/^DXA is advised/);
    expect(JSON.stringify(card?.suggestions)).not.toContain('RiskAssessment');
  });

  it('make text out of the chart plain', () => {
    const diagnosis = {
      recordedOn: '2020-01-01',
      text: '<img src=x> [see](javascript:alert(1)) **osteoporosis**',
      reference: 'Condition/o',
    };
    const { detail } = cardFor({ context: context({ osteoporosisDiagnoses: [diagnosis] }) });
    expect(detail).toContain('img src=x see (javascript:alert(1)) osteoporosis');
  });

  it('point at the order that they speak of', () => {
    const decision = decisions.find(
      ({ decision: { reasonCode } }) => reasonCode === 'order-dxa-second-order',
    )?.decision;
    const actions = decision && print(decision).response.cards[0]?.suggestions?.[0]?.actions;
    expect(actions).toMatchObject([{ type: 'delete', resourceId: 'ServiceRequest/a' }]);
  });

  it('are none when there is nothing to show', () => {
    expect(print(decisionFor({ image: noFilm() }))).toEqual({ response: { cards: [] }, cards: [] });
  });
});
