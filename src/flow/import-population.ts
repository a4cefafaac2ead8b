import { learnImportedConsents } from './learn-consents.ts';
import type { Clock } from './ports/clock.ts';
import type { ConsentImports } from './ports/opt-outs.ts';
import type { PopulationBatch, PopulationFeed } from './ports/population-feed.ts';
import type { AppliedBatch, PopulationStore } from './ports/population-store.ts';

export interface ImportReport {
  readonly resources: number;
  readonly rowsKept: number;
  readonly deleted: number;
  readonly problems: number;
  /** The first problems in words (no patient data), to be shown; all are counted. */
  readonly problemExamples: readonly string[];
  readonly nextSince: string | undefined;
  readonly resumed: boolean;
}

const examplesShown = 20;

/**
 * Brings a population into the store, batch by batch; each batch and the position after it are committed together, so
 * that an import which was killed goes on where it stood and nothing is lost or counted twice. What Consents say of films is
 * learnt before the batch counts as done: a refusal may be learnt twice, never passed over.
 */
export async function importPopulation(
  tenantId: string,
  feed: PopulationFeed,
  ports: {
    readonly store: PopulationStore;
    readonly optOuts: ConsentImports;
    readonly clock: Clock;
    readonly onProgress: (report: ImportReport, batch: PopulationBatch) => void;
  },
  signal: AbortSignal,
): Promise<ImportReport> {
  const { store, optOuts, clock, onProgress } = ports;
  const earlier = await store.importState(tenantId, feed.name);
  const resumed = earlier?.state !== 'done' && earlier?.position !== undefined;
  if (!resumed) await store.beginImport(tenantId, feed.name, clock());
  let report: ImportReport = emptyReport(resumed);
  let batches = 0;
  try {
    for await (const batch of feed.open(resumed ? earlier.position : undefined, signal)) {
      await learnImportedConsents(tenantId, batch, optOuts, clock());
      const applied = await store.applyBatch(tenantId, feed.name, batch, clock());
      report = withBatch(report, batch, applied);
      batches += 1;
      // Each time what came has doubled: so they hold, within a factor of two, also when this process is killed.
      if (isPowerOfTwo(batches)) await store.renewStatistics();
      onProgress(report, batch);
    }
  } catch (error) {
    // Stopped by a person: the position stays, the next run goes on. A failure of the source is marked as one.
    if (!signal.aborted) await store.endImport(tenantId, feed.name, 'failed', undefined, clock());
    throw error;
  }
  await store.endImport(tenantId, feed.name, 'done', report.nextSince, clock());
  return report;
}

const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count));

const emptyReport = (resumed: boolean): ImportReport => ({
  resources: 0,
  rowsKept: 0,
  deleted: 0,
  problems: 0,
  problemExamples: [],
  nextSince: undefined,
  resumed,
});

function withBatch(report: ImportReport, batch: PopulationBatch, applied: AppliedBatch): ImportReport {
  const problems = [...batch.problems, ...applied.problems];
  return {
    resources: report.resources + batch.resources.length,
    rowsKept: report.rowsKept + applied.rowsKept,
    deleted: report.deleted + batch.deleted.length,
    problems: report.problems + problems.length,
    problemExamples: [...report.problemExamples, ...problems].slice(0, examplesShown),
    nextSince: batch.nextSince ?? report.nextSince,
    resumed: report.resumed,
  };
}
