import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPackage, retirePackage } from '../../../src/adapters/model-package/change-packages.ts';
import { listPackages, loadModelSet } from '../../../src/adapters/model-registry.ts';
import { fixtureModels } from '../../fixture-paths.ts';

const AP = 'lumbar-ap-resnet18';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-models-'));
  await cp(fixtureModels, folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

async function changeManifest(
  id: string,
  change: (manifest: Record<string, unknown>) => unknown,
): Promise<void> {
  const path = join(folder, id, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await writeFile(path, JSON.stringify(change(manifest)));
}

describe('the model set', () => {
  it('is one model a view, the suitability network and the combination fitted with them', async () => {
    const models = await loadModelSet(folder);
    expect(models.score.ap.manifest.id).toBe(AP);
    expect(models.combination.kind).toBe('fitted');
    expect(models.trainingData).toBe('simulated');
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'truncated',
      () => truncate(join(folder, AP, 'model.onnx'), 500),
      /has 500 bytes, the manifest says 1035/,
    ],
    [
      'altered',
      () => writeFile(join(folder, AP, 'model.onnx'), Buffer.alloc(1035)),
      /does not have the SHA-256/,
    ],
    ['without its network', () => rm(join(folder, AP, 'model.onnx')), /model\.onnx cannot be read/],
    [
      'with a manifest that is no JSON',
      () => writeFile(join(folder, AP, 'manifest.json'), '{'),
      /is not JSON/,
    ],
    [
      'without a std',
      () => changeManifest(AP, (m) => ({ ...m, input: { ...(m['input'] as object), std: [0] } })),
      /input\.std\.0/,
    ],
    [
      'with cuts the wrong way round',
      () => changeManifest(AP, (m) => ({ ...m, cuts: { ...(m['cuts'] as object), uncertainAtOrAbove: 9 } })),
      /uncertain cut above flagged cut/,
    ],
    ['missing', () => rm(join(folder, AP), { recursive: true }), /no model package for the ap view/],
    [
      'there twice',
      () => cp(join(folder, AP), join(folder, 'twin'), { recursive: true }),
      /two model packages for the ap view/,
    ],
  ])('does not load with a package that is %s', async (_what, harm, message) => {
    await harm();
    await expect(loadModelSet(folder)).rejects.toMatchObject({
      code: 'bad-model-package',
      message: expect.stringMatching(message) as string,
    });
  });

  it('has no combination that was fitted with another file', async () => {
    const path = join(folder, 'combination.json');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/"ap": "[0-9a-f]{64}"/, `"ap": "${'0'.repeat(64)}"`));
    expect((await loadModelSet(folder)).combination).toEqual({
      kind: 'absent',
      reason: 'model-version-differs',
    });
    await rm(path);
    expect((await loadModelSet(folder)).combination).toEqual({ kind: 'absent', reason: 'no-site-fit' });
  });

  it('does not take a combination with a short covariance', async () => {
    const path = join(folder, 'combination.json');
    const value = JSON.parse(await readFile(path, 'utf8')) as { ageSexOnly: { covariance: unknown[] } };
    value.ageSexOnly.covariance.pop();
    await writeFile(path, JSON.stringify(value));
    await expect(loadModelSet(folder)).rejects.toMatchObject({ code: 'bad-model-package' });
  });
});

describe('changing packages', () => {
  it('a retired package stays for the record and a new one takes its place', async () => {
    await retirePackage(folder, AP, new Date('2026-03-01T00:00:00Z'), 'wrong on lateral light');
    await changeManifest(AP, (m) => m);
    const source = await mkdtemp(join(tmpdir(), 'trabecula-new-model-'));
    await cp(join(fixtureModels, AP), source, { recursive: true });
    const manifest = JSON.parse(await readFile(join(source, 'manifest.json'), 'utf8')) as Record<
      string,
      object
    >;
    const recalibrated = { ...manifest, calibration: { ...manifest['calibration'], slope: 3 } };
    await writeFile(join(source, 'manifest.json'), JSON.stringify(recalibrated));
    const added = await addPackage(folder, source);
    await rm(source, { recursive: true });
    const states = (await listPackages(folder)).map(({ state, model }) => [model?.manifest.id, state]);
    expect(states).toContainEqual([AP, 'retired']);
    expect(states).toContainEqual([AP, 'active']);
    expect((await loadModelSet(folder)).score.ap.version).toBe(added.version);
  });

  it('does not add the same version twice', async () => {
    await expect(addPackage(folder, join(fixtureModels, AP))).rejects.toMatchObject({ code: 'conflict' });
  });

  it('does not add a damaged package, and leaves nothing behind', async () => {
    await truncate(join(folder, AP, 'model.onnx'), 10);
    const target = await mkdtemp(join(tmpdir(), 'trabecula-target-'));
    await expect(addPackage(target, join(folder, AP))).rejects.toMatchObject({ code: 'bad-model-package' });
    expect(await listPackages(target)).toEqual([]);
    await rm(target, { recursive: true });
  });

  it('does not retire what is not there', async () => {
    await expect(retirePackage(folder, 'nothing', new Date(0), 'x')).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('lists a damaged package with its fault', async () => {
    await truncate(join(folder, AP, 'model.onnx'), 10);
    const damaged = (await listPackages(folder)).filter(({ state }) => state === 'damaged');
    expect(damaged).toMatchObject([{ fault: expect.stringContaining('truncated or altered') as string }]);
  });
});
