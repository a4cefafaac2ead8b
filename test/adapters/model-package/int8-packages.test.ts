import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPackage } from '../../../src/adapters/model-package/change-packages.ts';
import { loadModelSet } from '../../../src/adapters/model-registry.ts';
import { runningModelsOf } from '../../../src/compose/running-models.ts';
import { addInt8Twin, goodAgreement } from '../../fakes/int8-package.ts';
import { fixtureModels } from '../../fixture-paths.ts';

const AP = 'lumbar-ap-resnet18';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-int8-'));
  await cp(fixtureModels, folder, { recursive: true });
});

afterEach(() => rm(folder, { recursive: true }));

test('an int8 package beside the fp32 one changes nothing for who did not ask for it', async () => {
  const before = runningModelsOf(await loadModelSet(folder));
  await addInt8Twin(folder, AP, goodAgreement);
  expect(runningModelsOf(await loadModelSet(folder))).toEqual(before);
});

test('int8 takes the int8 package of a view and keeps fp32 where there is none', async () => {
  await addInt8Twin(folder, AP, goodAgreement);
  const models = await loadModelSet(folder, 'int8');
  expect(models.score.ap.manifest.id).toBe(`${AP}-int8`);
  expect(models.score.lateral.manifest.file.precision).toBe('fp32');
  expect(runningModelsOf(models).precision).toBe('int8');
});

test('int8 reads the views together by the fit that was made with int8 scores, or not at all', async () => {
  await addInt8Twin(folder, AP, goodAgreement);
  expect((await loadModelSet(folder, 'int8')).combination.kind).toBe('absent');
  // The twin's file is the fp32 file, so the fixture's fit is of it too.
  await rename(join(folder, 'combination.json'), join(folder, 'combination-int8.json'));
  expect((await loadModelSet(folder, 'int8')).combination.kind).toBe('fitted');
  expect((await loadModelSet(folder)).combination.kind).toBe('absent');
});

test('int8 is refused when no package has it: nothing switches back by itself', async () => {
  await expect(loadModelSet(folder, 'int8')).rejects.toMatchObject({
    code: 'bad-model-package',
    message: expect.stringContaining('no int8 package') as string,
  });
});

test.each([
  ['changes the AUC too much', { ...goodAgreement, aucChange: 0.006 }, /AUC differs/],
  ['answers too many films otherwise', { ...goodAgreement, equalDecisionShare: 0.97 }, /a share of 0\.97/],
  ['was not compared with fp32', undefined, /not stated/],
])('an int8 package that %s is neither run nor added', async (_what, agreement, words) => {
  const twin = await addInt8Twin(folder, AP, agreement);
  const refused = { code: 'bad-model-package', message: expect.stringMatching(words) as string };
  await expect(loadModelSet(folder)).rejects.toMatchObject(refused);
  const target = await mkdtemp(join(tmpdir(), 'trabecula-int8-target-'));
  await expect(addPackage(target, twin)).rejects.toMatchObject(refused);
  await rm(target, { recursive: true });
});
