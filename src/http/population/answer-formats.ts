import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import type { Resource } from '@medplum/fhirtypes';
import { suppressSmallCells } from '../../core/population/small-cells.ts';
import { TrabeculaError } from '../../errors.ts';
import { careGapBundle } from '../../fhir/population/care-gap-bundle.ts';
import { measureUrl } from '../../fhir/definitions/measures.ts';
import { subjectListReport, summaryReport, type CountedRate } from '../../fhir/population/measure-report.ts';
import { patientGroup } from '../../fhir/population/patient-group.ts';
import type { QuestionAnswer } from '../../flow/ports/population-questions.ts';

/** The forms in which an answer leaves, beside plain JSON. */
export const ANSWER_FORMATS = [
  'json',
  'csv',
  'research-csv',
  'group',
  'measure-report',
  'care-gaps',
] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

/** "json" when not given. Throws TrabeculaError "bad-request" for another word. */
export function answerFormatOf(asked: unknown): AnswerFormat {
  const found = ANSWER_FORMATS.find((format) => format === (asked ?? 'json'));
  if (found === undefined)
    throw new TrabeculaError('bad-request', `format must be one of ${ANSWER_FORMATS.join(', ')}`);
  return found;
}

/** CSV that a spreadsheet opens safely: a value that begins like a formula is quoted with an apostrophe. */
export function csvOf(answer: QuestionAnswer): string {
  return stringify([...answer.rows], { header: true, columns: [...answer.columns], escape_formulas: true });
}

/** Counts only, small cells and what is derived from them withheld: the form that may leave the house. */
export function researchCsvOf(answer: QuestionAnswer): string {
  if (answer.question.rowsAre !== 'counts') {
    throw new TrabeculaError(
      'bad-request',
      'only counts can be exported for research; this question answers with patients',
    );
  }
  const isCount = (column: string): boolean => answer.rows.every((row) => Number.isInteger(row[column] ?? 0));
  const derived = answer.columns.filter((column) => /percent|number_needed|days_|per_100/.test(column));
  const counts = answer.columns.filter((column) => !derived.includes(column) && isCount(column));
  return csvOf({ ...answer, rows: suppressSmallCells(answer.rows, counts, derived) });
}

/** A FHIR resource of the answer, as far as its rows are of the kind that the format holds. */
export function fhirOf(
  format: 'group' | 'measure-report' | 'care-gaps',
  answer: QuestionAnswer,
  at: Date,
): Resource {
  const producedAt = at.toISOString();
  const asOf = String(answer.parameters['asOf'] ?? producedAt.slice(0, 10));
  const periodStart = `${Number(asOf.slice(0, 4)) - 1}${asOf.slice(4)}`;
  if (format === 'measure-report')
    return measureReportOf(answer, { producedAt, periodStart, periodEnd: asOf });
  const patientIds = patientIdsOf(answer);
  const { name, title } = answer.question;
  if (format === 'group') return patientGroup({ title, identifier: `${name} ${asOf}`, patientIds });
  const gaps = patientIds.map((patientId) => ({ patientId, identifiedOn: asOf }));
  return careGapBundle(gaps, { measure: measureUrl(name), periodStart, periodEnd: asOf, producedAt, uuidOf });
}

function measureReportOf(
  answer: QuestionAnswer,
  period: Pick<CountedRate, 'producedAt' | 'periodStart' | 'periodEnd'>,
): Resource {
  const { name, rowsAre, improvement } = answer.question;
  const measure = measureUrl(name);
  if (rowsAre === 'patients') return subjectListReport({ measure, ...period }, patientIdsOf(answer));
  const [row] = answer.rows;
  if (
    improvement === undefined ||
    typeof row?.['denominator'] !== 'number' ||
    typeof row['numerator'] !== 'number'
  ) {
    throw new TrabeculaError(
      'bad-request',
      `"${name}" is no rate; a MeasureReport needs a numerator and a denominator`,
    );
  }
  return summaryReport({
    measure,
    improvement,
    ...period,
    denominator: row['denominator'],
    numerator: row['numerator'],
  });
}

function patientIdsOf(answer: QuestionAnswer): string[] {
  if (answer.question.rowsAre !== 'patients') {
    throw new TrabeculaError(
      'bad-request',
      `"${answer.question.name}" answers with counts, not with patients`,
    );
  }
  return [...new Set(answer.rows.map((row) => String(row['patient_id'])))];
}

/** The same text gives the same uuid (RFC 9562 version 8 over SHA-256). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
