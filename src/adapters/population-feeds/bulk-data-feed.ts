import { z } from 'zod';
import type { PopulationBatch, PopulationFeed } from '../../flow/ports/population-feed.ts';
import type { BulkHttp } from '../bulk-data/bulk-http.ts';
import { downloadLines } from '../bulk-data/download.ts';
import {
  deleteExport,
  manifestPages,
  startExport,
  type ExportWait,
  type KickOff,
} from '../bulk-data/export-job.ts';
import type { ExportRequest } from '../bulk-data/export-request.ts';
import type { ManifestPage } from '../bulk-data/manifest.ts';
import { batchesOf, type NumberedLine } from './batches.ts';

/** Where an import stands: the running exports, and how far their files were read. Small, since it is stored per batch. */
const positionSchema = z.object({
  statusUrls: z.array(z.url()),
  refusedTypes: z.array(z.string()),
  exportIndex: z.number().int(),
  fileIndex: z.number().int(),
  line: z.number().int(),
});
type Position = z.infer<typeof positionSchema>;

/** A population from a Bulk Data server (system, Patient or Group level). */
export function bulkDataFeed(
  http: BulkHttp,
  fhirBaseUrl: string,
  request: ExportRequest,
  wait: ExportWait,
): PopulationFeed {
  return {
    name: `bulk-data ${new URL(fhirBaseUrl).host}`,
    async *open(stored, signal) {
      const position =
        stored === undefined ? await begin(http, fhirBaseUrl, request, signal) : parsePosition(stored);
      const run = new BulkDataRun(http, wait, position, signal);
      yield* run.batches();
    },
  };
}

async function begin(
  http: BulkHttp,
  fhirBaseUrl: string,
  request: ExportRequest,
  signal: AbortSignal,
): Promise<Position> {
  const kickOff: KickOff = await startExport(http, fhirBaseUrl, request, signal);
  return {
    statusUrls: kickOff.started.map(({ statusUrl }) => statusUrl),
    refusedTypes: [...kickOff.refusedTypes],
    exportIndex: 0,
    fileIndex: 0,
    line: 0,
  };
}

const parsePosition = (stored: string): Position => positionSchema.parse(JSON.parse(stored));

/** One pass over the files of one or several exports, from a position on. */
class BulkDataRun {
  private readonly http: BulkHttp;
  private readonly wait: ExportWait;
  private readonly signal: AbortSignal;
  private readonly from: Position;
  private filesDone = 0;
  private filesInAll: number | undefined;
  private earliestTransactionTime: string | undefined;

  constructor(http: BulkHttp, wait: ExportWait, from: Position, signal: AbortSignal) {
    this.http = http;
    this.wait = wait;
    this.from = from;
    this.signal = signal;
  }

  async *batches(): AsyncGenerator<PopulationBatch> {
    const refused = this.from.refusedTypes.map((type) => `${type}: refused by the server (400)`);
    if (refused.length > 0) yield { ...this.emptyBatch(this.from), problems: refused };
    for (
      let exportIndex = this.from.exportIndex;
      exportIndex < this.from.statusUrls.length;
      exportIndex += 1
    ) {
      yield* batchesOf(this.linesOfExport(exportIndex), () => this.progress());
    }
    for (const statusUrl of this.from.statusUrls) await deleteExport(this.http, { statusUrl }, this.signal);
    const end = { ...this.from, exportIndex: this.from.statusUrls.length, fileIndex: 0, line: 0 };
    yield {
      ...this.emptyBatch(end),
      ...(this.earliestTransactionTime === undefined ? {} : { nextSince: this.earliestTransactionTime }),
    };
  }

  private async *linesOfExport(exportIndex: number): AsyncGenerator<NumberedLine> {
    const statusUrl = this.from.statusUrls[exportIndex];
    if (statusUrl === undefined) return;
    const resumed = exportIndex === this.from.exportIndex ? this.from : { fileIndex: 0, line: 0 };
    let fileIndex = -1;
    for await (const page of manifestPages(this.http, { statusUrl }, this.wait, this.signal)) {
      this.note(page);
      for (const file of page.files) {
        fileIndex += 1;
        if (fileIndex < resumed.fileIndex) continue;
        let line = fileIndex === resumed.fileIndex ? resumed.line : 0;
        const download = { withToken: page.requiresAccessToken, fromLine: line };
        for await (const text of downloadLines(this.http, file.url, download, this.signal)) {
          line += 1;
          const position = JSON.stringify({ ...this.from, exportIndex, fileIndex, line });
          yield { text, where: `${file.kind} file ${fileIndex + 1}, line ${line}`, position };
        }
        this.filesDone += 1;
      }
    }
  }

  /** With several exports the earliest time is the safe beginning of the next, incremental one. */
  private note(page: ManifestPage): void {
    this.filesInAll = (this.filesInAll ?? 0) + page.files.length;
    const earliest = this.earliestTransactionTime;
    if (earliest === undefined || page.transactionTime < earliest)
      this.earliestTransactionTime = page.transactionTime;
  }

  private progress(): PopulationBatch['progress'] {
    return { filesDone: this.filesDone, filesInAll: this.filesInAll };
  }

  private emptyBatch(position: Position): PopulationBatch {
    return {
      resources: [],
      deleted: [],
      problems: [],
      position: JSON.stringify(position),
      progress: this.progress(),
    };
  }
}
