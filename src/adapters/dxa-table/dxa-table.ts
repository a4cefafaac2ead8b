import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { TrabeculaError } from '../../errors.ts';
import { isCalendarDay } from '../../core/patient/recorded-date.ts';
import type { DxaResult } from '../../core/validation/validation-case.ts';

const COLUMNS = [
  'patientId',
  'dxaDate',
  'spineTScore',
  'totalHipTScore',
  'femoralNeckTScore',
  'treatmentStartedOn',
] as const;

const emptyIsAbsent = (value: unknown) => (value === '' ? undefined : value);

const day = z.string().refine(isCalendarDay, 'must be a date as YYYY-MM-DD');

/** T-scores beyond +- 10 are typing errors or a BMD in the wrong column. */
const tScore = z
  .string()
  .regex(/^[+-]?\d+(\.\d+)?$/, 'must be a number with a decimal point, like -2.5')
  .transform(Number)
  .refine((value) => Math.abs(value) <= 10, 'must lie between -10 and 10');

const row = z.object({
  patientId: z.string().min(1, 'must not be empty'),
  dxaDate: day,
  spineTScore: z.preprocess(emptyIsAbsent, tScore.optional()),
  totalHipTScore: z.preprocess(emptyIsAbsent, tScore.optional()),
  femoralNeckTScore: z.preprocess(emptyIsAbsent, tScore.optional()),
  treatmentStartedOn: z.preprocess(emptyIsAbsent, day.optional()),
});

/**
 * Reads a site's table of DXA results (CSV, UTF-8, header row with the columns above; T-scores and treatmentStartedOn
 * may be empty, columns in any order, others ignored). Throws TrabeculaError "bad-input-file" that names line and
 * column, never a value of a patient.
 *
 * @param asOf - a DXA after this day is a typing error
 */
export function parseDxaTable(csv: string, asOf: Date): readonly DxaResult[] {
  const records = readRecords(csv);
  const lineOf = new Map<string, number>();
  const today = asOf.toISOString().slice(0, 10);
  return records.map((record, index) => {
    const line = index + 2;
    const parsed = row.safeParse(record);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw bad(line, `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is invalid'}`);
    }
    const { patientId, dxaDate, spineTScore, totalHipTScore, femoralNeckTScore, treatmentStartedOn } =
      parsed.data;
    if (dxaDate > today) throw bad(line, 'dxaDate lies in the future');
    if (treatmentStartedOn !== undefined && treatmentStartedOn > today)
      throw bad(line, 'treatmentStartedOn lies in the future');
    const key = `${patientId}\n${dxaDate}`;
    const earlier = lineOf.get(key);
    if (earlier !== undefined) throw bad(line, `is the same patient and day as line ${earlier}`);
    lineOf.set(key, line);
    const hips = [totalHipTScore, femoralNeckTScore].filter((t) => t !== undefined);
    return {
      personId: patientId,
      performedOn: dxaDate,
      spineTScore,
      hipTScore: hips.length === 0 ? undefined : Math.min(...hips),
      treatmentStarts: treatmentStartedOn === undefined ? [] : [treatmentStartedOn],
    };
  });
}

function readRecords(csv: string): readonly Record<string, string>[] {
  let records: Record<string, string>[];
  try {
    records = parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    throw new TrabeculaError('bad-input-file', 'the DXA table is not readable as CSV', { cause });
  }
  const first = records[0];
  if (first === undefined) throw new TrabeculaError('bad-input-file', 'the DXA table holds no rows');
  const missing = COLUMNS.slice(0, 3).filter((column) => !(column in first));
  if (missing.length > 0)
    throw new TrabeculaError(
      'bad-input-file',
      `the DXA table lacks the columns: ${missing.join(', ')} (its header needs ${COLUMNS.join(', ')})`,
    );
  return records;
}

function bad(line: number, message: string): TrabeculaError {
  return new TrabeculaError('bad-input-file', `DXA table, line ${line}: ${message}`);
}
