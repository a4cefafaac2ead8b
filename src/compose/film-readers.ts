import type { Logger } from 'pino';
import { openFilmReader, type FilmReaderPool } from '../adapters/film-reader/film-reader-pool.ts';
import type { Config } from '../config.ts';
import { championOf } from '../core/go-live/champion.ts';
import type { ViewRules } from '../core/film/view-rules.ts';
import type { Precision } from '../core/model/manifest.ts';
import { slowInt8 } from '../core/model/slow-int8.ts';
import type { GoLiveRecords } from '../flow/ports/go-live-records.ts';
import type { Tenant } from '../flow/tenant.ts';
import { runningModelsOf } from './running-models.ts';

/**
 * A film reader for each model set and arithmetic that the tenants of this process name. A tenant's films are read by its
 * own champion alone; its challenger, where it has one, reads beside it and is never asked for what is shown.
 */
export interface FilmReaders {
  readonly all: readonly FilmReaderPool[];
  of(tenant: Pick<Tenant, 'id'>): FilmReaderPool;
  challengerOf(tenant: Pick<Tenant, 'id'>): FilmReaderPool | undefined;
  close(): Promise<void>;
}

interface TenantReaders {
  readonly champion: FilmReaderPool;
  readonly challenger: FilmReaderPool | undefined;
}

/**
 * Which of a tenant's two model sets speaks is asked of its go-live records once, here: a promotion holds from the next
 * start. Throws TrabeculaError "bad-model-package", also when a tenant names int8 and no package has it.
 */
export async function openFilmReaders(
  config: Config,
  viewRules: ViewRules,
  records: GoLiveRecords,
  log: Logger,
): Promise<FilmReaders> {
  const opened = new Map<string, FilmReaderPool>();
  const close = async () => {
    await Promise.all([...opened.values()].map((reader) => reader.close()));
  };
  const readerOf = async (modelsFolder: string, precision: Precision): Promise<FilmReaderPool> => {
    const key = `${precision} ${modelsFolder}`;
    const known = opened.get(key);
    if (known !== undefined) return known;
    const { workers } = config;
    const onFault = (error: unknown) => log.error({ err: error }, 'a film worker failed');
    const reader = await openFilmReader({ modelsFolder, viewRules, precision, workers, onFault });
    opened.set(key, reader);
    for (const words of (await reader.speeds()).flatMap((speed) => slowInt8(speed) ?? [])) log.warn(words);
    return reader;
  };
  const readers = new Map<string, TenantReaders>();
  try {
    for (const tenant of config.tenants) {
      const configured = await readerOf(config.modelsFolder, tenant.precision);
      readers.set(tenant.id, await rolesOf(tenant, configured, readerOf, records));
    }
    // A process without tenants still reads films, for its tools.
    if (config.tenants.length === 0) await readerOf(config.modelsFolder, 'fp32');
  } catch (error) {
    await close();
    throw error;
  }
  const ofTenant = ({ id }: Pick<Tenant, 'id'>): TenantReaders => {
    const found = readers.get(id);
    if (found === undefined) throw new TypeError(`no film reader was opened for tenant ${id}`);
    return found;
  };
  return {
    all: [...opened.values()],
    of: (tenant) => ofTenant(tenant).champion,
    challengerOf: (tenant) => ofTenant(tenant).challenger,
    close,
  };
}

async function rolesOf(
  { id, challenger }: Tenant,
  configured: FilmReaderPool,
  readerOf: (modelsFolder: string, precision: Precision) => Promise<FilmReaderPool>,
  records: GoLiveRecords,
): Promise<TenantReaders> {
  if (challenger === undefined) return { champion: configured, challenger: undefined };
  const other = await readerOf(challenger.modelsFolder, challenger.precision);
  if (other === configured) return { champion: configured, challenger: undefined };
  const models = [configured, other].map((reader) => runningModelsOf(reader.models));
  return championOf(models[0]!, models[1]!, await records.of(id)) === 'challenger'
    ? { champion: other, challenger: configured }
    : { champion: configured, challenger: other };
}
