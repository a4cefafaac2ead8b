import { importPopulation } from '../flow/import-population.ts';
import { startRounds } from './background.ts';
import { feedOf } from './population-import.ts';
import { populationTables } from './population-tables.ts';
import { roundHints } from './round-hints.ts';
import type { SharedParts } from './shared-parts.ts';

const everyMs = 30_000;

/**
 * The sandbox brings its own charts into the population tables at its start and keeps them fresh, so that the staff
 * pages are not empty and an order drafted in a chart is counted half a minute later. A hospital imports by command or
 * schedule. Runs until the returned function is called.
 */
export function keepSandboxPopulation(parts: SharedParts, tenantId: string): () => Promise<void> {
  const { clock, log, optOuts } = parts;
  const tenant = parts.tenantOf(tenantId);
  if (tenant === undefined) throw new TypeError(`tenant ${tenantId} is not configured`);
  const store = populationTables(parts.database, parts.config.tenants);
  const run = async (signal: AbortSignal): Promise<void> => {
    const feed = await feedOf({ kind: 'sweep', anew: false }, tenant, parts, store);
    await importPopulation(tenantId, feed, { store, optOuts, clock, onProgress: () => undefined }, signal);
  };
  return startRounds([{ name: `${tenantId}: population`, everyMs, run }], roundHints(), log);
}
