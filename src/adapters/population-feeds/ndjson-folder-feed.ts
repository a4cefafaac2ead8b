import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import type { PopulationFeed } from '../../flow/ports/population-feed.ts';
import { ndjsonLines } from '../bulk-data/ndjson-lines.ts';
import { batchesOf, type NumberedLine } from './batches.ts';

const positionSchema = z.object({ fileIndex: z.number().int(), line: z.number().int() });

/** A population from NDJSON files (plain or gzip) in a folder, or from one such file. */
export function ndjsonFolderFeed(path: string, clock: () => Date): PopulationFeed {
  return {
    name: 'ndjson files',
    async *open(stored, signal) {
      const files = await ndjsonFiles(path);
      const readAt = clock().toISOString();
      const from =
        stored === undefined ? { fileIndex: 0, line: 0 } : positionSchema.parse(JSON.parse(stored));
      const progress = { filesDone: from.fileIndex, filesInAll: files.length };
      yield* batchesOf(linesOf(files, from, progress, signal), () => ({ ...progress }));
      const end = JSON.stringify({ fileIndex: files.length, line: 0 });
      yield {
        resources: [],
        deleted: [],
        problems: [],
        position: end,
        progress: { ...progress },
        nextSince: readAt,
      };
    },
  };
}

/** In the order of their names, so that a position stays true; file by file, line by line. */
async function ndjsonFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new TrabeculaError('not-found', `${path}: no such file or folder`);
  if (found.isFile()) return [path];
  const names = (await readdir(path)).filter((name) => /\.ndjson(\.gz)?$/.test(name)).sort();
  if (names.length === 0) throw new TrabeculaError('not-found', `${path}: holds no .ndjson file`);
  return names.map((name) => join(path, name));
}

async function* linesOf(
  files: readonly string[],
  from: { readonly fileIndex: number; readonly line: number },
  progress: { filesDone: number },
  signal: AbortSignal,
): AsyncGenerator<NumberedLine> {
  for (const [fileIndex, file] of files.entries()) {
    if (fileIndex < from.fileIndex) continue;
    const bytes = createReadStream(file, { signal });
    let line = 0;
    for await (const text of ndjsonLines(file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes)) {
      line += 1;
      if (fileIndex === from.fileIndex && line <= from.line) continue;
      yield {
        text,
        where: `file ${fileIndex + 1}, line ${line}`,
        position: JSON.stringify({ fileIndex, line }),
      };
    }
    progress.filesDone = fileIndex + 1;
  }
}
