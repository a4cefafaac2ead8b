import type { AvailableImageEvidence, UnavailableImageEvidence } from '../evidence/image-evidence.ts';
import type { CalendarDay } from '../patient/recorded-date.ts';
import type { Fact } from './facts.ts';
import type { ReasonCode } from './reason-codes.ts';
import type { CardChannel } from './request.ts';

/** A row of the decision list, by what it looks at. */
export const RULE_IDS = [
  'identity',
  'care-limits',
  'readable-record',
  'order-being-written',
  'fracture',
  'osteoporosis',
  'treatment',
  'readable-history',
  'dxa-in-interval',
  'dxa-above-limit',
  'dxa-in-progress',
  'guideline-snooze',
  'ai-snooze',
  'film',
  'ai-group',
  'ai-flag',
  'guideline',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export type ScreeningChannel = 'ai' | 'guideline';

/** A rule that took a channel away, and why: shown on demand. */
export interface Silencing {
  readonly channel: ScreeningChannel;
  readonly rule: RuleId;
  readonly reasonCode: ReasonCode;
}

/** Why nobody is interrupted although the decision has something to say. */
export type NoCardReason =
  | 'nothing-to-say'
  | 'nobody-asked'
  | 'user-is-patient-or-relative'
  | 'role-not-served'
  | 'encounter-setting-not-served'
  | 'encounter-not-readable'
  | 'silent-mode'
  | 'not-a-research-user'
  | 'ethics-approval-expired'
  | 'guideline-cards-off'
  | 'safety-snoozed'
  | 'shown-to-this-user-already'
  | 'shown-often-enough';

export type Showing =
  | { readonly kind: 'card'; readonly channel: CardChannel }
  | { readonly kind: 'no-card'; readonly reason: NoCardReason };

/** What the films contribute to this decision. */
export type AiPart =
  | { readonly kind: 'used'; readonly evidence: AvailableImageEvidence }
  | {
      readonly kind: 'withheld';
      readonly reasonCode: ReasonCode;
      readonly evidence: AvailableImageEvidence | UnavailableImageEvidence;
    };

export type GuidelineSource =
  | 'uspstf-2025-women-65'
  | 'uspstf-2025-women-under-65'
  | 'uspstf-2025-men'
  | 'iscd-2023'
  | 'bhof-2022'
  | 'acr-signed-report'
  | 'medicare-signed-report';

/** What the guidelines say of this patient without any film. */
export type GuidelinePart =
  | { readonly kind: 'dxa-indicated'; readonly basis: readonly GuidelineSource[] }
  | { readonly kind: 'risk-assessment-first'; readonly basis: readonly GuidelineSource[] }
  | { readonly kind: 'not-due'; readonly basis: readonly GuidelineSource[] }
  | { readonly kind: 'silenced'; readonly reasonCode: ReasonCode };

/** The DXA that a card offers to draft: spine and hip; hip and forearm when the spine cannot be measured. */
export interface DraftedOrder {
  readonly sites: readonly ('lumbar-spine' | 'hip' | 'forearm')[];
}

export interface WorkListEntry {
  readonly kind:
    | 'fracture-pathway'
    | 'treatment-gap'
    | 'denosumab-gap'
    | 'dxa-after-ai-flag'
    | 'risk-assessment-after-ai-flag'
    | 'old-film-flag'
    | 'guideline-dxa'
    | 'guideline-risk-assessment'
    | 'dxa-in-progress'
    | 'dxa-result-missing'
    | 'record-not-readable';
  /** A card would have been shown and was held back by a cap. */
  readonly insteadOfCard: boolean;
}

/**
 * The answer for one patient at one time. It holds no text: `src/cds-hooks` and `src/fhir` print it. The urgency is
 * always "info": nothing here is an emergency that a card should claim.
 */
export interface Decision {
  readonly reasonCode: ReasonCode;
  readonly rule: RuleId;
  readonly silencedBy: readonly Silencing[];
  readonly asOf: CalendarDay;
  readonly urgency: 'info';
  readonly showing: Showing;
  readonly ai: AiPart;
  readonly guideline: GuidelinePart;
  /** What the decision leaned on, in the order in which people read it. */
  readonly facts: readonly Fact[];
  readonly draftedOrder: DraftedOrder | undefined;
  /** The draft order that the answer is about ("ServiceRequest/x"), for order-select and order-sign. */
  readonly concernsDraft: string | undefined;
  readonly workList: WorkListEntry | undefined;
  /** A DXA lies within the interval, whatever it showed: quality measures count it. */
  readonly measureGapClosed: boolean;
  /** A T-score that answers (spine, total hip, femoral neck) was read from it. */
  readonly clinicalQuestionAnswered: boolean;
  /** The film is another person's: it is quarantined and an incident is recorded. */
  readonly incident: 'identity-mismatch' | undefined;
}
