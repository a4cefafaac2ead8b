import { loadCodecs } from '../../src/adapters/decode/codecs.ts';
import { decodeFrame } from '../../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../src/adapters/decode/encoded-frame.ts';
import { grayscaleDescriptionOf } from '../../src/adapters/decode/grayscale-attributes.ts';
import { REDUCED_SIDE_MARGIN } from '../../src/adapters/film-reader/film-reading-parts.ts';
import type { FilmReaderPool } from '../../src/adapters/film-reader/film-reader-pool.ts';
import type { View } from '../../src/core/film/film.ts';
import { tensorOf } from '../../src/core/model/model-input.ts';
import { areaAverage } from '../../src/core/radiograph/area-average.ts';
import { grayscaleTable } from '../../src/core/radiograph/grayscale.ts';
import { readStudies, rounded, type StudyBytes } from './film-work.ts';

const stages = ['parse', 'decode', 'grayscale', 'input'] as const;
type Stage = (typeof stages)[number];
const views: readonly View[] = ['ap', 'lateral'];

/**
 * CPU milliseconds of one study (two films) by stage, the least of `rounds` rounds. The first four stages run in this
 * thread one after the other; the rest of the whole (two view and suitability gates, two networks, passing bytes to the
 * worker) is what reading takes beyond them.
 */
export async function stageCost(reader: FilmReaderPool, study: StudyBytes, rounds: number) {
  const codecs = await loadCodecs();
  const least = new Map<Stage | 'whole', number>();
  const note = (stage: Stage | 'whole', ms: number) =>
    void least.set(stage, Math.min(least.get(stage) ?? Infinity, ms));
  for (let round = 0; round < rounds; round += 1) {
    const spent: Record<Stage, number> = { parse: 0, decode: 0, grayscale: 0, input: 0 };
    for (const [index, bytes] of study.entries())
      stagesOfFilm(bytes, views[index] ?? 'ap', reader, codecs, spent);
    for (const stage of stages) note(stage, spent[stage]);
    note('whole', (await readStudies(reader, 1, 1, () => study)).cpuMs);
  }
  const ms = (stage: Stage | 'whole') => least.get(stage) ?? NaN;
  const before = stages.reduce((sum, stage) => sum + ms(stage), 0);
  return {
    ...Object.fromEntries(stages.map((stage) => [`${stage}Ms`, rounded(ms(stage))])),
    gatesAndNetworksMs: rounded(ms('whole') - before),
    wholeMs: rounded(ms('whole')),
  };
}

function stagesOfFilm(
  bytes: Uint8Array,
  view: View,
  reader: FilmReaderPool,
  codecs: Awaited<ReturnType<typeof loadCodecs>>,
  spent: Record<Stage, number>,
): void {
  const timed = <T>(stage: Stage, work: () => T): T => {
    const from = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(from);
    spent[stage] += (user + system) / 1000;
    return result;
  };
  const { input } = reader.models.score[view].manifest;
  const neededPx = REDUCED_SIDE_MARGIN * Math.max(input.widthPx, input.heightPx);
  const file = timed('parse', () => parseDicomFile(bytes));
  const frame = timed('decode', () => decodeFrame(encodedFrameOf(file), codecs, neededPx));
  const table = timed('grayscale', () => grayscaleTable(grayscaleDescriptionOf(file), frame));
  if (table.kind === 'refused') throw new Error(table.refusal.detail);
  timed('input', () => tensorOf(areaAverage(frame, table.table, input), input));
}
