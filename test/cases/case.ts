import type { Deployment } from '../../src/core/decision/policy.ts';
import type { NoCardReason, WorkListEntry } from '../../src/core/decision/decision.ts';
import type { ReasonCode } from '../../src/core/decision/reason-codes.ts';
import type { ImageOutcome } from '../../src/core/evidence/image-evidence.ts';
import type { FilmRefusalReason } from '../../src/core/film/film.ts';

type Short = Readonly<Record<string, unknown>>;

/** One clinical case as its file holds it. The day is 20 May 2026 unless the case says otherwise. */
export interface ClinicalCase {
  /** One line: why the answer is right. */
  readonly why: string;
  readonly asOf?: string;
  readonly hook?: 'patient-view' | 'order-select' | 'order-sign';
  readonly user?: string;
  readonly patient: Short;
  /** FHIR R4 resources of the chart, as short as they can be written. */
  readonly chart?: readonly Short[];
  readonly drafts?: readonly Short[];
  readonly selections?: readonly string[];
  readonly film:
    | { readonly refused: FilmRefusalReason }
    | {
        readonly outcome: ImageOutcome;
        readonly acquiredOn?: string | null;
        readonly trainingData?: 'simulated' | 'clinical';
        readonly probability?: readonly [value: number, lower: number, upper: number, ageSex: number];
      };
  readonly shown?: readonly {
    readonly user?: string;
    readonly channel?: 'ai' | 'guideline' | 'safety' | 'order';
    readonly at: string;
  }[];
  readonly answered?: readonly {
    readonly user?: string;
    readonly channel?: 'ai' | 'guideline' | 'safety' | 'order';
    readonly reason?: string;
    readonly outcome?: 'accepted';
    readonly at: string;
  }[];
  readonly policy?: Short;
  readonly deployment?: Partial<Deployment>;
  readonly expect: {
    readonly reason: ReasonCode;
    /** The whole summary, or why there is no card. */
    readonly summary?: string;
    readonly noCard?: NoCardReason;
    readonly detail?: readonly string[];
    readonly order?: string | null;
    readonly workList: WorkListEntry['kind'] | null;
    readonly gapClosed?: boolean;
    readonly answered?: boolean;
    /** Essentials of the RiskAssessment, or null when none is written. */
    readonly riskAssessment: { readonly probability: number | null } | null;
  };
}
