/** A published result that a site's own is compared with. Never a claim about the models that run here. */
export interface PublishedFigure {
  readonly name: string;
  readonly source: string;
  readonly sensitivity: PublishedInterval;
  readonly specificity: PublishedInterval;
  readonly auc: PublishedInterval | undefined;
}

export interface PublishedInterval {
  readonly value: number;
  /** As printed; absent where the paper gives none. */
  readonly lower?: number;
  readonly upper?: number;
}

const BOONROD =
  'Boonrod et al. 2025, J Bone Miner Metab, doi 10.1007/s00774-025-01672-1 (abstract; clinical test set, prevalence 23.1 % AP, 21.2 % lateral)';
const REVIEW =
  '2024 systematic review and meta-analysis, BMC Musculoskelet Disord, doi 10.1186/s12891-024-08120-7, table 3 (radiographs, CT and MRI)';

const interval = (value: number, lower: number, upper: number): PublishedInterval => ({
  value,
  lower,
  upper,
});

/** Boonrod et al. 2025: the two networks on their own held-out clinical films. */
export const PAPER_FIGURES: readonly PublishedFigure[] = [
  {
    name: 'ResNet-18, AP (published, clinical films)',
    source: BOONROD,
    sensitivity: interval(0.797, 0.744, 0.85),
    specificity: interval(0.665, 0.631, 0.699),
    auc: interval(0.79, 0.76, 0.82),
  },
  {
    name: 'DarkNet-19, lateral (published, clinical films)',
    source: BOONROD,
    sensitivity: interval(0.875, 0.831, 0.919),
    specificity: interval(0.794, 0.766, 0.822),
    auc: interval(0.82, 0.8, 0.85),
  },
];

/** Table 3 of the review: pooled over studies and subgroups, by Stata midas and metandi. */
export const REVIEW_FIGURES: readonly PublishedFigure[] = [
  {
    name: 'all 26 models (pooled)',
    source: REVIEW,
    sensitivity: interval(0.86, 0.82, 0.89),
    specificity: interval(0.89, 0.85, 0.92),
    auc: interval(0.94, 0.91, 0.95),
  },
  {
    name: 'lumbar spine images, 13 models (pooled)',
    source: REVIEW,
    sensitivity: interval(0.9, 0.83, 0.94),
    specificity: interval(0.94, 0.91, 0.96),
    auc: interval(0.97, 0.95, 0.98),
  },
  {
    name: 'hip images, 13 models (pooled)',
    source: REVIEW,
    sensitivity: interval(0.83, 0.8, 0.85),
    specificity: interval(0.83, 0.8, 0.86),
    auc: interval(0.89, 0.86, 0.92),
  },
  {
    name: 'internal validation, 21 models (pooled)',
    source: REVIEW,
    sensitivity: interval(0.87, 0.83, 0.9),
    specificity: interval(0.89, 0.85, 0.92),
    auc: interval(0.94, 0.92, 0.96),
  },
  {
    name: 'external validation, 5 models (pooled)',
    source: REVIEW,
    sensitivity: interval(0.78, 0.69, 0.85),
    specificity: interval(0.89, 0.75, 0.95),
    auc: interval(0.88, 0.84, 0.9),
  },
  {
    name: 'transfer learning, 22 models (pooled)',
    source: REVIEW,
    sensitivity: interval(0.83, 0.8, 0.86),
    specificity: interval(0.87, 0.83, 0.89),
    auc: interval(0.91, 0.88, 0.93),
  },
  {
    name: 'no transfer learning, 4 models (pooled)',
    source: REVIEW,
    sensitivity: interval(0.97, 0.93, 0.98),
    specificity: interval(0.97, 0.94, 0.99),
    auc: interval(0.99, 0.98, 1),
  },
  {
    name: 'plain radiographs alone (pooled, another review)',
    source: 'Yen et al. 2024, Diagnostics 14(2):207 (as cited by the 2024 review)',
    sensitivity: { value: 0.81 },
    specificity: { value: 0.87 },
    auc: { value: 0.88 },
  },
];
