import { z } from 'zod';
import type { Target } from '../../core/validation/target.ts';
import type { SiteTable } from '../../core/validation/pool-sites.ts';
import { TrabeculaError } from '../../errors.ts';

/** Tables of one file, and on whom they were counted. */
export interface SiteTables {
  readonly tables: readonly SiteTable[];
  readonly people: 'real' | 'simulated';
  /** Versions of the models that were run, where the file names them. */
  readonly modelVersions: string | undefined;
}

const count = z.number().int().min(0);
const counts = {
  truePositives: count,
  falseNegatives: count,
  falsePositives: count,
  trueNegatives: count,
};

const plainTable = z.object({
  name: z.string().min(1),
  ...counts,
  subgroup: z.string().min(1).optional(),
  people: z.enum(['real', 'simulated']).default('real'),
});

/** The part of `trabecula validate`'s report that pooling needs. */
const siteReport = z.object({
  title: z.string().min(1),
  patients: z.enum(['real', 'simulated']),
  verification: z.enum(['random-sample', 'clinical-routine', 'flagged-only']),
  models: z.object({ versions: z.record(z.string(), z.string()) }),
  scores: z.array(
    z.object({
      score: z.string(),
      target: z.string(),
      accuracy: z.union([
        z.object({ kind: z.literal('estimated'), table: z.object(counts) }),
        z.object({ kind: z.literal('not-estimable') }),
      ]),
    }),
  ),
});

/**
 * Reads one input of `trabecula pool`: a validation report, one table, or a list of tables. Throws TrabeculaError
 * "bad-input-file" that names the file and what it lacks.
 */
export function parseSiteTables(text: string, fileName: string, target: Target): SiteTables {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TrabeculaError('bad-input-file', `${fileName} is not JSON`, { cause });
  }
  if (typeof value === 'object' && value !== null && 'scores' in value)
    return fromReport(value, fileName, target);
  const parsed = z
    .array(plainTable)
    .min(1)
    .safeParse(Array.isArray(value) ? value : [value]);
  if (!parsed.success) throw invalid(fileName, parsed.error);
  const kinds = new Set(parsed.data.map((t) => t.people));
  if (kinds.size > 1)
    throw new TrabeculaError(
      'bad-input-file',
      `${fileName} mixes real and simulated people: pool them apart`,
    );
  return {
    tables: parsed.data.map(({ people: _, subgroup, ...table }) => ({ ...table, subgroup })),
    people: parsed.data[0]!.people,
    modelVersions: undefined,
  };
}

function fromReport(value: object, fileName: string, target: Target): SiteTables {
  const parsed = siteReport.safeParse(value);
  if (!parsed.success) throw invalid(fileName, parsed.error);
  const { title, patients, verification, models, scores } = parsed.data;
  if (verification === 'flagged-only')
    throw new TrabeculaError(
      'bad-input-file',
      `${fileName}: only flagged people had a DXA; sensitivity and specificity cannot be pooled from it`,
    );
  const accuracy = scores.find((s) => s.score === 'together' && s.target === target)?.accuracy;
  if (accuracy?.kind !== 'estimated')
    throw new TrabeculaError('bad-input-file', `${fileName} holds no two-by-two table for this target`);
  return {
    tables: [{ name: title, subgroup: undefined, ...accuracy.table }],
    people: patients,
    modelVersions: JSON.stringify(Object.entries(models.versions).sort()),
  };
}

function invalid(fileName: string, error: z.ZodError): TrabeculaError {
  const issue = error.issues[0];
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`;
  return new TrabeculaError(
    'bad-input-file',
    `${fileName} is neither a validation report nor a table${where}`,
  );
}
