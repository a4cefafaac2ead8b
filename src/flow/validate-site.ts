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
  readonly setting: Omit<SiteReportSetting, 'models' | 'modelTraining'>;
  readonly precision: Precision;
}

export interface ValidatedSite {
  readonly report: SiteReport;
  readonly files: number;
  readonly unreadableFiles: number;
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
): Promise<ValidatedSite> {
  if (site.films.length === 0) throw new TrabeculaError('bad-input-file', 'the films folder holds no files');
  const folder = await readFilmFolder(site.films, ports, atOnce, signal);
  const pairing = pairFilms(folder.studies, site.dxaResults, site.setting.window);
  const report = reportSite(pairing, site.rules, {
    ...site.setting,
    models: { versions: ports.filmReader.modelVersions, precision: site.precision },
    modelTraining: ports.filmReader.trainingData,
  });
  return { report, files: folder.files, unreadableFiles: folder.unreadable };
}
