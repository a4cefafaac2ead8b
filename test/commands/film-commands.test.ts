import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { lumbarFilm } from '../dicom/lumbar-film.ts';
import { fixtureModels } from '../fixture-paths.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;
const NOTICE = 'research model, trained on simulated radiographs, not for clinical use';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trabecula-films-'));
  await writeFile(join(folder, 'ap.dcm'), lumbarFilm());
  await writeFile(join(folder, 'inverted.dcm'), lumbarFilm([['00280004', 'CS', 'MONOCHROME1']]));
});

afterAll(() => rm(folder, { recursive: true }));

/** The command as a process, as a user runs it. */
function trabecula(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

describe('trabecula assess', () => {
  it('prints the assessment with the notice and writes JSON and a picture', async () => {
    const patient = {
      resourceType: 'Patient',
      identifier: [{ value: 'P1' }],
      birthDate: '1955-01-02',
      gender: 'female',
    };
    await writeFile(join(folder, 'patient.json'), JSON.stringify(patient));
    const out = join(folder, 'out');
    const { code, stdout } = await trabecula(
      ...['assess', 'ap.dcm', '--patient', 'patient.json', '--models', fixtureModels, '--out', out],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('ap film 1.2.3.1 (view by ViewPosition AP)');
    expect(stdout).toMatch(/\d+ % have a lumbar T-score of -2\.5 or below \(95 % interval \d+ % to \d+ %\)/);
    expect(stdout).toContain(NOTICE);
    expect(JSON.parse(await readFile(join(out, '1.2.3.json'), 'utf8'))).toMatchObject({ kind: 'available' });
    const { format, width } = await sharp(join(out, '1.2.3.1.png')).metadata();
    expect({ format, width }).toEqual({ format: 'png', width: 256 });
  });

  it('gives no result for films of another patient', async () => {
    const other = { resourceType: 'Patient', identifier: [{ value: 'P2' }], birthDate: '1955-01-02' };
    await writeFile(join(folder, 'other.json'), JSON.stringify(other));
    const { code, stdout } = await trabecula(
      'assess',
      'ap.dcm',
      '--patient',
      'other.json',
      '--models',
      fixtureModels,
    );
    expect(code).toBe(1);
    expect(stdout).toContain('no AI result: identity-mismatch');
    expect(stdout).toContain('guideline screening goes on without it');
  });
});

describe('trabecula inspect', () => {
  it('explains a film step by step and writes a preview', async () => {
    const { code, stdout } = await trabecula(
      ...['inspect', 'ap.dcm', '--models', fixtureModels, '--preview', 'ap.png'],
    );
    expect(code).toBe(0);
    for (const words of ['Explicit VR Little Endian', 'window LINEAR centre 2048 width 4096', 'READ', NOTICE])
      expect(stdout).toContain(words);
    expect((await sharp(join(folder, 'ap.png')).metadata()).format).toBe('png');
  });

  it('says why a film is refused, with exit code 1', async () => {
    const { code, stdout } = await trabecula('inspect', 'inverted.dcm', '--models', fixtureModels);
    expect(code).toBe(1);
    expect(stdout).toContain('REFUSED      polarity-inverted: air is white on the film');
  });

  it('says which file cannot be read', async () => {
    const { code, stderr } = await trabecula('inspect', 'nothing.dcm', '--models', fixtureModels);
    expect({ code, stderr }).toEqual({ code: 66, stderr: 'trabecula: nothing.dcm cannot be read\n' });
  });

  it('says what is wrong with a models folder', async () => {
    const { code, stderr } = await trabecula('inspect', 'ap.dcm', '--models', '/nowhere');
    expect({ code, stderr }).toEqual({
      code: 78,
      stderr: 'trabecula: models folder /nowhere cannot be read\n',
    });
  });
});

it('trabecula models list names every package with its state', async () => {
  const { code, stdout } = await trabecula('models', 'list', '--models', fixtureModels);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^active {2}lumbar-ap-resnet18 {2}ap score {2}fp32 {2}version [0-9a-f]{12}/);
});
