import type { CardFeedback, CardLedger } from '../../src/flow/ports/card-ledger.ts';
import { feedbackRecorder } from '../../src/flow/record-feedback.ts';
import { tenantOf } from '../fakes/tenant.ts';

const OURS = '4e0a3a1e-3283-4575-ab82-028d55fe2719';
const STRANGE = 'e56e1945-20b3-4393-8503-a1a20fd73152';

function ledgerOf(known: readonly string[]) {
  const recorded: CardFeedback[] = [];
  const ledger: Pick<CardLedger, 'recordFeedback'> = {
    recordFeedback: (feedback) => {
      if (!known.includes(feedback.cardUuid)) return Promise.resolve('unknown-card');
      recorded.push(feedback);
      return Promise.resolve('recorded');
    },
  };
  return { recorded, record: feedbackRecorder(ledger as CardLedger) };
}

const item = (card: string) => ({
  card,
  outcome: 'overridden' as const,
  acceptedSuggestionUuids: [],
  overrideReason: { reason: { code: 'patient-refuses', system: 'x' }, userComment: 'no' },
  outcomeTimestamp: '2026-11-28T10:00:00Z',
});
const client = { tenant: tenantOf(), issuer: 'x', systemActionsAllowed: false };

test('a report goes to the ledger under its tenant and service', async () => {
  const { recorded, record } = ledgerOf([OURS]);
  await record({ client, serviceId: 'screening', items: [item(OURS)] });
  expect(recorded).toMatchObject([
    { tenantId: 'north', serviceId: 'screening', cardUuid: OURS, overrideReasonCode: 'patient-refuses' },
  ]);
});

test('a card that is not ours is named by its place, and the others are recorded', async () => {
  const { recorded, record } = ledgerOf([OURS]);
  const report = record({ client, serviceId: 'screening', items: [item(STRANGE), item(OURS)] });
  await expect(report).rejects.toMatchObject({
    code: 'not-found',
    message: 'feedback.0.card: not a card of this service, or not its suggestion',
  });
  expect(recorded).toHaveLength(1);
});
