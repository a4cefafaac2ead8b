import { localCodesIn, policyOverrides } from '../../../src/core/decision/policy-overrides.ts';
import { DEFAULT_POLICY, policyText } from '../../../src/core/decision/policy.ts';
import { POLICY_FIELDS } from '../../../src/core/decision/policy-fields.ts';

describe('policy overrides', () => {
  it('change what they name and nothing else', () => {
    const { thresholds, guidelineCards } = policyOverrides({ dxaIntervalMonths: 36, guidelineCards: true });
    expect(thresholds).toEqual({ ...DEFAULT_POLICY.thresholds, dxaIntervalMonths: 36 });
    expect(guidelineCards).toBe(true);
  });

  it.each([
    [{ dxaIntervalMonth: 36 }, 'policy.dxaIntervalMonth is no setting'],
    [{ dxaIntervalMonths: '36' }, 'policy.dxaIntervalMonths must be a number of months'],
    [{ dxaIntervalMonths: -1 }, 'policy.dxaIntervalMonths must be a number of months'],
    [{ dxaIntervalMonths: 23.5 }, 'policy.dxaIntervalMonths must be a whole number'],
    [{ osteoporosisTScoreAtOrBelow: -25 }, 'policy.osteoporosisTScoreAtOrBelow must be a number of T-score'],
    [{ guidelineCards: 'yes' }, 'policy.guidelineCards must be true or false'],
    [{ servedSettings: ['theatre'] }, 'policy.servedSettings must be a list'],
    [
      { localCodes: [{ system: 'urn:site', code: 'A', means: 'dxa' }] },
      'policy.localCodes needs system, code',
    ],
    [{ localCodes: 'A' }, 'policy.localCodes must be a list'],
    [{ timeZone: 'Chicago' }, 'policy.timeZone must be an IANA time zone'],
    [{ mode: 'live' }, 'policy.mode is no setting'],
    [{ isSandbox: true }, 'policy.isSandbox is no setting'],
  ])('%o are refused by name', (overrides, message) => {
    expect(() => policyOverrides(overrides)).toThrow(message);
  });
});

describe('the policy', () => {
  it('holds the codes of the site', () => {
    const localCodes = [{ system: 'urn:site', code: 'IMG1', means: 'central-dxa' }];
    expect(() => policyOverrides({ localCodes })).not.toThrow();
    expect(localCodesIn({ localCodes })).toEqual(localCodes);
    expect(localCodesIn({})).toEqual([]);
  });

  it('has a source for every number', () => {
    for (const { source, unit } of Object.values(POLICY_FIELDS)) expect([source, unit]).not.toContain('');
  });

  it('is another version when a threshold changes, and the same when only the mode does', () => {
    const changed = { ...DEFAULT_POLICY, thresholds: { ...DEFAULT_POLICY.thresholds, filmHoldsMonths: 12 } };
    const live = {
      ...DEFAULT_POLICY,
      deployment: { ...DEFAULT_POLICY.deployment, mode: { kind: 'live' } as const },
    };
    expect(policyText(changed)).not.toBe(policyText(DEFAULT_POLICY));
    expect(policyText(live)).toBe(policyText(DEFAULT_POLICY));
  });
});
