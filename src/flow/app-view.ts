import type { AvailableImageEvidence, UnavailableImageEvidence } from '../core/evidence/image-evidence.ts';
import type { MeasuredFigure } from '../core/go-live/records.ts';
import type { ToolInput } from '../core/decision/facts.ts';
import type { QuietTime } from '../core/decision/snooze.ts';
import type { ServiceRequest } from '@medplum/fhirtypes';

/**
 * What the SMART app shows of one patient, as JSON. Sentences come from the same catalogue as the card's, so that the
 * app never says anything else than the card did.
 */
export interface AppView {
  /** ISO instant. */
  readonly asOf: string;
  readonly patient: AppPatient;
  readonly result: AppResult;
  /** Signed radiology report of the shown films, as far as the chart holds one of that day. */
  readonly filmReport: { readonly on: string; readonly text: string } | undefined;
  readonly decision: AppDecision;
  readonly timeLine: readonly TimeLineEntry[];
  readonly tools: AppToolInputs;
  readonly record: AppRecord;
  /** The order that the decision offers to draft; undefined when it offers none. */
  readonly draftedOrder: ServiceRequest | undefined;
  /** The ways to set the advice aside, in the order in which they are offered. */
  readonly setAside: readonly SetAside[];
}

export interface AppPatient {
  readonly id: string;
  readonly name: string | undefined;
  readonly birthDate: string | undefined;
  readonly ageYears: number | undefined;
  readonly sex: 'female' | 'male' | undefined;
  readonly recordNumber: string | undefined;
}

export type AppResult =
  | {
      readonly kind: 'assessed';
      readonly assessmentKey: string;
      readonly assessedAt: string;
      readonly evidence: AvailableImageEvidence;
      /** One sentence for each refused film of the study. */
      readonly refusals: readonly string[];
    }
  | {
      readonly kind: 'not-assessed';
      readonly refusal: UnavailableImageEvidence['refusal'];
      readonly sentence: string;
    };

export interface AppDecision {
  readonly reasonCode: string;
  /** Why this outcome, in one sentence. */
  readonly reason: string;
  /** What to do, when there is something to do. */
  readonly advice: string | undefined;
  /** Whether the film counts in this decision. */
  readonly filmCounts: boolean;
  readonly guideline: readonly { readonly text: string; readonly url: string | undefined }[];
  readonly facts: readonly string[];
}

export type TimeLineKind = 'dxa' | 'fracture' | 'treatment' | 'order' | 'assessment' | 'film';

export interface TimeLineEntry {
  readonly kind: TimeLineKind;
  /** "2024", "2024-03" or "2024-03-07"; undefined: the record gives no date. */
  readonly on: string | undefined;
  readonly text: string;
}

/** What the risk tools are computed on; what is undefined is asked of the user. */
export interface AppToolInputs {
  readonly ageYears: number | undefined;
  readonly weightKg: number | undefined;
  readonly oestrogen: boolean | undefined;
  readonly lowImpactFracture: boolean | undefined;
  /** Those that are "no" because the record names none: nobody has said so yet. */
  readonly assumedNo: readonly ToolInput[];
}

export interface AppToolScore {
  readonly tool: 'ost' | 'orai' | 'osiris';
  readonly value: number | undefined;
  readonly positive: boolean | undefined;
  readonly cut: number;
  readonly missing: readonly ToolInput[];
  /** Inputs of this tool that were taken as "no" on the record's silence. */
  readonly assumedNo: readonly ToolInput[];
}

/**
 * Whether a clinician has reviewed the written result. "not-permitted": it waits, and the user's token may not say so.
 * "reviewed-still-hidden": it is final, but the EHR kept the label that hides it from the patient.
 */
export type AppReview =
  'nothing-to-review' | 'waiting' | 'not-permitted' | 'reviewed' | 'reviewed-still-hidden';

export interface AppRecord {
  /** References of what was written for the current assessment ("RiskAssessment/12"); empty: nothing yet, or by rule. */
  readonly written: readonly string[];
  readonly review: AppReview;
  readonly referral:
    | {
        readonly reference: string;
        readonly status: string;
        readonly stage: string | undefined;
        readonly dueOn: string | undefined;
        readonly owner: string | undefined;
      }
    | undefined;
}

/** One way to set the advice aside, and what it brings: every such answer keeps cards quiet for a time. */
export interface SetAside {
  /** "decline" refuses the advice; "snooze" puts it off. */
  readonly control: 'decline' | 'snooze';
  /** Reason of the card; undefined: put off without one. */
  readonly reasonCode: string | undefined;
  /** Undefined with the reason: the app has its own words for it. */
  readonly text: string | undefined;
  readonly quiet: QuietTime;
}

/** What the user does about the advice in the app; it becomes feedback on a card. */
export type AppAnswer =
  | { readonly kind: 'ordered'; readonly cardUuid: string | undefined }
  | {
      readonly kind: 'set-aside';
      readonly cardUuid: string | undefined;
      readonly reasonCode: string | undefined;
      readonly comment: string | undefined;
    };

/** A model that runs here: the source attributes of 45 CFR 170.315(b)(11)(iv)(B), bound to its version. */
export interface AppModelCard {
  readonly id: string;
  readonly title: string;
  /** SHA-256 of the model package. */
  readonly version: string;
  /** `text` undefined: not available, and said so. */
  readonly attributes: readonly { readonly name: string; readonly text: string | undefined }[];
  /** Shares from 0 to 1 with their 95 % limits, on films that training never saw. */
  readonly figures: readonly MeasuredFigure[];
  /** What this site measured on its own patients, in words and figures. */
  readonly local: { readonly words: string; readonly figures: readonly MeasuredFigure[] } | undefined;
  /** Page of the whole card. */
  readonly reportUrl: string | undefined;
}
