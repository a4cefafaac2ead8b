import type { View } from '../../core/film/film.ts';
import type { ViewRules } from '../../core/film/view-rules.ts';
import type { Precision } from '../../core/model/manifest.ts';
import type { ScoreOutput } from '../../core/model/model-output.ts';
import { loadCodecs, type Codecs } from '../decode/codecs.ts';
import {
  openScoreNetwork,
  openSuitabilityNetwork,
  type NetworkSession,
} from '../inference/network-session.ts';
import { loadModelSet, type ModelSet } from '../model-registry.ts';

/** What one worker holds for its whole life: codecs, networks and rules. */
export interface FilmReadingParts {
  readonly codecs: Codecs;
  readonly models: ModelSet;
  readonly networks: Readonly<Record<View, NetworkSession<ScoreOutput>>> & {
    readonly suitability: NetworkSession<readonly number[]>;
  };
  readonly viewRules: ViewRules;
  /** Samples that the longer side of a film keeps at least when wavelet levels are left out. */
  readonly neededSidePx: number;
}

/**
 * How many times the samples that a network reads are kept. A wavelet's low pass is not the area average: at once the
 * network's size scores moved by up to 0.1, at twice by up to 0.03 on the simulated films.
 */
export const REDUCED_SIDE_MARGIN = 2;

/** Loads and warms everything. Throws TrabeculaError "bad-model-package". */
export async function loadFilmReadingParts(
  modelsFolder: string,
  viewRules: ViewRules,
  precision: Precision = 'fp32',
): Promise<FilmReadingParts> {
  const models = await loadModelSet(modelsFolder, precision);
  const [codecs, suitability, ap, lateral] = await Promise.all([
    loadCodecs(),
    openSuitabilityNetwork(models.suitability),
    openScoreNetwork(models.score.ap),
    openScoreNetwork(models.score.lateral),
  ]);
  const inputs = [models.suitability, models.score.ap, models.score.lateral].map(
    (model) => model.manifest.input,
  );
  const neededSidePx =
    REDUCED_SIDE_MARGIN * Math.max(...inputs.flatMap((input) => [input.widthPx, input.heightPx]));
  return { codecs, models, networks: { suitability, ap, lateral }, viewRules, neededSidePx };
}
