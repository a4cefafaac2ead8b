import type { TrainingDataKind } from '../evidence/image-evidence.ts';
import { researchNotice } from '../film/research-notice.ts';
import type { MeasuredFigure } from '../go-live/records.ts';
import type { ModelManifest } from '../model/manifest.ts';
import type { ModelEvaluation } from '../model/evaluation.ts';
import {
  NOT_AVAILABLE,
  SOURCE_ATTRIBUTES,
  type SourceAttribute,
  type SourceAttributeKey,
} from './source-attributes.ts';

/** What a site's own validation adds to the card. It has no name: the cards are public, who uses the service is not. */
export interface LocalValidation {
  /** Text of attribute 27. */
  readonly validity: string;
  /** Text of attribute 29. */
  readonly fairness: string;
  /** To be drawn; undefined when the record kept none. */
  readonly figures: readonly MeasuredFigure[] | undefined;
}

/** A running model and everything that its package says of itself. */
export interface CardSource {
  readonly manifest: ModelManifest;
  /** SHA-256 of the executed file with preprocessing, calibration and cuts: what this card is bound to. */
  readonly version: string;
  /** model-card.json of the package, when it speaks of the same file. */
  readonly attributes: Readonly<Record<string, string>> | undefined;
  readonly evaluation: ModelEvaluation | undefined;
}

export interface CardMetric {
  readonly label: string;
  readonly value: Readonly<Record<string, number | string>>;
}

/** A model card: the same facts for the page, the CHAI document and the JSON of source attributes. */
export interface ModelCard {
  readonly modelId: string;
  readonly title: string;
  readonly version: string;
  readonly fileSha256: string;
  readonly precision: string;
  readonly architecture: string;
  readonly release: string;
  readonly trainingData: TrainingDataKind;
  readonly notice: string;
  readonly attributes: readonly SourceAttribute[];
  /** Discrimination and calibration on films that training never saw. */
  readonly usefulness: readonly CardMetric[];
  readonly fairness: readonly CardMetric[];
  readonly reliability: readonly CardMetric[];
  /** What the sites measured that were asked for. */
  readonly local: readonly LocalValidation[];
}

/**
 * Puts a card together. A fact that the package does not state is "not available"; the evaluation is used only when it
 * is of the very file that runs.
 */
export function modelCardOf(source: CardSource, local: readonly LocalValidation[]): ModelCard {
  const { manifest, version, attributes } = source;
  const evaluation = source.evaluation?.fileSha256 === manifest.file.sha256 ? source.evaluation : undefined;
  const overrides: Partial<Record<SourceAttributeKey, string | undefined>> = {
    validityLocal: ofSites(local.map((l) => l.validity)),
    fairnessLocal: ofSites(local.map((l) => l.fairness)),
  };
  return {
    modelId: manifest.id,
    title: manifest.title,
    version,
    fileSha256: manifest.file.sha256,
    precision: manifest.file.precision,
    architecture: manifest.architecture,
    release: manifest.release,
    trainingData: manifest.trainingData.kind,
    notice: researchNotice[manifest.trainingData.kind],
    attributes: SOURCE_ATTRIBUTES.map(([key, name], i) => ({
      number: i + 1,
      key,
      name,
      value: overrides[key] ?? stated(attributes?.[key]) ?? NOT_AVAILABLE,
    })),
    ...metricsOf(evaluation),
    local,
  };
}

function ofSites(texts: readonly string[]): string | undefined {
  if (texts.length < 2) return texts[0];
  return texts.map((text, i) => `site ${i + 1} of ${texts.length}: ${text}`).join('; ');
}

function stated(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** Names of subgroups in an evaluation file that are no words. */
const GROUP_WORDS: Readonly<Record<string, string>> = { ageBand: 'age', bmiBand: 'BMI' };

function metricsOf(
  evaluation: ModelEvaluation | undefined,
): Pick<ModelCard, 'usefulness' | 'fairness' | 'reliability'> {
  const usefulness: CardMetric[] = [];
  const fairness: CardMetric[] = [];
  const reliability: CardMetric[] = [];
  for (const [name, set] of Object.entries(evaluation?.sets ?? {})) {
    const label = evaluation!.figuresAre === 'simulated' ? `simulated ${name} set` : `${name} set`;
    const flagged = set.thresholds.find((t) => t.name === 'flagged');
    usefulness.push({ label: `AUC, ${label}`, value: figure(set.auc, set.films) });
    if (flagged !== undefined) {
      usefulness.push({
        label: `sensitivity at the flagging cut, ${label}`,
        value: figure(flagged.sensitivity),
      });
      usefulness.push({
        label: `specificity at the flagging cut, ${label}`,
        value: figure(flagged.specificity),
      });
    }
    for (const s of set.subgroups ?? [])
      if (s.auc !== null)
        fairness.push({
          label: `AUC, ${GROUP_WORDS[s.group] ?? s.group} ${s.value}, ${label}`,
          value: figure(s.auc, s.films),
        });
    const { slope, intercept, brier } = set.calibration;
    reliability.push({ label: `calibration, ${label}`, value: { slope, intercept, brier } });
  }
  return { usefulness, fairness, reliability };
}

function figure(
  { value, lower, upper }: { value: number | null; lower: number | null; upper: number | null },
  films?: number,
): Readonly<Record<string, number | string>> {
  if (value === null || lower === null || upper === null) return { value: NOT_AVAILABLE };
  return { value, lower95: lower, upper95: upper, ...(films === undefined ? {} : { films }) };
}
