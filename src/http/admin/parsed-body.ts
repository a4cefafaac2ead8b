import type { z } from 'zod';
import { issueText } from '../../cds-hooks/issue-text.ts';
import { TrabeculaError } from '../../errors.ts';

/** A body in the schema's shape. Throws TrabeculaError "bad-request" that names the field. */
export function parsed<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body);
  if (!result.success) throw new TrabeculaError('bad-request', issueText(result.error));
  return result.data;
}
