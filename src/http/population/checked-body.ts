import type { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';

/** A body of the schema's shape. Throws TrabeculaError "bad-request" that names the field. */
export function checkedBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TrabeculaError(
    'bad-request',
    `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'not valid'}`,
  );
}
