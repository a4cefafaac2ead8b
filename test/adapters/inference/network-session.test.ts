import { readFileSync } from 'node:fs';
import { tensorOf } from '../../../src/core/model/model-input.ts';
import { loadModelSet } from '../../../src/adapters/model-registry.ts';
import { openScoreNetwork, openSuitabilityNetwork } from '../../../src/adapters/inference/network-session.ts';
import { fixtureModels } from '../../fixture-paths.ts';

/** What onnxruntime in Python answered for the same films when the fixtures were written. */
const golden = JSON.parse(readFileSync(`${fixtureModels}/golden.json`, 'utf8')) as Record<
  string,
  Record<string, { logits: number[]; cam?: number[][]; novelty?: number }>
>;

const films: Record<string, (x: number, width: number) => number> = {
  'grey-half': () => 0.5,
  'ramp-left-to-right': (x, width) => x / (width - 1),
};

function filmOf(name: string, width: number, height: number): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => films[name]!(i % width, width));
}

describe('a network session', () => {
  it.each(Object.keys(films))('answers the score outputs that Python got for %s', async (name) => {
    const models = await loadModelSet(fixtureModels);
    for (const model of [models.score.ap, models.score.lateral]) {
      const { input, id } = model.manifest;
      const session = await openScoreNetwork(model);
      const output = await session.run(tensorOf(filmOf(name, input.widthPx, input.heightPx), input));
      const expected = golden[id]![name]!;
      expectClose(output.logits, expected.logits);
      expectClose(output.cam, expected.cam!.flat());
      expect(output.novelty).toBeCloseTo(expected.novelty!, 4);
    }
  });

  it('answers the suitability logits that Python got', async () => {
    const { suitability } = await loadModelSet(fixtureModels);
    const { input, id } = suitability.manifest;
    const session = await openSuitabilityNetwork(suitability);
    const logits = await session.run(
      tensorOf(filmOf('ramp-left-to-right', input.widthPx, input.heightPx), input),
    );
    expectClose(logits, golden[id]!['ramp-left-to-right']!.logits);
  });

  it('refuses a network whose map has another size than the manifest says', async () => {
    const { score } = await loadModelSet(fixtureModels);
    const { outputs } = score.ap.manifest;
    const lying = { ...score.ap.manifest, outputs: { ...outputs, cam: { ...outputs.cam, rows: 8 } } };
    await expect(openScoreNetwork({ ...score.ap, manifest: lying })).rejects.toMatchObject({
      code: 'bad-model-package',
      message: 'model package lumbar-ap-resnet18: output "cam" has 49 values, expected 56',
    });
  });
});

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
}
