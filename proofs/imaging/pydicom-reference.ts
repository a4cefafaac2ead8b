import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file as pydicom reads it. */
export interface PydicomAnswer {
  readonly path: string;
  /** The reason for which a film reader has to refuse the file, by its tags; null when it has to decode. */
  readonly refusal: string | null;
  readonly transferSyntax?: string;
  /** Raw values of the first frame. */
  readonly file?: string;
  readonly error?: string;
}

/** Python with pydicom and a decoder for compressed pixels (Debian: python3-pydicom, python3-gdcm; other Pythons by TRABECULA_PROOF_PYTHON). */
const python = process.env['TRABECULA_PROOF_PYTHON'] ?? '/usr/bin/python3';

/** Runs the reference over files. Throws when Python or pydicom is missing: a proof without its peer proves nothing. */
export function askPydicom(
  mode: 'stored' | 'grey',
  files: readonly string[],
  outFolder: string,
): readonly PydicomAnswer[] {
  const script = join(import.meta.dirname, 'pydicom_reference.py');
  const output = execFileSync(python, [script, mode, outFolder], {
    input: files.map((file) => `${file}\n`).join(''),
    maxBuffer: 2 ** 28,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PydicomAnswer);
}

export function pydicomVersion(): string {
  return execFileSync(python, ['-c', 'import pydicom; print(pydicom.__version__)'], {
    encoding: 'utf8',
  }).trim();
}

/** Folder of pydicom's own test files. */
export function pydicomTestFiles(): string {
  const code =
    'import pydicom, os; print(os.path.join(os.path.dirname(pydicom.__file__), "data", "test_files"))';
  return execFileSync(python, ['-c', code], { encoding: 'utf8' }).trim();
}

export function int32File(path: string): Int32Array {
  const bytes = readFileSync(path);
  return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export function float64File(path: string): Float64Array {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
