import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const goodAgreement = {
  fp32FileSha256: 'a'.repeat(64),
  films: 100,
  aucChange: 0.001,
  equalDecisionShare: 0.99,
};

/** Puts a package beside the one of `id` that calls itself int8; the network is the same file. */
export async function addInt8Twin(modelsFolder: string, id: string, agreement?: object): Promise<string> {
  const folder = join(modelsFolder, `${id}-int8`);
  await cp(join(modelsFolder, id), folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as { file: object; cuts: object };
  const changed = {
    ...manifest,
    id: `${id}-int8`,
    file: { ...manifest.file, precision: 'int8' },
    // Another version although the file is the same.
    cuts: { ...manifest.cuts, rule: 'of the int8 twin' },
    ...(agreement === undefined ? {} : { agreementWithFp32: agreement }),
  };
  await writeFile(path, JSON.stringify(changed));
  return folder;
}
