import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrabeculaError } from '../../errors.ts';
import type { ModelManifest } from '../../core/model/manifest.ts';
import { modelVersionText } from '../../core/model/model-version.ts';
import { manifestSchema } from './manifest-schema.ts';

/** A model package whose file has been found whole and unaltered. */
export interface ModelPackage<Manifest extends ModelManifest = ModelManifest> {
  readonly folder: string;
  readonly manifest: Manifest;
  /** SHA-256 over the executed file and what the manifest says of input, outputs, calibration and cuts. */
  readonly version: string;
}

/** A package together with the bytes of its network, for the worker that runs it. */
export interface LoadedModelPackage<
  Manifest extends ModelManifest = ModelManifest,
> extends ModelPackage<Manifest> {
  readonly network: Uint8Array;
}

/**
 * Reads folder/manifest.json and the network it names, and verifies size and SHA-256. Throws TrabeculaError
 * "bad-model-package" that names the package and what is wrong: missing, malformed, truncated or altered.
 */
export async function readModelPackage(folder: string): Promise<LoadedModelPackage> {
  const manifest = await readManifest(folder);
  const network = await readOrSay(join(folder, manifest.file.path));
  if (network.byteLength !== manifest.file.bytes)
    throw badPackage(
      folder,
      `${manifest.file.path} has ${network.byteLength} bytes, the manifest says ${manifest.file.bytes}: truncated or altered`,
    );
  if (sha256(network) !== manifest.file.sha256)
    throw badPackage(
      folder,
      `${manifest.file.path} does not have the SHA-256 that the manifest says: altered`,
    );
  return { folder, manifest, version: sha256(modelVersionText(manifest)), network };
}

async function readManifest(folder: string): Promise<ModelManifest> {
  const text = await readOrSay(join(folder, 'manifest.json'));
  let value: unknown;
  try {
    value = JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw badPackage(folder, 'manifest.json is not JSON', cause);
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badPackage(folder, `manifest.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
}

async function readOrSay(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TrabeculaError('bad-model-package', `model package: ${path} cannot be read`, { cause });
  }
}

function badPackage(folder: string, fault: string, cause?: unknown): TrabeculaError {
  return new TrabeculaError('bad-model-package', `model package ${folder}: ${fault}`, { cause });
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
