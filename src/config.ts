import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import { fileSchema, type FileSettings } from './config/file-schema.ts';
import { applyEnvironment, type Environment } from './config/environment.ts';
import { problemsAcrossTenants, problemsOf, type ConfigProblem } from './config/problems.ts';
import { tenantOf } from './config/tenant-of.ts';
import { SecretFiles } from './config/secret-files.ts';
import { TrabeculaError } from './errors.ts';
import type { Tenant } from './flow/tenant.ts';

export interface ServerSettings {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Without a trailing slash. */
  readonly publicUrl: string | undefined;
  readonly tls: { readonly certificate: string; readonly privateKey: string } | undefined;
  readonly trustedProxies: readonly string[];
}

/** Where state is: a PostgreSQL server, or PGlite in a folder that this process alone may open. */
export type StoreSettings =
  | { readonly kind: 'postgresql'; readonly databaseUrl: string }
  | { readonly kind: 'embedded'; readonly folder: string };

export type Limits = Readonly<FileSettings['limits']>;

/** Everything that differs between installations; checked, frozen, and never read from anywhere else. */
export interface Config {
  readonly server: ServerSettings;
  readonly store: StoreSettings;
  /** Embedded store, caches and the token of the local admin API. */
  readonly dataFolder: string;
  readonly modelsFolder: string;
  /** Threads that decode and infer. */
  readonly workers: number;
  readonly logLevel: FileSettings['logLevel'];
  readonly limits: Limits;
  readonly tenants: readonly Tenant[];
}

export type ConfigCheck =
  | { readonly kind: 'good'; readonly config: Config }
  | { readonly kind: 'bad'; readonly problems: readonly ConfigProblem[] };

/** The package's own folder, in a checkout (`src/`) and compiled (`dist/src/`). */
function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function readFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TrabeculaError('bad-configuration', `TRABECULA_CONFIG: cannot read ${path}`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const where = cause instanceof SyntaxError ? ` (${cause.message})` : '';
    throw new TrabeculaError('bad-configuration', `TRABECULA_CONFIG: ${path} is not JSON${where}`, { cause });
  }
}

function configOf(settings: FileSettings, folder: string): ConfigCheck {
  const secrets = new SecretFiles(folder);
  const { tls } = settings.server;
  const dataFolder = resolve(settings.dataFolder);
  const config: Config = {
    server: {
      host: settings.server.host,
      port: settings.server.port,
      publicUrl: settings.server.publicUrl,
      tls: tls && {
        certificate: secrets.text('server.tls.certificateFile', tls.certificateFile),
        privateKey: secrets.text('server.tls.privateKeyFile', tls.privateKeyFile),
      },
      trustedProxies: settings.server.trustedProxies,
    },
    store:
      settings.store.databaseUrl === undefined
        ? { kind: 'embedded', folder: join(dataFolder, 'store') }
        : { kind: 'postgresql', databaseUrl: settings.store.databaseUrl },
    dataFolder,
    modelsFolder: resolve(settings.modelsFolder ?? join(packageFolder(), 'models')),
    workers: settings.workers ?? Math.max(1, availableParallelism() - 1),
    logLevel: settings.logLevel,
    limits: settings.limits,
    tenants: settings.tenants.map((tenant, index) => tenantOf(tenant, `tenants[${index}]`, secrets)),
  };
  const problems = [...secrets.problems, ...problemsAcrossTenants(config.tenants)];
  return problems.length === 0 ? { kind: 'good', config: deepFreeze(config) } : { kind: 'bad', problems };
}

/**
 * Environment and file -> configuration, or every problem found, each with the name of its setting. The file is named
 * by TRABECULA_CONFIG; paths in it are relative to its folder. An environment variable wins over the file.
 */
export function checkConfig(environment: Environment): ConfigCheck {
  const path = environment['TRABECULA_CONFIG'];
  let raw: unknown;
  try {
    raw = applyEnvironment(path === undefined ? {} : readFile(resolve(path)), environment);
  } catch (error) {
    if (!(error instanceof TrabeculaError)) throw error;
    const [setting = '', ...rest] = error.message.split(': ');
    return { kind: 'bad', problems: [{ setting, message: rest.join(': ') }] };
  }
  const parsed: z.ZodSafeParseResult<FileSettings> = fileSchema.safeParse(raw);
  if (!parsed.success) return { kind: 'bad', problems: problemsOf(parsed.error, environment) };
  return configOf(parsed.data, path === undefined ? process.cwd() : dirname(resolve(path)));
}

/** The checked configuration. Throws TrabeculaError "bad-configuration" that names every wrong setting. */
export function loadConfig(environment: Environment = process.env): Config {
  const check = checkConfig(environment);
  if (check.kind === 'good') return check.config;
  const lines = check.problems.map((problem) => `${problem.setting}: ${problem.message}`);
  throw new TrabeculaError('bad-configuration', lines.join('\n'));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
