import { parseDxaTable } from '../../../src/adapters/dxa-table/dxa-table.ts';

const HEADER = 'patientId,dxaDate,spineTScore,totalHipTScore,femoralNeckTScore,treatmentStartedOn';
const parse = (...rows: string[]) =>
  parseDxaTable([HEADER, ...rows].join('\n'), new Date('2026-01-01T00:00:00Z'));

test('the hip is the lower of total hip and femoral neck; empty cells are absent', () => {
  expect(parse('p1,2025-03-01,-2.6,-1.2,-2.7,', 'p2,2025-03-02,,,-1,2025-01-05')).toEqual([
    {
      personId: 'p1',
      performedOn: '2025-03-01',
      spineTScore: -2.6,
      hipTScore: -2.7,
      treatmentStarts: [],
    },
    {
      personId: 'p2',
      performedOn: '2025-03-02',
      spineTScore: undefined,
      hipTScore: -1,
      treatmentStarts: ['2025-01-05'],
    },
  ]);
});

test('columns may come in any order, and a byte order mark does no harm', () => {
  const csv = '\ufeffspineTScore,note,patientId,dxaDate\n-1.5,x,p1,2025-03-01\n';
  expect(parseDxaTable(csv, new Date('2026-01-01'))).toMatchObject([{ personId: 'p1', spineTScore: -1.5 }]);
});

test.each([
  ['a T-score as text', 'p1,2025-03-01,low,,,', 'line 2: spineTScore must be a number with a decimal point'],
  ['a decimal comma', 'p1,2025-03-01,"-2,5",,,', 'line 2: spineTScore must be a number with a decimal point'],
  ['a BMD in mg', 'p1,2025-03-01,780,,,', 'line 2: spineTScore must lie between -10 and 10'],
  ['not a number', 'p1,2025-03-01,NaN,,,', 'line 2: spineTScore must be a number'],
  ['a day that is none', 'p1,2025-02-30,-1,,,', 'line 2: dxaDate must be a date as YYYY-MM-DD'],
  ['a date in another order', 'p1,01/03/2025,-1,,,', 'line 2: dxaDate must be a date as YYYY-MM-DD'],
  ['a DXA in the future', 'p1,2026-03-01,-1,,,', 'line 2: dxaDate lies in the future'],
  [
    'treatment in the future',
    'p1,2025-03-01,-1,,,2027-01-01',
    'line 2: treatmentStartedOn lies in the future',
  ],
  ['no patient', ',2025-03-01,-1,,,', 'line 2: patientId must not be empty'],
])('%s is refused with line and column', (_, row, message) => {
  expect(() => parse(row)).toThrow(message);
});

test('the same patient on the same day is refused with both lines and without the patient', () => {
  const duplicate = () =>
    parse('p-secret,2025-03-01,-1,,,', 'p2,2025-03-01,-1,,,', 'p-secret,2025-03-01,-2,,,');
  expect(duplicate).toThrow('line 4: is the same patient and day as line 2');
  expect(duplicate).not.toThrow(/secret/);
});

test('an empty table and missing columns are named', () => {
  expect(() => parse()).toThrow('holds no rows');
  expect(() => parseDxaTable('patientId,t\np1,-2\n', new Date())).toThrow(
    'lacks the columns: dxaDate, spineTScore',
  );
  expect(() => parseDxaTable('a,b\n"x', new Date())).toThrow('not readable as CSV');
});
