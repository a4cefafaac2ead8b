import { parseFeedback } from '../../src/cds-hooks/parse-feedback.ts';

const CARD = '4e0a3a1e-3283-4575-ab82-028d55fe2719';
const accepted = {
  card: CARD,
  outcome: 'accepted',
  acceptedSuggestions: [{ id: 'e56e1945-20b3-4393-8503-a1a20fd73152' }],
  outcomeTimestamp: '2026-11-28T10:05:31Z',
};
const overridden = {
  card: CARD,
  outcome: 'overridden',
  overrideReason: {
    reason: {
      code: 'patient-refuses',
      system: 'http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes',
    },
    userComment: 'she asked me not to',
  },
  outcomeTimestamp: '2026-11-28T10:05:31+01:00',
};

test('an accepted and an overridden report are read from one post', () => {
  expect(parseFeedback({ feedback: [accepted, overridden] })).toEqual([
    {
      card: CARD,
      outcome: 'accepted',
      acceptedSuggestionUuids: ['e56e1945-20b3-4393-8503-a1a20fd73152'],
      overrideReason: undefined,
      outcomeTimestamp: '2026-11-28T10:05:31Z',
    },
    {
      card: CARD,
      outcome: 'overridden',
      acceptedSuggestionUuids: [],
      overrideReason: overridden.overrideReason,
      outcomeTimestamp: '2026-11-28T10:05:31+01:00',
    },
  ]);
});

test('an override without a reason is a report too', () => {
  const { overrideReason: _reason, ...bare } = overridden;
  expect(parseFeedback({ feedback: [bare] })[0]?.overrideReason).toBeUndefined();
});

test.each([
  ['no feedback', {}, 'feedback'],
  ['an empty list', { feedback: [] }, 'feedback'],
  ['a card that is no UUID', { feedback: [{ ...accepted, card: '1' }] }, 'feedback.0.card'],
  ['an unknown outcome', { feedback: [{ ...accepted, outcome: 'seen' }] }, 'feedback.0.outcome'],
  [
    'accepted without suggestions',
    { feedback: [{ ...accepted, acceptedSuggestions: [] }] },
    'feedback.0.acceptedSuggestions',
  ],
  [
    'a time that is none',
    { feedback: [{ ...accepted, outcomeTimestamp: 'now' }] },
    'feedback.0.outcomeTimestamp',
  ],
])('%s is refused and the field named', (_name, body, field) => {
  expect(() => parseFeedback(body)).toThrow(field);
});
