import type { TrainingDataKind } from '../evidence/image-evidence.ts';
import type { AgreementWithFp32 } from './manifest.ts';

/** A figure as the training tools wrote it; null where there was nothing to count. */
export interface EvaluatedFigure {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface EvaluatedCut {
  readonly name: string;
  readonly scoreAtOrAbove: number;
  readonly truePositive: number;
  readonly falseNegative: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly sensitivity: EvaluatedFigure;
  readonly specificity: EvaluatedFigure;
  readonly predictive: readonly {
    readonly prevalence: number;
    readonly ppv: number | null;
    readonly npv: number | null;
    readonly flaggedPerThousand: number;
  }[];
}

export interface EvaluatedSubgroup {
  readonly group: string;
  readonly value: string;
  readonly films: number;
  readonly positives: number;
  readonly auc: EvaluatedFigure | null;
  readonly sensitivityAtFlagged: EvaluatedFigure;
  readonly specificityAtFlagged: EvaluatedFigure;
}

/** A probability of film, age and sex together. */
export interface EvaluatedProbability {
  readonly auc?: EvaluatedFigure | undefined;
  readonly minusBestBaseline?: (EvaluatedFigure & { readonly baseline: string }) | undefined;
  readonly calibration: { readonly slope: number; readonly intercept: number; readonly brier: number };
}

/** One score on one set of films; parts that a set lacks are absent. */
export interface EvaluatedSet {
  readonly statement?: string | undefined;
  readonly films: number;
  readonly positives: number;
  readonly auc: EvaluatedFigure;
  readonly rocCurve?:
    readonly { readonly falsePositiveShare: number; readonly truePositiveShare: number }[] | undefined;
  readonly thresholds: readonly EvaluatedCut[];
  readonly calibration: {
    readonly slope: number;
    readonly intercept: number;
    readonly brier: number;
    readonly bins: readonly {
      readonly meanPredicted: number;
      readonly observed: number;
      readonly n: number;
    }[];
  };
  readonly subgroups?: readonly EvaluatedSubgroup[] | undefined;
  readonly withoutDeformedVertebrae?:
    | {
        readonly films: number;
        readonly auc: EvaluatedFigure | null;
        readonly atFlagged?: Pick<EvaluatedCut, 'sensitivity' | 'specificity'> | undefined;
      }
    | undefined;
  readonly correlationWithWaistAtEqualBmd?: number | undefined;
  readonly refusedAsNovelShare?: number | undefined;
  readonly baselines?: Readonly<Record<string, EvaluatedFigure>> | undefined;
  readonly networkMinusBestBaseline?: (EvaluatedFigure & { readonly baseline: string }) | undefined;
  /** Of the combination: the fitted probability by which views there are, "ageSexOnly" without any. */
  readonly fittedProbability?: Readonly<Record<string, EvaluatedProbability>> | undefined;
  readonly correlationOfViewScores?: { readonly positives: number; readonly negatives: number } | undefined;
}

/** evaluation.json of a score package, or combination-evaluation.json: figures on films that training never saw. */
export interface ModelEvaluation {
  readonly schemaVersion: 1;
  readonly modelId: string;
  /** SHA-256 of the file that was judged; for the combination one a view. */
  readonly fileSha256: string | Readonly<Record<string, string>>;
  readonly statement: string;
  readonly figuresAre: TrainingDataKind;
  /** Whether an int8 network of these weights may be used, and how it answered beside this one. */
  readonly int8?: (Omit<AgreementWithFp32, 'fp32FileSha256'> & { readonly admitted: boolean }) | undefined;
  readonly sets: Readonly<Record<string, EvaluatedSet>>;
}
