import { TrabeculaError } from '../errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Coercion = 'text' | 'number';

/** Environment variable -> place in the file. A variable wins over the file. */
export const ENVIRONMENT_SETTINGS: Readonly<
  Record<string, { readonly path: readonly [string] | readonly [string, string]; readonly as: Coercion }>
> = {
  TRABECULA_HOST: { path: ['server', 'host'], as: 'text' },
  TRABECULA_PORT: { path: ['server', 'port'], as: 'number' },
  TRABECULA_PUBLIC_URL: { path: ['server', 'publicUrl'], as: 'text' },
  DATABASE_URL: { path: ['store', 'databaseUrl'], as: 'text' },
  TRABECULA_DATA_FOLDER: { path: ['dataFolder'], as: 'text' },
  TRABECULA_MODELS_FOLDER: { path: ['modelsFolder'], as: 'text' },
  TRABECULA_WORKERS: { path: ['workers'], as: 'number' },
  TRABECULA_LOG_LEVEL: { path: ['logLevel'], as: 'text' },
};

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file's content with the environment's settings put in. Never changes its argument. */
export function applyEnvironment(file: unknown, environment: Environment): unknown {
  if (!isObject(file)) return file;
  const result: Json = { ...file };
  for (const [variable, { path, as }] of Object.entries(ENVIRONMENT_SETTINGS)) {
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    const value = as === 'number' ? numberOf(variable, text) : text;
    const [first, second] = path;
    if (second === undefined) result[first] = value;
    else result[first] = { ...(isObject(result[first]) ? result[first] : {}), [second]: value };
  }
  return result;
}

function numberOf(variable: string, text: string): number {
  const value = Number(text);
  if (Number.isNaN(value)) throw new TrabeculaError('bad-configuration', `${variable}: must be a number`);
  return value;
}
