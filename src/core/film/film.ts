import type { FilmAcquisition } from './film-acquisition.ts';

/** The two standard lumbar projections that a model reads (DICOM PS3.16 CID 4010). */
export type View = 'ap' | 'lateral';

/** Where a film comes from. UIDs are DICOM UIDs without a prefix; dates are ISO calendar dates. */
export interface FilmIdentity {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  /** StudyDate or AcquisitionDate; undefined when the object carries none. */
  readonly acquiredOn: string | undefined;
}

/**
 * Why a film gave no score. Each is shown to people as a sentence and removes only the AI part of an answer:
 * guideline screening goes on without it (`../../../docs/decision.md`).
 */
export const FILM_REFUSALS = [
  'no-lumbar-study',
  'no-lumbar-film',
  'film-too-old',
  'not-lumbar',
  'view-unknown',
  'view-conflict',
  'view-not-standard',
  'not-an-original-radiograph',
  'for-processing-not-accepted',
  'multi-frame',
  'lossy-8-bit',
  'transfer-syntax-not-supported',
  'unreadable',
  'pixel-description-invalid',
  'polarity-unproven',
  'polarity-inverted',
  'too-small',
  'clipped',
  'blank',
  'rotated',
  'screenshot',
  'implant',
  'out-of-distribution',
  'duplicate-with-different-bytes',
  'identity-mismatch',
  'archive-unreachable',
  'archive-refused',
  'film-too-large',
  'decode-limit-exceeded',
  'model-not-available',
  'assessment-not-finished',
  'no-backend-credentials',
  'film-rejected',
  'study-withdrawn',
  'opted-out',
] as const;

export type FilmRefusalReason = (typeof FILM_REFUSALS)[number];

/** A refusal with what a person needs to mend it; `detail` never holds patient data. */
export interface FilmRefusal {
  readonly reason: FilmRefusalReason;
  readonly detail: string;
}

/** The patient said no: by a list or a Consent. */
export const OPTED_OUT: FilmRefusal = {
  reason: 'opted-out',
  detail: 'the patient does not want films to be assessed',
};

/** Coarse map of where the score came from: `values` in row order, `rows x columns`, in logits. Not a lesion map. */
export interface AttentionMap {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly number[];
}

/** One film as one model read it. */
export interface ScoredFilm {
  readonly identity: FilmIdentity;
  readonly view: View;
  /** What decided the view, in words, for `inspect` and the app. */
  readonly viewEvidence: string;
  /** SHA-256 (hex) of the averaged grey values that the model read: part of the identity of a result. */
  readonly pixelDigest: string;
  /** Calibrated log-odds number of the model (manifest `calibration`); a model score, never a probability. */
  readonly score: number;
  /** Version of the model package: SHA-256 over the executed file, input, calibration and cuts. */
  readonly modelVersion: string;
  readonly modelId: string;
  readonly attention: AttentionMap;
  /** Out-of-distribution score and the limit above which the film would have been refused. */
  readonly novelty: number;
  /** Absent in results from before it was kept. */
  readonly acquisition?: FilmAcquisition;
}
