import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openScoreNetwork } from '../../../src/adapters/inference/network-session.ts';
import { loadModelSet } from '../../../src/adapters/model-registry.ts';
import { scoreOf } from '../../../src/core/model/model-output.ts';

const models = join(import.meta.dirname, '..', '..', '..', 'models');

test('the shipped int8 AP network gives golden films nearly the scores of the fp32 one', async () => {
  const [fp32, int8] = [await loadModelSet(models), await loadModelSet(models, 'int8')];
  expect(int8.score.ap.manifest.agreementWithFp32?.fp32FileSha256).toBe(fp32.score.ap.manifest.file.sha256);
  const networks = [await openScoreNetwork(fp32.score.ap), await openScoreNetwork(int8.score.ap)];
  for (const film of ['ap-monochrome1-14bit-jpeg2000', 'ap-monochrome2-12bit-rle']) {
    const bytes = await readFile(join(models, 'golden', 'lumbar-ap-resnet18', `${film}.tensor.f32`));
    const tensor = new Float32Array(new Uint8Array(bytes).buffer);
    const [exact, quantised] = await Promise.all(
      networks.map(async (network) => scoreOf(fp32.score.ap.manifest, await network.run(tensor))!.score),
    );
    // Scores are log-odds with an SD of about 1.5 over films; kernels differ a little between processors.
    expect(Math.abs(quantised! - exact!)).toBeLessThan(0.25);
  }
});

test('the shipped int8 set reads both views together by a fit of its own scores', async () => {
  const int8 = await loadModelSet(models, 'int8');
  expect(int8.score.lateral.manifest.file.precision).toBe('fp32');
  expect(int8.combination.kind).toBe('fitted');
});
