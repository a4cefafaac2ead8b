import { canonicalJson } from '../../../src/core/model/canonical-json.ts';
import type { ScoreManifest } from '../../../src/core/model/manifest.ts';
import { modelVersionText } from '../../../src/core/model/model-version.ts';
import { readFileSync } from 'node:fs';
import { fixtureModels } from '../../fixture-paths.ts';

const manifest = JSON.parse(
  readFileSync(`${fixtureModels}/lumbar-ap-resnet18/manifest.json`, 'utf8'),
) as ScoreManifest;

it('canonical JSON orders members and leaves out undefined ones', () => {
  expect(canonicalJson({ b: [1, null, 'x'], a: { d: true, c: undefined } })).toBe(
    '{"a":{"d":true},"b":[1,null,"x"]}',
  );
});

it('canonical JSON refuses what JSON cannot hold', () => {
  expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
  expect(() => canonicalJson(() => 1)).toThrow(TypeError);
});

describe('a model version', () => {
  it.each<[string, Partial<ScoreManifest>]>([
    ['another file', { file: { ...manifest.file, sha256: '0'.repeat(64) } }],
    ['another mean', { input: { ...manifest.input, mean: [0.4] } }],
    ['another calibration', { calibration: { ...manifest.calibration, slope: 2 } }],
    ['another cut', { cuts: { ...manifest.cuts, flaggedAtOrAbove: 9 } }],
    [
      'another novelty limit',
      { outputs: { ...manifest.outputs, novelty: { name: 'novelty', refuseAbove: 9 } } },
    ],
  ])('changes with %s', (_what, change) => {
    expect(modelVersionText({ ...manifest, ...change })).not.toBe(modelVersionText(manifest));
  });

  it('does not change with words about the model', () => {
    const renamed = { ...manifest, title: 'other', trainingData: { ...manifest.trainingData, films: 1 } };
    expect(modelVersionText(renamed)).toBe(modelVersionText(manifest));
  });
});
