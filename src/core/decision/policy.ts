import type { EncounterSetting } from '../patient/patient-context.ts';
import type { CalendarDay } from '../patient/recorded-date.ts';
import { POLICY_FIELDS, type PolicyFieldName } from './policy-fields.ts';

export type Thresholds = { readonly [Name in PolicyFieldName]: number };

/** Whether anybody sees anything, and who. */
export type OperatingMode =
  | { readonly kind: 'silent' }
  | {
      readonly kind: 'research';
      /** "Practitioner/12" and the like. */
      readonly userIds: readonly string[];
      readonly ethicsReference: string;
      readonly ethicsExpiresOn: CalendarDay;
    }
  | { readonly kind: 'live' };

/** What a tenant decides beside the numbers. */
export interface Deployment {
  readonly mode: OperatingMode;
  /** Only here may a model of simulated training leave silence; no setting overrides that. */
  readonly isSandbox: boolean;
  /** Guideline cards without a film: off by default, EHRs have their own reminders. */
  readonly guidelineCards: boolean;
  /** PractitionerRole codes that get cards; empty: every practitioner. */
  readonly servedRoleCodes: readonly string[];
  readonly servedSettings: readonly EncounterSetting[];
  /** DXA-positive men in the site's validation. */
  readonly dxaPositiveMenValidated: number;
  /** IANA time zone in which the site's days begin. */
  readonly timeZone: string;
}

export interface DecisionPolicy {
  readonly thresholds: Thresholds;
  readonly deployment: Deployment;
}

export const DEFAULT_THRESHOLDS: Thresholds = Object.freeze(
  Object.fromEntries(Object.entries(POLICY_FIELDS).map(([name, { default: value }]) => [name, value])),
) as Thresholds;

/** Silent, ambulatory, no guideline cards, no men: what a tenant has before anybody decided anything. */
export const DEFAULT_DEPLOYMENT: Deployment = Object.freeze({
  mode: Object.freeze({ kind: 'silent' }),
  isSandbox: false,
  guidelineCards: false,
  servedRoleCodes: Object.freeze([]),
  servedSettings: Object.freeze(['ambulatory'] as const),
  dxaPositiveMenValidated: 0,
  timeZone: 'UTC',
});

export const DEFAULT_POLICY: DecisionPolicy = Object.freeze({
  thresholds: DEFAULT_THRESHOLDS,
  deployment: DEFAULT_DEPLOYMENT,
});

/**
 * The policy as one canonical text, keys sorted: its digest is the policy version in an assessment's key. The mode is
 * left out: going live changes who sees a card, not what is true of the patient.
 */
export function policyText(policy: DecisionPolicy): string {
  const { dxaPositiveMenValidated, guidelineCards, servedSettings, timeZone } = policy.deployment;
  const thresholds = Object.entries(policy.thresholds).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({
    thresholds,
    deployment: { dxaPositiveMenValidated, guidelineCards, servedSettings, timeZone },
  });
}
