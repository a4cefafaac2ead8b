import type { Logger } from 'pino';
import { openFilmReader, type FilmReaderPool } from '../adapters/film-reader/film-reader-pool.ts';
import type { Config } from '../config.ts';
import type { ViewRules } from '../core/film/view-rules.ts';
import type { Precision } from '../core/model/manifest.ts';
import { slowInt8 } from '../core/model/slow-int8.ts';
import type { Tenant } from '../flow/tenant.ts';

/** A film reader for each arithmetic that the tenants of this process name: a tenant's films are read by its own alone. */
export interface FilmReaders {
  readonly all: readonly FilmReaderPool[];
  of(tenant: Pick<Tenant, 'precision'>): FilmReaderPool;
  close(): Promise<void>;
}

/** Throws TrabeculaError "bad-model-package", also when a tenant names int8 and no package has it. */
export async function openFilmReaders(
  config: Config,
  viewRules: ViewRules,
  log: Logger,
): Promise<FilmReaders> {
  const readers = new Map<Precision, FilmReaderPool>();
  const close = async () => {
    await Promise.all([...readers.values()].map((reader) => reader.close()));
  };
  try {
    for (const precision of precisionsOf(config.tenants)) {
      const reader = await openFilmReader({
        modelsFolder: config.modelsFolder,
        viewRules,
        precision,
        workers: config.workers,
        onFault: (error) => log.error({ err: error }, 'a film worker failed'),
      });
      readers.set(precision, reader);
      for (const words of (await reader.speeds()).flatMap((speed) => slowInt8(speed) ?? [])) log.warn(words);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { all: [...readers.values()], of: ({ precision }) => readerOf(readers, precision), close };
}

/** A process without tenants still reads films, for its tools. */
function precisionsOf(tenants: readonly Tenant[]): ReadonlySet<Precision> {
  return tenants.length === 0 ? new Set(['fp32']) : new Set(tenants.map(({ precision }) => precision));
}

function readerOf(readers: ReadonlyMap<Precision, FilmReaderPool>, precision: Precision): FilmReaderPool {
  const reader = readers.get(precision);
  if (reader === undefined) throw new TypeError(`no film reader was opened for precision ${precision}`);
  return reader;
}
