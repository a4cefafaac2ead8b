import type { AiConsent } from '../../src/core/patient/ai-consent.ts';

const consent = (consentId: string, effect: AiConsent['effect'], from?: string, to?: string): AiConsent => ({
  consentId,
  effect,
  from,
  to,
});

/** What stands in a chart on any day of this century's first half, and whether it refuses: for the rule and its SQL. */
export const CONSENT_CASES: readonly {
  readonly title: string;
  readonly consents: readonly AiConsent[];
  readonly refuses: boolean;
}[] = [
  { title: 'silence is no refusal', consents: [], refuses: false },
  { title: 'a denial refuses', consents: [consent('a', 'denies')], refuses: true },
  {
    title: 'a denial refuses whatever else was permitted',
    consents: [consent('a', 'denies'), consent('b', 'permits')],
    refuses: true,
  },
  { title: 'permission that was withdrawn refuses', consents: [consent('a', 'withdrawn')], refuses: true },
  {
    title: 'permission that was given again after it was withdrawn counts',
    consents: [consent('a', 'withdrawn'), consent('b', 'permits')],
    refuses: false,
  },
  {
    title: 'permission that ran out lifts no withdrawal',
    consents: [consent('a', 'withdrawn'), consent('b', 'permits', '2001-01-01', '2002-01-01')],
    refuses: true,
  },
  {
    title: 'a denial that ended refuses no longer',
    consents: [consent('a', 'denies', undefined, '2020-12-31')],
    refuses: false,
  },
  {
    title: 'a denial of a later time does not refuse yet',
    consents: [consent('a', 'denies', '2049-01-01')],
    refuses: false,
  },
];
