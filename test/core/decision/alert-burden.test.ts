import { alertBurden } from '../../../src/core/decision/alert-burden.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/core/decision/policy.ts';

const burden = (counts: Partial<Parameters<typeof alertBurden>[0]>) =>
  alertBurden({ openings: 0, cards: 0, answered: 0, overridden: 0, ...counts }, DEFAULT_THRESHOLDS);

describe('alert burden', () => {
  it.each([
    // 181 of 200 is 90.5 %, 180 is 90 % exactly, 180 of 199 is 90.5 % of too few.
    [200, 181, true],
    [200, 180, false],
    [199, 180, false],
    [0, 0, false],
  ])('of %i answered cards, %i overridden: back to silent %s', (answered, overridden, silent) => {
    expect(burden({ answered, overridden }).backToSilent).toBe(silent);
  });

  it.each([
    [100, 2, false],
    [100, 3, true],
    [0, 0, false],
  ])('of %i openings with %i cards is over the ceiling: %s', (openings, cards, over) => {
    expect(burden({ openings, cards }).overCeiling).toBe(over);
  });

  it('is not a number where nothing was counted', () => {
    expect(burden({})).toMatchObject({ cardsPerHundredOpenings: undefined, overridePercent: undefined });
  });
});
