import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { loadCodecs } from '../src/adapters/decode/codecs.ts';
import { storedValuesOf } from './imaging/decoded-film.ts';
import {
  askPydicom,
  int32File,
  pydicomTestFiles,
  pydicomVersion,
  type PydicomAnswer,
} from './imaging/pydicom-reference.ts';
import type { ProofResult } from './runner/proof.ts';

export const title =
  'every test file of pydicom decodes to the stored values that pydicom reads, or is refused for the right reason';

/** Lossy decoders may differ in the last place of their inverse transform. */
const LARGEST_LOSSY_DIFFERENCE = 1;

/** Files on which we say something else than the rule, each with why that is right. */
const explained: Readonly<Record<string, string>> = {
  'JPEG2000-embedded-sequence-delimiter.dcm':
    'a delimiter was written over the width in the JPEG 2000 header: it says 3722445056 columns; pydicom 3 cannot decode it either',
  'SC_rgb_jpeg.dcm':
    'the data set is in implicit VR under a transfer syntax of explicit VR; dcmtk 3.6.7 cannot read it either',
};

export async function run(): Promise<ProofResult> {
  const folder = pydicomTestFiles();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && !/\.(py|pyc|txt|json|gz|dump)$/.test(path))
    .sort();
  const codecs = await loadCodecs();
  const temporary = mkdtempSync(join(tmpdir(), 'trabecula-proof-'));
  try {
    const counts = { files: files.length, same: 0, refused: 0, pydicomCannot: 0, explained: 0, different: 0 };
    const differences: string[] = [];
    for (const answer of askPydicom('stored', files, temporary)) {
      const name = relative(folder, answer.path);
      const verdict = compare(answer, storedValuesOf(readFileSync(answer.path), codecs));
      if (verdict.kind === 'different' && explained[name] !== undefined) counts.explained += 1;
      else {
        counts[verdict.kind] += 1;
        if (verdict.kind === 'different') differences.push(`${name}: ${verdict.words}`);
      }
    }
    return { holds: differences.length === 0, counts, differences, explained, pydicom: pydicomVersion() };
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

type Verdict =
  | { readonly kind: 'same' | 'refused' | 'pydicomCannot' }
  | { readonly kind: 'different'; readonly words: string };

function compare(answer: PydicomAnswer, ours: ReturnType<typeof storedValuesOf>): Verdict {
  if (ours.kind === 'refused') {
    if (ours.refusal.reason === answer.refusal) return { kind: 'refused' };
    // Neither of the two can read it, and the tags promise no more: damaged.
    if (answer.refusal === null && answer.file === undefined && ours.refusal.reason === 'unreadable')
      return { kind: 'refused' };
    const words = `refused as ${ours.refusal.reason} (${ours.refusal.detail}), expected ${answer.refusal ?? 'pixels'}`;
    return { kind: 'different', words };
  }
  if (answer.refusal !== null) return { kind: 'different', words: `decoded, expected ${answer.refusal}` };
  if (answer.file === undefined) return { kind: 'pydicomCannot' };
  const theirs = int32File(answer.file);
  if (theirs.length !== ours.values.length)
    return { kind: 'different', words: `${ours.values.length} values, pydicom has ${theirs.length}` };
  const largest = theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - ours.values[i]!)), 0);
  const allowed = isLossy(answer.transferSyntax) ? LARGEST_LOSSY_DIFFERENCE : 0;
  return largest <= allowed
    ? { kind: 'same' }
    : { kind: 'different', words: `values differ by up to ${largest}` };
}

function isLossy(transferSyntax: string | undefined): boolean {
  return /\.(50|51|81|91|203)$/.test(transferSyntax ?? '');
}
