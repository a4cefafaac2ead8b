import type { Command } from 'commander';
import { openAuditStore } from '../adapters/store/audit-store.ts';
import { openChallengerStore } from '../adapters/store/challenger-store.ts';
import { openGoLiveRecords } from '../adapters/store/go-live-store.ts';
import { openDatabase } from '../adapters/store/open-database.ts';
import { loadConfig, type Config } from '../config.ts';
import { TrabeculaError } from '../errors.ts';
import type { GoLivePorts } from '../flow/go-live.ts';
import type { ChallengerStore } from '../flow/ports/challenger-store.ts';
import type { Tenant } from '../flow/tenant.ts';
import type { CommandContext } from './command.ts';

/** What the steps of `trabecula go-live` are given. */
export interface GoLiveContext extends CommandContext {
  readonly openStore: OpenGoLiveStore;
}

export interface Session {
  readonly tenant: Tenant;
  readonly config: Config;
  readonly ports: GoLivePorts;
  readonly challengers: GoLiveStore['challengers'];
}

/** Where the records are kept while a command runs. */
export interface GoLiveStore extends Pick<GoLivePorts, 'records' | 'audit'> {
  readonly challengers: Pick<ChallengerStore, 'pairs'>;
  close(): Promise<void>;
}

export type OpenGoLiveStore = (config: Config) => Promise<GoLiveStore>;

/** The store of the configuration. Throws TrabeculaError "store-in-use" when the running service holds the embedded one. */
export const openConfiguredStore: OpenGoLiveStore = async (config) => {
  const database = await openDatabase(config.store).catch((error: unknown) => {
    if (!(error instanceof TrabeculaError) || error.code !== 'store-in-use') throw error;
    throw new TrabeculaError(
      'store-in-use',
      'The running service holds the embedded store: take this step at its /staff (Going live) or /admin/api/go-live, or stop it meanwhile (compare and promote are commands alone).',
      { cause: error },
    );
  });
  return {
    records: openGoLiveRecords(database),
    audit: openAuditStore(database),
    challengers: openChallengerStore(database),
    close: () => database.close(),
  };
};

/** Options of every step that is recorded. */
export function acting(command: Command): Command {
  return command
    .requiredOption('--tenant <id>', 'tenant of the configuration')
    .requiredOption('--by <account>', 'who does this, for the audit trail');
}

/** Opens the store for one step and closes it again. Throws TrabeculaError "bad-request" for an unknown tenant. */
export async function inSession(
  tenantId: string,
  context: GoLiveContext,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const config = loadConfig(context.environment);
  const tenant = config.tenants.find((t) => t.id === tenantId);
  if (tenant === undefined)
    throw new TrabeculaError('bad-request', `the configuration has no tenant "${tenantId}"`);
  const store = await context.openStore(config);
  try {
    const { records, audit, challengers } = store;
    await work({ tenant, config, ports: { records, audit, clock: context.clock }, challengers });
  } finally {
    await store.close();
  }
}
