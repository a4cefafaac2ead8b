import { canonicalJson } from './canonical-json.ts';
import type { ModelManifest } from './manifest.ts';

/**
 * The text whose SHA-256 is the version of a model package: the executed file and everything in the manifest that
 * changes a result. A changed title or card is not a new version.
 */
export function modelVersionText(manifest: ModelManifest): string {
  const common = { file: manifest.file.sha256, input: manifest.input, outputs: manifest.outputs };
  return canonicalJson(
    manifest.kind === 'score'
      ? { ...common, calibration: manifest.calibration, cuts: manifest.cuts }
      : {
          ...common,
          acceptAtOrAbove: manifest.acceptAtOrAbove,
          refuseAtOrAbove: manifest.refuseAtOrAbove,
        },
  );
}
