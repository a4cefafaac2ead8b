import { readFileSync } from 'node:fs';
import { loadCodecs } from '../../../src/adapters/decode/codecs.ts';
import { decodeFrame } from '../../../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../../src/adapters/decode/encoded-frame.ts';
import { grayscaleDescriptionOf } from '../../../src/adapters/decode/grayscale-attributes.ts';
import { openScoreNetwork, openSuitabilityNetwork } from '../../../src/adapters/inference/network-session.ts';
import { loadModelSet } from '../../../src/adapters/model-registry.ts';
import type { ModelInputDescription } from '../../../src/core/model/manifest.ts';
import { tensorOf } from '../../../src/core/model/model-input.ts';
import { areaAverage } from '../../../src/core/radiograph/area-average.ts';
import { grayscaleTable } from '../../../src/core/radiograph/grayscale.ts';

const models = new URL('../../../models', import.meta.url).pathname;
const TOLERANCE = 1e-3;
/** Larger than any film: the whole resolution is decoded, as Python decoded it. */
const WHOLE_FILM_PX = 100_000;

interface GoldenAnswer {
  readonly tensor: string;
  readonly logits: readonly number[];
}

/** What the training package in Python made of three DICOM films with the networks that ship. */
const golden = JSON.parse(readFileSync(`${models}/golden/golden.json`, 'utf8')) as {
  readonly films: Readonly<Record<string, { readonly file: string }>>;
  readonly models: Readonly<Record<string, Readonly<Record<string, GoldenAnswer>>>>;
};
const cases = Object.entries(golden.models).flatMap(([id, answers]) =>
  Object.entries(answers).map(([film, answer]) => [id, film, answer] as const),
);

describe('the shipped networks on the golden films', () => {
  it.each(cases)('%s takes the tensor and gives the logits of Python for %s', async (id, film, answer) => {
    const set = await loadModelSet(models);
    const score = [set.score.ap, set.score.lateral].find((model) => model.manifest.id === id);
    const { input } = (score ?? set.suitability).manifest;
    const tensor = await tensorOfFilm(`${models}/golden/${golden.films[film]!.file}`, input);
    const bytes = readFileSync(`${models}/golden/${answer.tensor}`);
    const expected = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
    expect(largestDifference(tensor, expected)).toBeLessThanOrEqual(TOLERANCE);
    const logits =
      score === undefined
        ? await (await openSuitabilityNetwork(set.suitability)).run(tensor)
        : (await (await openScoreNetwork(score)).run(tensor)).logits;
    expect(largestDifference(logits, answer.logits)).toBeLessThanOrEqual(TOLERANCE);
  });
});

async function tensorOfFilm(path: string, input: ModelInputDescription): Promise<Float32Array> {
  const file = parseDicomFile(readFileSync(path));
  const frame = decodeFrame(encodedFrameOf(file), await loadCodecs(), WHOLE_FILM_PX);
  const grayscale = grayscaleTable(grayscaleDescriptionOf(file), frame);
  if (grayscale.kind === 'refused') throw new Error(grayscale.refusal.detail);
  return tensorOf(areaAverage(frame, grayscale.table, input), input);
}

/** Infinity when the lengths differ. */
function largestDifference(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(value - actual[i]!)), 0);
}
