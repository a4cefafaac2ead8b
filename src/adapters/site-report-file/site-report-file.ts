import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { SiteReport } from '../../core/validation/site-report.ts';
import { TrabeculaError } from '../../errors.ts';

const share = z.number().min(0).max(1);
const estimated = z.union([
  z.looseObject({ kind: z.literal('estimated'), value: share, lower: share, upper: share }),
  z.looseObject({ kind: z.literal('not-estimable'), reason: z.string() }),
]);
const anyFigure = z.union([
  z.looseObject({ kind: z.literal('estimated'), value: z.number(), lower: z.number(), upper: z.number() }),
  z.looseObject({ kind: z.literal('not-estimable'), reason: z.string() }),
]);
const count = z.number().int().min(0);

/** The parts of a validation report on which decisions rest; the rest is read as it is. */
const schema = z.looseObject({
  title: z.string(),
  madeAt: z.iso.datetime(),
  models: z.object({
    versions: z.partialRecord(z.enum(['ap', 'lateral']), z.string().regex(/^[0-9a-f]{64}$/)),
    precision: z.enum(['fp32', 'int8']),
  }),
  modelTraining: z.enum(['simulated', 'clinical']),
  patients: z.enum(['real', 'simulated']),
  verification: z.enum(['random-sample', 'clinical-routine', 'flagged-only']),
  pairing: z.looseObject({ analysed: count }),
  dxaPositive: z.object({ women: count, men: count }),
  scores: z.array(
    z.looseObject({
      score: z.enum(['ap', 'lateral', 'together']),
      target: z.enum(['any-site', 'spine']),
      accuracy: z.union([
        z.looseObject({
          kind: z.literal('estimated'),
          people: count,
          withCondition: count,
          auc: z.union([
            z.looseObject({ kind: z.literal('estimated'), interval: estimated }),
            z.looseObject({ kind: z.literal('not-estimable'), reason: z.string() }),
          ]),
          sensitivity: z.looseObject({ wilson: estimated }),
          specificity: z.looseObject({ wilson: estimated }),
          ppv: estimated,
        }),
        z.looseObject({ kind: z.literal('not-estimable'), reason: z.string() }),
      ]),
      subgroups: z.array(
        z.looseObject({
          attribute: z.string(),
          gaps: z.array(
            z.looseObject({
              measure: z.string(),
              highest: z.string(),
              lowest: z.string(),
              difference: anyFigure,
            }),
          ),
        }),
      ),
    }),
  ),
});

/** A report file of `trabecula validate` with its SHA-256. Throws TrabeculaError "not-found" or "bad-input-file". */
export async function readSiteReportFile(
  path: string,
): Promise<{ readonly report: SiteReport; readonly digest: string }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new TrabeculaError('not-found', `cannot read ${path}`, { cause });
  }
  return siteReportOf(bytes, path);
}

/**
 * The same of a report that was sent.
 *
 * @param name - what its file is called in an error
 */
export function siteReportOf(
  bytes: Buffer,
  name: string,
): { readonly report: SiteReport; readonly digest: string } {
  const parsed = schema.safeParse(parseJson(bytes.toString('utf8'), name));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new TrabeculaError(
      'bad-input-file',
      `${name} is no validation report (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    );
  }
  return {
    report: parsed.data as unknown as SiteReport,
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TrabeculaError('bad-input-file', `${name} is not JSON`, { cause });
  }
}
