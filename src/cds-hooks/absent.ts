import type { z } from 'zod';

/** An optional field; some clients send null where they have nothing, and it means the same here. */
export function orAbsent<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}
