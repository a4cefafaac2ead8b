import { join } from 'node:path';
import { readEvaluationFile, readSourceAttributes } from '../adapters/model-package/evaluation-file.ts';
import type { ModelSet } from '../adapters/model-registry.ts';
import { localValidationOf } from '../core/go-live/local-validation.ts';
import { modelCardOf, type CardSource, type ModelCard } from '../core/model-card/model-card.ts';
import type { GoLiveRecords } from '../flow/ports/go-live-records.ts';

/** Cards of the running models, with what the named tenants validated. */
export type ModelCards = (tenantIds: readonly string[]) => Promise<readonly ModelCard[]>;

/**
 * Package facts are read once, what sites validated is looked up at each call. Throws TrabeculaError "bad-model-package"
 * for a malformed evaluation.
 */
export async function openModelCards(sets: readonly ModelSet[], records: GoLiveRecords): Promise<ModelCards> {
  const packages = new Map(
    sets
      .flatMap(({ score, suitability }) => [score.ap, score.lateral, suitability])
      .map((model) => [model.version, model]),
  );
  const sources: CardSource[] = await Promise.all(
    [...packages.values()].map(async ({ folder, manifest, version }) => ({
      manifest,
      version,
      attributes: await readSourceAttributes(join(folder, 'model-card.json'), manifest.file.sha256),
      // The suitability network has figures of another shape; its card shows attributes alone.
      evaluation:
        manifest.kind === 'score' ? await readEvaluationFile(join(folder, 'evaluation.json')) : undefined,
    })),
  );
  return async (tenantIds) => {
    const ofTenants = await Promise.all(tenantIds.map((id) => records.of(id)));
    return sources.map((source) =>
      modelCardOf(
        source,
        ofTenants.flatMap((history) => localValidationOf(history, source.version) ?? []),
      ),
    );
  };
}
