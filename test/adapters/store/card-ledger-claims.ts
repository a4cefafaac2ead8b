import { openCardLedger } from '../../../src/adapters/store/card-ledger.ts';
import type { Database } from '../../../src/adapters/store/database.ts';
import type { CardFeedback, IssuedCard } from '../../../src/flow/ports/card-ledger.ts';

const issuedAt = new Date('2026-03-02T08:30:00Z');

function card(over: Partial<IssuedCard>): IssuedCard {
  return {
    tenantId: 'clinic',
    cardUuid: 'card-1',
    serviceId: 'dxa',
    hook: 'patient-view',
    hookInstance: 'call-1',
    patientId: 'p1',
    userId: 'Practitioner/1',
    reasonCode: 'ai-flag',
    channel: 'ai',
    assessmentKey: undefined,
    modelVersions: ['v1', 'v2'],
    suggestionUuids: ['s1'],
    issuedAt,
    ...over,
  };
}

function feedback(over: Partial<CardFeedback>): CardFeedback {
  return {
    tenantId: 'clinic',
    serviceId: 'dxa',
    cardUuid: 'card-1',
    outcome: 'overridden',
    acceptedSuggestionUuids: [],
    overrideReasonCode: 'patient-refuses',
    userComment: undefined,
    outcomeTimestamp: '2026-03-02T08:31:00Z',
    ...over,
  };
}

/** The same claims for PGlite and PostgreSQL. */
export function claimCardLedger(database: () => Database): void {
  const ledger = () => openCardLedger(database());

  it('keeps cards about orders apart', async () => {
    await ledger().issue([card({ tenantId: 'orders', channel: 'order' })]);
    await ledger().recordFeedback(feedback({ tenantId: 'orders' }));
    const { feedback: answers } = await ledger().historyOf('orders', 'p1');
    expect(answers.map(({ channel }) => channel)).toEqual(['order']);
  });

  it('keeps a showing and a comment that hold characters which PostgreSQL has not', async () => {
    await ledger().issue([card({ tenantId: 'odd', userId: 'Practitioner/1\0', hookInstance: '\ud83d' })]);
    await ledger().recordFeedback(feedback({ tenantId: 'odd', userComment: 'not\0 now \ud83d' }));
    const { showings, feedback: answers } = await ledger().historyOf('odd', 'p1');
    expect(showings.map(({ userId }) => userId)).toEqual(['Practitioner/1']);
    expect(answers).toHaveLength(1);
  });

  it('knows the showings and the feedback of one patient and of nobody else', async () => {
    await ledger().issue([
      card({ tenantId: 'history' }),
      card({ tenantId: 'history', cardUuid: 'card-2', patientId: 'p2' }),
    ]);
    await ledger().recordFeedback(feedback({ tenantId: 'history' }));
    expect(await ledger().historyOf('history', 'p1')).toEqual({
      showings: [{ userId: 'Practitioner/1', channel: 'ai', issuedAt }],
      feedback: [
        {
          userId: 'Practitioner/1',
          channel: 'ai',
          outcome: 'overridden',
          overrideReasonCode: 'patient-refuses',
          at: new Date('2026-03-02T08:31:00Z'),
        },
      ],
    });
  });

  it('counts the same report once, a later one as well, and none for a card of another service', async () => {
    await ledger().issue([card({ tenantId: 'reports' })]);
    const record = (over: Partial<CardFeedback>) =>
      ledger().recordFeedback(feedback({ tenantId: 'reports', ...over }));
    expect(await record({})).toBe('recorded');
    expect(await record({})).toBe('unchanged');
    expect(await record({ outcomeTimestamp: '2026-03-02T09:00:00Z' })).toBe('recorded');
    expect(await record({ serviceId: 'other' })).toBe('unknown-card');
    expect(await record({ cardUuid: 'never issued' })).toBe('unknown-card');
  });

  it('takes an accepted suggestion of the card, and none that the card did not make', async () => {
    await ledger().issue([card({ tenantId: 'suggesting' })]);
    const accepted = { ...feedback({ tenantId: 'suggesting' }), outcome: 'accepted' as const };
    const report = (uuid: string) =>
      ledger().recordFeedback({ ...accepted, acceptedSuggestionUuids: [uuid] });
    expect(await report('s-of-another-card')).toBe('unknown-card');
    expect(await report('s1')).toBe('recorded');
    expect(await report('s1')).toBe('unchanged');
  });

  it('counts openings, cards and answers of the window', async () => {
    const before = new Date('2026-03-02T06:59:00Z');
    for (const at of [before, issuedAt, issuedAt, issuedAt]) await ledger().countOpening('burden', at);
    await ledger().issue([
      card({ tenantId: 'burden', cardUuid: 'old', issuedAt: before }),
      card({ tenantId: 'burden', cardUuid: 'overridden' }),
      card({ tenantId: 'burden', cardUuid: 'accepted' }),
      card({ tenantId: 'burden', cardUuid: 'unanswered' }),
    ]);
    const report = (
      cardUuid: string,
      outcome: CardFeedback['outcome'],
      outcomeTimestamp = '2026-03-02T08:31:00Z',
    ) => ledger().recordFeedback(feedback({ tenantId: 'burden', cardUuid, outcome, outcomeTimestamp }));
    await report('overridden', 'overridden');
    await report('overridden', 'overridden', '2026-03-02T08:32:00Z');
    await report('accepted', 'accepted');
    // By hand: three openings and three cards from 07:00 on, two of them answered, one overridden (twice told).
    expect(await ledger().burden('burden', new Date('2026-03-02T07:00:00Z'))).toEqual({
      openings: 3,
      cards: 3,
      overridden: 1,
      answered: 2,
    });
  });
}
