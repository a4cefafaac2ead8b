import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  loadFilmReadingParts,
  type FilmReadingParts,
} from '../../../src/adapters/film-reader/film-reading-parts.ts';
import { decodeFrame } from '../../../src/adapters/decode/decode-frame.ts';
import { parseDicomFile } from '../../../src/adapters/decode/dicom-file.ts';
import { encodedFrameOf } from '../../../src/adapters/decode/encoded-frame.ts';
import { grayscaleDescriptionOf } from '../../../src/adapters/decode/grayscale-attributes.ts';
import { defaultViewRules } from '../../../src/core/film/default-view-rules.ts';
import type { ModelManifest } from '../../../src/core/model/manifest.ts';
import { tensorOf } from '../../../src/core/model/model-input.ts';
import { areaAverage } from '../../../src/core/radiograph/area-average.ts';
import { grayscaleTable } from '../../../src/core/radiograph/grayscale.ts';

/** What the Python that trained the shipped models makes of three films, written when they were packaged. */
interface Golden {
  readonly films: Readonly<Record<string, { readonly file: string; readonly view: 'ap' | 'lateral' }>>;
  readonly models: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly tensor: string;
            readonly logits: readonly number[];
            readonly cam?: readonly (readonly number[])[];
            readonly novelty?: number;
          }
        >
      >
    >
  >;
}

const modelsFolder = new URL('../../../models', import.meta.url).pathname;
const goldenFolder = join(modelsFolder, 'golden');
const golden = JSON.parse(readFileSync(join(goldenFolder, 'golden.json'), 'utf8')) as Golden;
const films = Object.entries(golden.films);
/** Largest difference that is allowed in tensor and logits. */
const TOLERANCE = 1e-3;

let parts: FilmReadingParts;
beforeAll(async () => {
  parts = await loadFilmReadingParts(modelsFolder, defaultViewRules);
});

function tensorFor(manifest: ModelManifest, film: string): Float32Array {
  const file = parseDicomFile(readFileSync(join(goldenFolder, golden.films[film]!.file)));
  const frame = decodeFrame(encodedFrameOf(file), parts.codecs, parts.neededSidePx);
  const grayscale = grayscaleTable(grayscaleDescriptionOf(file), frame);
  if (grayscale.kind === 'refused') throw new Error(grayscale.refusal.detail);
  return tensorOf(areaAverage(frame, grayscale.table, manifest.input), manifest.input);
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual).toHaveLength(expected.length);
  return Array.from(actual).reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}

describe.each(films)('the film %s as the training saw it', (film, { view }) => {
  it('becomes the same tensors', () => {
    for (const { manifest } of [parts.models.score[view], parts.models.suitability]) {
      const bytes = readFileSync(join(goldenFolder, golden.models[manifest.id]![film]!.tensor));
      const expected = new Float32Array(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
      );
      expect(largestDifference(tensorFor(manifest, film), expected)).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('gets the same answers', async () => {
    const { manifest } = parts.models.score[view];
    const expected = golden.models[manifest.id]![film]!;
    const output = await parts.networks[view].run(tensorFor(manifest, film));
    expect(largestDifference(output.logits, expected.logits)).toBeLessThanOrEqual(TOLERANCE);
    expect(largestDifference(output.cam, expected.cam!.flat())).toBeLessThanOrEqual(TOLERANCE);
    expect(Math.abs(output.novelty - expected.novelty!)).toBeLessThanOrEqual(TOLERANCE);
    const suitability = parts.models.suitability.manifest;
    const logits = await parts.networks.suitability.run(tensorFor(suitability, film));
    expect(largestDifference(logits, golden.models[suitability.id]![film]!.logits)).toBeLessThanOrEqual(
      TOLERANCE,
    );
  });
});
