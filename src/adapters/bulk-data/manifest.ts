import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';

const fileSchema = z.object({
  type: z.string().optional(),
  url: z.url(),
  count: z.number().int().nonnegative().optional(),
});

const manifestSchema = z.object({
  transactionTime: z.string().min(1),
  requiresAccessToken: z.boolean(),
  output: z.array(fileSchema),
  deleted: z.array(fileSchema).optional(),
  error: z.array(fileSchema).optional(),
  /** 4.0.0-ballot name of `error`. */
  outcome: z.array(fileSchema).optional(),
  link: z.array(z.object({ relation: z.string(), url: z.url() })).optional(),
});

export interface ExportFile {
  readonly kind: 'output' | 'deleted' | 'error';
  readonly url: string;
}

/** One page of an export's manifest (STU3 may send pages while the export still runs). */
export interface ManifestPage {
  readonly transactionTime: string;
  readonly requiresAccessToken: boolean;
  readonly files: readonly ExportFile[];
  readonly nextPageUrl: string | undefined;
}

/** Checks a manifest; a server that sends something else is refused by name of the field, nothing is imported. */
export function parseManifest(value: unknown): ManifestPage {
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new TrabeculaError('upstream-refused', `the export manifest is not valid at "${where}"`);
  }
  const { output, deleted = [], error = [], outcome = [], link = [], ...rest } = parsed.data;
  const tagged = (kind: ExportFile['kind'], files: readonly { url: string }[]): ExportFile[] =>
    files.map(({ url }) => ({ kind, url }));
  return {
    transactionTime: rest.transactionTime,
    requiresAccessToken: rest.requiresAccessToken,
    files: [
      ...tagged('output', output),
      ...tagged('deleted', deleted),
      ...tagged('error', [...error, ...outcome]),
    ],
    nextPageUrl: link.find(({ relation }) => relation === 'next')?.url,
  };
}
