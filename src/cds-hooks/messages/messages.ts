import type { GuidelineSource, NoCardReason } from '../../core/decision/decision.ts';
import type { Fact, ToolInput, ToolName } from '../../core/decision/facts.ts';
import type { ReasonCode } from '../../core/decision/reason-codes.ts';
import type { FilmRefusalReason } from '../../core/film/film.ts';
import type { AbsentReason } from '../../core/patient/known.ts';
import type {
  BoneDrug,
  CareLimit,
  DxaRegion,
  FractureSite,
  RecordPart,
  RiskDrugClass,
} from '../../core/patient/patient-context.ts';
import type { OverrideCode } from '../cards/override-codes.ts';

/** Reason codes that can become a card. */
export type CardReason = Extract<
  ReasonCode,
  | 'fracture-pathway'
  | 'fracture-denosumab-gap'
  | 'osteoporosis-untreated'
  | 'osteoporosis-treatment-lapsed'
  | 'osteoporosis-denosumab-gap'
  | 'denosumab-gap'
  | 'order-dxa-within-interval'
  | 'order-dxa-second-order'
  | 'order-dxa-tool-first'
  | 'ai-woman-65'
  | 'ai-woman-50-64-tool-positive'
  | 'ai-woman-50-64-other-indication'
  | 'ai-woman-50-64-tool-first'
  | 'ai-man-70'
  | 'ai-man-50-69-risk-factor'
  | 'guideline-woman-65'
  | 'guideline-woman-50-64-tool-positive'
  | 'guideline-woman-50-64-other-indication'
  | 'guideline-woman-50-64-tool-first'
  | 'guideline-man-70'
  | 'guideline-man-50-69-risk-factor'
>;

/**
 * Every text that a card or a page shows of a decision, in one language. Texts hold {placeholders}; which ones, the
 * English catalogue shows. A test prints every card in a made-up language and finds each text that is not from here.
 */
export interface Messages {
  /** First words of a summary that shows a model's output. */
  readonly prefix: Readonly<Record<'simulated' | 'research', string>>;
  readonly summary: Readonly<Record<CardReason, string>>;
  /** What to do, in the detail. */
  readonly advice: Readonly<Record<CardReason, string>>;
  /** Each outcome in one sentence, shown on demand. */
  readonly reason: Readonly<Record<ReasonCode, string>>;
  readonly noCard: Readonly<Record<NoCardReason, string>>;
  readonly guideline: Readonly<Record<GuidelineSource, string>>;
  readonly fact: Readonly<Record<Fact['kind'], string>>;
  readonly filmRefusal: Readonly<Record<FilmRefusalReason, string>>;
  readonly word: {
    readonly outcome: Readonly<Record<'flagged' | 'uncertain' | 'not-flagged', string>>;
    readonly view: Readonly<Record<'ap' | 'lateral', string>>;
    readonly fractureSite: Readonly<Record<FractureSite, string>>;
    readonly region: Readonly<Record<DxaRegion, string>>;
    readonly drug: Readonly<Record<BoneDrug, string>>;
    readonly riskDrug: Readonly<Record<RiskDrugClass, string>>;
    readonly tool: Readonly<Record<ToolName, string>>;
    readonly toolInput: Readonly<Record<ToolInput, string>>;
    /** After a tool's result that rests on the record's silence. */
    readonly assumedNo: string;
    readonly absent: Readonly<Record<AbsentReason, string>>;
    readonly part: Readonly<Record<RecordPart, string>>;
    readonly careLimit: Readonly<Record<CareLimit, string>>;
    readonly sex: Readonly<Record<'female' | 'male', string>>;
    readonly menopause: Readonly<Record<'premenopausal' | 'postmenopausal', string>>;
    readonly orderState: Readonly<Record<'ordered' | 'scheduled', string>>;
    readonly orderSites: Readonly<Record<'spine-hip' | 'hip-forearm', string>>;
    readonly noDate: string;
    /** A T-score in a few characters, for a summary. */
    readonly tScoreEvidence: string;
    readonly positive: string;
    readonly notPositive: string;
    readonly withTScore: string;
    readonly withoutTScore: string;
  };
  readonly detail: {
    readonly aiHeading: string;
    readonly guidelineHeading: string;
    readonly factsHeading: string;
    readonly film: string;
    readonly probability: string;
    readonly noProbability: string;
    readonly noFractures: string;
    readonly notForClinicalUse: string;
    readonly spineOnly: string;
    readonly notFlagged: string;
    readonly denosumab: string;
  };
  readonly card: {
    readonly sourceLabel: string;
    readonly draftOrder: string;
    readonly draftOrderAction: string;
    readonly removeOrder: string;
    readonly removeOrderAction: string;
    readonly openApp: string;
    readonly orderText: string;
  };
  readonly override: Readonly<Record<OverrideCode, string>>;
}
