import type { Resource } from '@medplum/fhirtypes';
import type { PopulationBatch } from '../../flow/ports/population-feed.ts';
import { readResourceLine } from './resource-line.ts';

/** Resources in a batch: one transaction of the store, some MB of memory. */
const linesInBatch = 500;

export interface NumberedLine {
  readonly text: string;
  /** File and line in words for a problem report; holds no patient data. */
  readonly where: string;
  /** Position after this line. */
  readonly position: string;
}

/** Groups lines into batches, each with the position after its last line. */
export async function* batchesOf(
  lines: AsyncIterable<NumberedLine>,
  progress: () => PopulationBatch['progress'],
): AsyncGenerator<PopulationBatch> {
  let gathered = emptyGathering();
  for await (const { text, where, position } of lines) {
    const read = readResourceLine(text, where);
    if (read.kind === 'resource') gathered.resources.push(read.resource);
    else if (read.kind === 'deleted') gathered.deleted.push(...read.references);
    else gathered.problems.push(read.text);
    gathered.position = position;
    gathered.lines += 1;
    if (gathered.lines >= linesInBatch) {
      yield finished(gathered, progress());
      gathered = emptyGathering();
    }
  }
  if (gathered.lines > 0) yield finished(gathered, progress());
}

interface Gathering {
  resources: Resource[];
  deleted: string[];
  problems: string[];
  position: string;
  lines: number;
}

const emptyGathering = (): Gathering => ({
  resources: [],
  deleted: [],
  problems: [],
  position: '',
  lines: 0,
});

const finished = (
  { lines: _lines, ...rest }: Gathering,
  progress: PopulationBatch['progress'],
): PopulationBatch => ({
  ...rest,
  progress,
});
