import { pairFilms } from '../core/validation/pair-films.ts';
import {
  reportSite,
  type ReadingRules,
  type SiteReport,
  type SiteReportSetting,
} from '../core/validation/site-report.ts';
import type { DxaResult } from '../core/validation/validation-case.ts';
import type { Precision } from '../core/model/manifest.ts';
import { TrabeculaError } from '../errors.ts';
import { readFilmFolder, type FilmFile, type FilmFolderPorts } from './read-film-folder.ts';

export interface SiteValidation {
  readonly films: readonly FilmFile[];
  readonly dxaResults: readonly DxaResult[];
  readonly rules: ReadingRules;
  readonly setting: Omit<SiteReportSetting, 'models' | 'modelTraining' | 'found'>;
  readonly precision: Precision;
}

/**
 * Validates the running models on a site's own people: read every film, pair it with the person's DXA, report. Throws
 * TrabeculaError "bad-input-file" when there are no films, too few pairs or one class only.
 */
export async function validateSite(
  site: SiteValidation,
  ports: FilmFolderPorts,
  atOnce: number,
  signal: AbortSignal,
): Promise<SiteReport> {
  if (site.films.length === 0) throw new TrabeculaError('bad-input-file', 'the films folder holds no files');
  const folder = await readFilmFolder(site.films, ports, atOnce, signal);
  const pairing = pairFilms(folder.studies, site.dxaResults, site.setting.window);
  return reportSite(pairing, site.rules, {
    ...site.setting,
    found: `${folder.files} files in a folder, ${folder.unreadable} of them unreadable`,
    models: { versions: ports.filmReader.modelVersions, precision: site.precision },
    modelTraining: ports.filmReader.trainingData,
  });
}
