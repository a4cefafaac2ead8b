import { EN } from '../../src/cds-hooks/messages/en.ts';
import { DEFAULT_THRESHOLDS } from '../../src/core/decision/policy.ts';
import { waysToSetAside } from '../../src/flow/app-set-aside.ts';

const ways = waysToSetAside({ today: '2026-11-28', thresholds: DEFAULT_THRESHOLDS }, EN);

test.each([
  // 30 days after 28 November; three months after; 12 months after; 90 days: 2 + 31 + 31 leave 26 of February.
  [undefined, 'snooze', '2026-12-28', false, true],
  ['action-completed', 'snooze', '2027-02-26', false, false],
  ['not-my-patient', 'snooze', '2027-11-28', true, false],
  ['patient-refuses', 'decline', '2027-11-28', false, false],
  ['cds-not-applicable', 'decline', '2027-02-28', false, true],
  ['recipient-disagrees-evidence', 'decline', '2026-12-28', false, true],
] as const)('%s is a %s until %s', (reasonCode, control, until, onlyForThisUser, endsByNews) => {
  const way = ways.find((one) => one.reasonCode === reasonCode);
  expect(way).toMatchObject({ control, quiet: { until, onlyForThisUser } });
  expect(way?.quiet.endedBy).toEqual(endsByNews ? ['new-film', 'new-risk-drug'] : []);
});

test('every reason of the card is there once', () => {
  const codes = ways.map(({ reasonCode }) => reasonCode).filter((code) => code !== undefined);
  expect(codes.toSorted()).toEqual(Object.keys(EN.override).toSorted());
});
