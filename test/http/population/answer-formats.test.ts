import { answerFormatOf, csvOf, fhirOf, researchCsvOf } from '../../../src/http/population/answer-formats.ts';
import type { QuestionAnswer } from '../../../src/flow/ports/population-questions.ts';

const answer = (
  rowsAre: 'patients' | 'counts',
  rows: QuestionAnswer['rows'],
  more: Partial<QuestionAnswer['question']> = {},
): QuestionAnswer => ({
  question: { name: 'q', title: 'Question', description: '', parameters: [], rowsAre, ...more },
  parameters: { asOf: '2026-11-28' },
  columns: Object.keys(rows[0] ?? {}),
  rows,
  rowsInAll: rows.length,
});

test('a value that a spreadsheet would run as a formula is defused', () => {
  const csv = csvOf(answer('patients', [{ patient_id: '=HYPERLINK("http://x")', site: '+1' }]));
  expect(csv).toBe(`patient_id,site\n"'=HYPERLINK(""http://x"")",'+1\n`);
});

test('a research export holds counts only, and withholds small cells with the rates beside them', () => {
  const rows = [{ stratum: 'North', flagged: 30, confirmed: 3, ppv_percent: 10 }];
  expect(researchCsvOf(answer('counts', rows))).toBe(
    'stratum,flagged,confirmed,ppv_percent\nNorth,30,under 11,\n',
  );
  expect(() => researchCsvOf(answer('patients', [{ patient_id: 'a' }]))).toThrow(
    'only counts can be exported',
  );
});

test('patients become a Group; a rate becomes a MeasureReport; the wrong pairing is refused in words', () => {
  const at = new Date('2026-11-28T12:00:00Z');
  expect(fhirOf('group', answer('patients', [{ patient_id: 'a' }, { patient_id: 'a' }]), at)).toMatchObject({
    quantity: 1,
  });
  const rate = answer('counts', [{ denominator: 5, numerator: 2, percent: 40 }], { improvement: 'decrease' });
  expect(fhirOf('measure-report', rate, at)).toMatchObject({
    type: 'summary',
    improvementNotation: { coding: [{ code: 'decrease' }] },
    period: { start: '2025-11-28', end: '2026-11-28' },
  });
  expect(() => fhirOf('group', rate, at)).toThrow('answers with counts, not with patients');
  expect(() => fhirOf('measure-report', answer('counts', [{ month: '2026-11', cards: 3 }]), at)).toThrow(
    'is no rate',
  );
  expect(() => answerFormatOf('pdf')).toThrow('format must be one of json, csv');
});
