import { openFilmReader, type FilmReaderPool } from '../adapters/film-reader/film-reader-pool.ts';
import { readViewRules } from '../adapters/view-rules-file.ts';
import { checkConfig } from '../config.ts';
import type { ViewRules } from '../core/film/view-rules.ts';
import type { Precision } from '../core/model/manifest.ts';
import { TrabeculaError } from '../errors.ts';

export interface FilmToolOptions {
  /** Folder of model packages; without it that of the configuration. */
  readonly models?: string;
  /** A site's view rules; without it those that ship. */
  readonly viewRules?: string;
  /** fp32 or int8; fp32 when it is not named. */
  readonly precision?: string;
}

export interface FilmTools {
  readonly reader: FilmReaderPool;
  readonly viewRules: ViewRules;
}

/** Models folder of an option or the configuration. Throws TrabeculaError "bad-configuration". */
export function modelsFolderOf(
  options: Pick<FilmToolOptions, 'models'>,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  if (options.models !== undefined) return options.models;
  const check = checkConfig(environment);
  if (check.kind === 'good') return check.config.modelsFolder;
  const [problem] = check.problems;
  throw new TrabeculaError('bad-configuration', `${problem?.setting ?? ''}: ${problem?.message ?? ''}`);
}

/** Throws TrabeculaError "bad-request" for anything but fp32 and int8. */
function precisionOf({ precision = 'fp32' }: FilmToolOptions): Precision {
  if (precision === 'fp32' || precision === 'int8') return precision;
  throw new TrabeculaError('bad-request', '--precision is one of: fp32, int8');
}

/** A film reader with one worker for a command that reads a few films; closed whatever becomes of them. */
export async function withFilmTools<T>(
  options: FilmToolOptions,
  environment: Readonly<Record<string, string | undefined>>,
  use: (tools: FilmTools) => Promise<T>,
): Promise<T> {
  const viewRules = await readViewRules(options.viewRules);
  const modelsFolder = modelsFolderOf(options, environment);
  const precision = precisionOf(options);
  const reader = await openFilmReader({ modelsFolder, viewRules, precision, workers: 1 });
  try {
    return await use({ reader, viewRules });
  } finally {
    await reader.close();
  }
}
