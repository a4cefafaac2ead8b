import type { View } from '../film/film.ts';
import type { Precision } from '../model/manifest.ts';

/** What a site promises before it sees its results: floors that the validation must reach. */
export interface AcceptanceCriteria {
  readonly fewestPeople: number;
  readonly fewestWithOsteoporosis: number;
  /** Floor of the lower 95 % limit of sensitivity at the flagging cut, 0..1. */
  readonly sensitivityLowerLimit: number;
  /** Floor of the lower 95 % limit of PPV at the site's own prevalence, 0..1. */
  readonly ppvLowerLimit: number;
}

/** People with osteoporosis by DXA at any site, by sex; those whose sex is not recorded count in neither. */
export interface DxaPositiveBySex {
  readonly women: number;
  readonly men: number;
}

/** The figures of a validation report that the criteria speak about. */
export interface ValidationFigures {
  readonly people: number;
  readonly withOsteoporosis: number;
  /** Absent in records from before it was counted. */
  readonly dxaPositive?: DxaPositiveBySex;
  /** Undefined: the report could not estimate it. */
  readonly sensitivityLower: number | undefined;
  readonly ppvLower: number | undefined;
}

/** Validity and fairness at the site, each in one sentence with its n and intervals. */
export interface ValidationWords {
  readonly validity: string;
  readonly fairness: string;
}

/** One figure of a report: a share from 0 to 1 with its 95 % limits. */
export interface MeasuredFigure {
  readonly label: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** Versions (SHA-256) and arithmetic of the models that read each view. */
export interface ModelSet {
  readonly versions: Readonly<Partial<Record<View, string>>>;
  readonly precision: Precision;
}

export const SIGN_OFF_ROLES = ['clinical-owner', 'decision-support-governance'] as const;
export type SignOffRole = (typeof SIGN_OFF_ROLES)[number];

interface Recorded {
  readonly tenantId: string;
  readonly at: Date;
  /** Who did it: a person's account, or "monitoring" for a rule. */
  readonly by: string;
}

/** One entry of a tenant's go-live history: appended, never changed. */
export type GoLiveRecord = Recorded &
  (
    | { readonly kind: 'criteria-locked'; readonly criteria: AcceptanceCriteria }
    | {
        readonly kind: 'validation-report';
        /** SHA-256 of the report file: what a sign-off signs. */
        readonly reportDigest: string;
        readonly models: ModelSet;
        readonly figures: ValidationFigures;
        /** What the report found, in words for the model card. */
        readonly words: ValidationWords;
        /** What a model page draws; absent in records from before it was kept. */
        readonly measured?: readonly MeasuredFigure[];
        /** When the models were run and the results first existed. */
        readonly resultsAt: Date;
      }
    | { readonly kind: 'sign-off'; readonly role: SignOffRole; readonly reportDigest: string }
    /** From the next start of each process these models speak in place of the tenant's other set. */
    | { readonly kind: 'promoted'; readonly models: ModelSet; readonly reason: string }
    | { readonly kind: 'silenced'; readonly reason: string }
    | { readonly kind: 'silence-lifted'; readonly reason: string }
  );

export type GoLiveRecordOf<K extends GoLiveRecord['kind']> = Extract<GoLiveRecord, { kind: K }>;
