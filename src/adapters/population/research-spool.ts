import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { researchColumns } from '../../core/population/research-columns.ts';
import type { ResearchRow, ResearchSpool } from '../../flow/ports/research-export.ts';

const columns = researchColumns.map(({ name }) => name);
/** One file for each first two digits of the research id: a million rows are then 4,000 a file, sorted in memory. */
const bucketDigits = 2;

/**
 * Rows in files of their own in a folder that only this user can read, gone when removed. They come out sorted by
 * research id: the order of patient ids would say something about who came when.
 */
export async function openResearchSpool(parentFolder: string): Promise<ResearchSpool> {
  const folder = await mkdtemp(join(parentFolder, 'research-export-'));
  const buckets = new Map<string, WriteStream>();
  const bucketOf = (row: ResearchRow): WriteStream => {
    const name = String(row['research_id']).slice(0, bucketDigits);
    const open = buckets.get(name) ?? createWriteStream(join(folder, name), { mode: 0o600 });
    buckets.set(name, open);
    return open;
  };
  const end = async () => {
    for (const stream of buckets.values()) {
      if (stream.closed) continue;
      stream.end();
      await once(stream, 'close');
    }
  };
  return {
    async add(row) {
      const stream = bucketOf(row);
      const line = stringify([row], { columns, cast: { boolean: String }, escape_formulas: false });
      if (!stream.write(line)) await once(stream, 'drain');
    },
    async *csv() {
      await end();
      yield `${columns.join(',')}\n`;
      for (const name of [...buckets.keys()].sort()) {
        const text = await readFile(join(folder, name), 'utf8');
        const lines = text.split('\n').filter((line) => line !== '');
        yield `${lines.sort().join('\n')}\n`;
      }
    },
    async remove() {
      await end();
      await rm(folder, { recursive: true });
    },
  };
}
