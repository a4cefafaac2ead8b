import type { TrainingDataKind } from '../evidence/image-evidence.ts';
import type { View } from '../film/film.ts';

/** What a network takes: the radiograph in 0..1 (bone bright), padded to a square, averaged down, standardised. */
export interface ModelInputDescription {
  readonly name: string;
  readonly layout: 'NCHW';
  readonly channels: 1;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fit: 'pad-square-then-resize';
  /** Grey value of the padding, 0..1, before mean and std. */
  readonly padValue: number;
  readonly resampling: 'area-average';
  readonly polarity: 'bone-bright';
  readonly range: readonly [0, 1];
  readonly mean: readonly [number];
  readonly std: readonly [number];
  readonly acceptsForProcessing: boolean;
}

export interface TrainingStatement {
  readonly kind: TrainingDataKind;
  readonly statement: string;
  readonly films: number;
  readonly patients: number;
  readonly simulatorVersion: string | null;
}

/** Arithmetic of a network. Nothing ever switches by itself: a tenant names it and it is signed off with the version. */
export type Precision = 'fp32' | 'int8';

export interface ModelFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly precision: Precision;
}

/** How an int8 network answered films of validation and test beside the fp32 network that it was made from. */
export interface AgreementWithFp32 {
  readonly fp32FileSha256: string;
  readonly films: number;
  /** AUC of int8 minus AUC of fp32; of the two sets that with the larger difference. */
  readonly aucChange: number;
  /** Share of films with the same answer: flagged, uncertain, not flagged or refused. */
  readonly equalDecisionShare: number;
}

interface ManifestBase {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly title: string;
  readonly architecture: string;
  readonly release: 'pilot' | 'research';
  readonly trainingData: TrainingStatement;
  readonly file: ModelFile;
  readonly input: ModelInputDescription;
}

/** score = intercept + slope x (positive logit - other logit): a log-odds number. */
export interface Calibration {
  readonly method: 'platt' | 'temperature';
  readonly slope: number;
  readonly intercept: number;
  readonly fittedOn: string;
}

/** Cuts on a score: at or above the first flagged, at or above the second uncertain. */
export interface ScoreCuts {
  readonly flaggedAtOrAbove: number;
  readonly uncertainAtOrAbove: number;
}

export interface ScoreManifest extends ManifestBase {
  readonly kind: 'score';
  readonly view: View;
  readonly outputs: {
    readonly logits: { readonly name: string; readonly classes: readonly string[] };
    readonly cam: { readonly name: string; readonly rows: number; readonly columns: number };
    readonly novelty: { readonly name: string; readonly refuseAbove: number };
  };
  readonly calibration: Calibration;
  readonly cuts: ScoreCuts & { readonly chosenOn: string; readonly rule: string };
  readonly operatingPoint: { readonly scoreAtOrAbove: number; readonly rule: string };
  /** Of int8 packages alone. */
  readonly agreementWithFp32?: AgreementWithFp32 | undefined;
}

export interface SuitabilityManifest extends ManifestBase {
  readonly kind: 'suitability';
  readonly view: null;
  readonly outputs: { readonly logits: { readonly name: string; readonly classes: readonly string[] } };
  /** Softmax probability of the class at and above which a film of that view is accepted. */
  readonly acceptAtOrAbove: { readonly 'lumbar-ap': number; readonly 'lumbar-lateral': number };
  /** Share of a refusing class at and above which a film is refused whatever its view's share is; absent: none has one. */
  readonly refuseAtOrAbove?: Readonly<Record<string, number>> | undefined;
}

/** manifest.json of a model package (models/manifest.schema.json): preprocessing travels with the weights. */
export type ModelManifest = ScoreManifest | SuitabilityManifest;
