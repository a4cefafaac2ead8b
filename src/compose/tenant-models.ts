import { loadModelSet } from '../adapters/model-registry.ts';
import type { Config } from '../config.ts';
import { championOf } from '../core/go-live/champion.ts';
import type { RunningModels } from '../core/go-live/effective-mode.ts';
import type { GoLiveRecord } from '../core/go-live/records.ts';
import type { Tenant } from '../flow/tenant.ts';
import { runningModelsOf } from './running-models.ts';

/** A tenant's model sets from their packages, without starting them: the one that speaks, and the one beside it. */
export async function tenantModels(
  { modelsFolder }: Config,
  { precision, challenger }: Tenant,
  records: readonly GoLiveRecord[],
): Promise<{ readonly champion: RunningModels; readonly challenger: RunningModels | undefined }> {
  const configured = runningModelsOf(await loadModelSet(modelsFolder, precision));
  if (challenger === undefined) return { champion: configured, challenger: undefined };
  const other = runningModelsOf(await loadModelSet(challenger.modelsFolder, challenger.precision));
  return championOf(configured, other, records) === 'challenger'
    ? { champion: other, challenger: configured }
    : { champion: configured, challenger: other };
}
