import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { TrabeculaError } from '../errors.ts';
import { defaultViewRules } from '../core/film/default-view-rules.ts';
import type { ViewRules } from '../core/film/view-rules.ts';

const terms = z.array(z.string().min(1).max(100)).max(1000);

const viewRulesSchema: z.ZodType<ViewRules> = z.strictObject({
  schemaVersion: z.literal(1),
  ap: terms,
  lateral: terms,
  notStandard: terms,
  lumbar: terms,
  otherBodyPart: terms,
});

/**
 * A site's own view rules (docs/imaging.md), or those that ship when no file is named. Throws TrabeculaError
 * "bad-configuration" that names the file and the member.
 */
export async function readViewRules(path: string | undefined): Promise<ViewRules> {
  if (path === undefined) return defaultViewRules;
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new TrabeculaError('bad-configuration', `view rules ${path} cannot be read as JSON`, { cause });
  }
  const parsed = viewRulesSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TrabeculaError(
    'bad-configuration',
    `view rules ${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
  );
}
