import pino from 'pino';
import { startRounds, type Round } from '../../src/compose/background.ts';
import { roundHints } from '../../src/compose/round-hints.ts';

const log = pino({ level: 'silent' });
const never = 86_400_000;

/** A round that waits in its middle until it is let go on, and says when it begins. */
function heldRound(notWithinMs: number) {
  const begun: PromiseWithResolvers<void>[] = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  const goOn: PromiseWithResolvers<void>[] = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
  let count = 0;
  const round: Round = {
    name: 'north: chart',
    everyMs: never,
    hinted: { tenantId: 'north', notWithinMs },
    run: async () => {
      const number = count++;
      begun[number]?.resolve();
      await goOn[number]?.promise;
    },
  };
  return { round, begun, goOn, count: () => count };
}

test('a hint brings the tenant’s round forward', async () => {
  const hints = roundHints();
  const { round, begun, goOn } = heldRound(0);
  const stop = startRounds([round], hints, log);
  await begun[0]?.promise;
  goOn[0]?.resolve();
  goOn[1]?.resolve();
  hints.hint('north');
  await begun[1]?.promise;
  await stop();
});

test('a hint that comes while a round is in hand is not lost, and many are one', async () => {
  const hints = roundHints();
  const { round, begun, goOn, count } = heldRound(0);
  const stop = startRounds([round], hints, log);
  await begun[0]?.promise;
  for (let n = 0; n < 5; n++) hints.hint('north');
  goOn[0]?.resolve();
  await begun[1]?.promise;
  goOn[1]?.resolve();
  await stop();
  expect(count()).toBe(2);
});

test('a hint for another tenant, or within the least time between rounds, brings nothing forward', async () => {
  const hints = roundHints();
  const other = heldRound(0);
  const soon = heldRound(never - 1);
  const stop = startRounds(
    [{ ...other.round, hinted: { tenantId: 'south', notWithinMs: 0 } }, soon.round],
    hints,
    log,
  );
  await Promise.all([other.begun[0]?.promise, soon.begun[0]?.promise]);
  hints.hint('north');
  for (const { goOn } of [other, soon]) goOn[0]?.resolve();
  // Whatever would run has had its turn when a round that is hinted afterwards has run.
  const marker = heldRound(0);
  const stopMarker = startRounds([marker.round], hints, log);
  await marker.begun[0]?.promise;
  marker.goOn[0]?.resolve();
  marker.goOn[1]?.resolve();
  hints.hint('north');
  await marker.begun[1]?.promise;
  await Promise.all([stop(), stopMarker()]);
  expect([other.count(), soon.count()]).toEqual([1, 1]);
});
