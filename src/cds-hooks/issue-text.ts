import type { z } from 'zod';

/** The issues of a refused body as "field: what is wrong", never with the value that was sent. */
export function issueText(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`)
    .join('; ');
}
