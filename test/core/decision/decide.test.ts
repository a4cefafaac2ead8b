import { channelOf } from '../../../src/core/decision/channel-of.ts';
import { decide } from '../../../src/core/decision/decide.ts';
import { absent } from '../../../src/core/patient/known.ts';
import { AS_OF, context, evidence, inputs, noFilm, policy, user } from './builders.ts';

const decideFor = (changes: Parameters<typeof inputs>[0], ...deployment: Parameters<typeof policy>) =>
  decide(inputs(changes), policy(...deployment), AS_OF);

describe('decide', () => {
  it('shows an AI card with a drafted spine and hip DXA for a flagged woman of 66', () => {
    const decision = decideFor({});
    expect(decision).toMatchObject({
      reasonCode: 'ai-woman-65',
      rule: 'ai-flag',
      showing: { kind: 'card', channel: 'ai' },
      ai: { kind: 'used' },
      guideline: { kind: 'dxa-indicated' },
      draftedOrder: { sites: ['lumbar-spine', 'hip'] },
      workList: { kind: 'dxa-after-ai-flag', insteadOfCard: false },
      urgency: 'info',
    });
  });

  it.each([
    ['no film', noFilm()],
    ['a film that was not flagged', evidence({ outcome: 'not-flagged' })],
  ])('keeps guideline screening on the work list with %s', (_, image) => {
    const decision = decideFor({ image });
    expect(decision.reasonCode).toBe('guideline-woman-65');
    expect(decision.guideline.kind).toBe('dxa-indicated');
    expect(decision.workList).toEqual({ kind: 'guideline-dxa', insteadOfCard: false });
    expect(decision.showing).toEqual({ kind: 'no-card', reason: 'guideline-cards-off' });
  });

  it('keeps an answer to a card about an order out of the guideline and AI channels', () => {
    const feedback = [
      {
        userId: user,
        channel: 'order',
        outcome: 'overridden',
        overrideReasonCode: 'patient-refuses',
        at: new Date(AS_OF.getTime() - 86_400_000),
      },
    ] as const;
    const history = { showings: [], feedback };
    expect(decideFor({ history }).reasonCode).toBe('ai-woman-65');
    expect(decideFor({ history, image: noFilm() }).reasonCode).toBe('guideline-woman-65');
  });

  it('never lets a model of simulated training speak outside the sandbox, whatever the mode', () => {
    const decision = decideFor({}, { isSandbox: false, mode: { kind: 'live' } });
    expect(decision.ai).toMatchObject({ kind: 'withheld', reasonCode: 'model-simulated-outside-sandbox' });
  });

  it('says nothing at all when the film names another person', () => {
    const decision = decideFor({ image: noFilm('identity-mismatch'), context: context({ deceased: true }) });
    expect(decision).toMatchObject({ reasonCode: 'identity-mismatch', incident: 'identity-mismatch' });
    expect(decision.workList).toBeUndefined();
  });

  it.each([
    ['ai', {}],
    ['guideline', { image: noFilm() }],
    [
      'safety',
      {
        context: context({
          osteoporosisDiagnoses: [{ recordedOn: '2020-01-01', text: 'o', reference: 'Condition/1' }],
        }),
      },
    ],
    [
      'order',
      {
        request: {
          hook: 'order-sign',
          user: { id: user, kind: 'Practitioner', roleCodes: absent('not-read') },
          draftOrders: [
            { reference: 'ServiceRequest/a', orders: 'central-dxa', selected: true },
            { reference: 'ServiceRequest/b', orders: 'central-dxa', selected: true },
          ],
        },
      } as const,
    ],
  ])('speaks for the %s channel, whether shown or not', (channel, changes) => {
    const decision = decideFor(changes, { guidelineCards: true });
    expect(channelOf(decision)).toBe(channel);
    expect(decision.showing).toEqual({ kind: 'card', channel });
  });
});
