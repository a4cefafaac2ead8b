import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { TrabeculaError } from '../../errors.ts';
import type { JournalEntry, ValidationJournal } from '../../flow/ports/validation-journal.ts';

/** Patient ids stand in it: for its owner alone. */
const OWNER_ALONE = 0o600;

/**
 * A journal as one file: a line that says of which validation it is, then one line a person. A line that was cut off
 * when a process was ended is dropped, and its person read again. Throws TrabeculaError "conflict" when the file is of
 * another validation (other models, window, tenant).
 *
 * @param validation - whatever must be the same for entries to hold
 */
export async function openValidationJournal(
  path: string,
  validation: Readonly<Record<string, unknown>>,
): Promise<ValidationJournal> {
  const header = `${JSON.stringify(validation)}\n`;
  const bytes = await readOrNone(path);
  const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
  if (whole.byteLength < bytes.byteLength) await truncate(path, whole.byteLength);
  const [first, ...lines] = whole.toString('utf8').split('\n').slice(0, -1);
  if (first === undefined) await writeFile(path, header, { mode: OWNER_ALONE });
  else if (`${first}\n` !== header)
    throw new TrabeculaError(
      'conflict',
      `${path} was begun with other models, another window or another tenant: remove it to begin anew`,
    );
  return {
    entries: lines.map((line) => JSON.parse(line) as JournalEntry),
    append: (entry) => appendFile(path, `${JSON.stringify(entry)}\n`, { mode: OWNER_ALONE }),
  };
}

async function readOrNone(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
