import type { Observation } from '@medplum/fhirtypes';
import { flatRows } from '../../../src/adapters/population/flat-rows.ts';
import { shippedViews } from '../../../src/adapters/population/flat-views.ts';
import { isAnsweringSite } from '../../../src/core/decision/dxa-history.ts';
import { DEFAULT_THRESHOLDS } from '../../../src/core/decision/policy.ts';
import { dxaStudiesFrom } from '../../../src/fhir/normalise/dxa.ts';
import { tScoresOf } from '../../../src/fhir/normalise/t-scores.ts';
import { populationFacts } from '../../../src/fhir/population/population-facts.ts';

const view = shippedViews().find(({ table }) => table === 'bone_density')!;
const rowsOf = (observation: Observation) =>
  flatRows(view, observation, (entry) => populationFacts(entry, []));

const LOINC = 'http://loinc.org';
const [LUMBAR, HIP, FOREARM, HEEL, Z_SCORE] = ['38267-1', '38264-8', '38265-5', '38266-3', '80933-5'];
const code = (loinc: string, text?: string) => ({
  coding: [{ system: LOINC, code: loinc }],
  ...(text === undefined ? {} : { text }),
});
const quantity = (value: number, unit = '{T-score}') => ({ valueQuantity: { value, code: unit } });
const result = (parts: Partial<Observation>): Observation => ({
  resourceType: 'Observation',
  id: 'o',
  status: 'final',
  code: code(LUMBAR),
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-01-10',
  ...parts,
});

/** Each with the T-scores that it holds for the questions. */
const CASES: readonly (readonly [string, Observation, readonly number[]])[] = [
  ['a lumbar T-score', result(quantity(-2.6)), [-2.6]],
  [
    'one beside a local code',
    result({
      ...quantity(-2.6),
      code: {
        coding: [
          { system: 'x', code: '1' },
          { system: LOINC, code: LUMBAR },
        ],
      },
    }),
    [-2.6],
  ],
  ['one in words', result({ valueString: '-2.6 SD' }), [-2.6]],
  ['one in words with a printed minus', result({ valueString: '−2.6' }), [-2.6]],
  ['words that are no number', result({ valueString: 'low' }), []],
  ['a density under the code of a T-score', result(quantity(0.812, 'g/cm2')), []],
  ['beyond what can be', result(quantity(-26)), []],
  ['an upper bound', result({ valueQuantity: { value: -2.5, comparator: '<' } }), [-2.5]],
  ['a lower bound', result({ valueQuantity: { value: -2.5, comparator: '>' } }), [-2.5]],
  ['a total hip', result({ ...quantity(-2.7), code: code(HIP, 'Total hip T-score') }), [-2.7]],
  [
    'a trochanter',
    result({ ...quantity(-2.7), code: code(HIP), bodySite: { text: 'Greater trochanter' } }),
    [],
  ],
  ['a single vertebra', result({ ...quantity(-3.1), bodySite: { text: 'L3' } }), []],
  ['a heel', result({ ...quantity(-3.1), code: code(HEEL) }), []],
  [
    'a forearm, which does not answer in everybody',
    result({ ...quantity(-3.1), code: code(FOREARM, '1/3 radius') }),
    [],
  ],
  ['a preliminary result', result({ ...quantity(-2.6), status: 'preliminary' }), [-2.6]],
  ['a registered one', result({ ...quantity(-2.6), status: 'registered' }), []],
  ['one entered in error', result({ ...quantity(-2.6), status: 'entered-in-error' }), []],
  [
    'components of one examination',
    result({
      code: { text: 'DXA' },
      component: [
        { code: code(LUMBAR, 'L1-L4'), ...quantity(-1.9) },
        { code: code(HIP, 'Femoral neck'), ...quantity(-2.6) },
        { code: code(HIP, 'Trochanter'), ...quantity(-2.9) },
        { code: code(Z_SCORE), ...quantity(-1) },
      ],
    }),
    [-1.9, -2.6],
  ],
];

const OTHER_DAYS: readonly (readonly [string, Partial<Observation>, string])[] = [
  ['an instant', { effectiveInstant: '2026-02-03T10:00:00Z' }, '2026-02-03'],
  ['the end of a period', { effectivePeriod: { start: '2026-02-03', end: '2026-02-04' } }, '2026-02-04'],
  ['the start of an open period', { effectivePeriod: { start: '2026-02-03' } }, '2026-02-03'],
];

describe('bone density results', () => {
  test.each(CASES)('%s', (_name, observation, expected) => {
    const rows = rowsOf(observation).filter(({ concept }) => concept === 'central-t-score');
    expect(rows.map(({ value }) => value)).toEqual(expected);
    const decision = tScoresOf(observation).filter((tScore) => isAnsweringSite(tScore, DEFAULT_THRESHOLDS));
    expect(rows.map(({ value, comparator, effective }) => ({ value, comparator, effective }))).toEqual(
      decision.map(({ value, comparator, measuredOn }) => ({
        value,
        comparator,
        effective: measuredOn,
      })),
    );
  });

  test.each(OTHER_DAYS)('are of the day of %s, as for the decision', (_name, when, day) => {
    const { effectiveDateTime: _other, ...undated } = result(quantity(-2.6));
    const observation: Observation = { ...undated, ...when };
    expect(rowsOf(observation).map(({ effective }) => effective)).toEqual([day]);
    expect(tScoresOf(observation).map(({ measuredOn }) => measuredOn)).toEqual([day]);
  });

  test.each([
    ['a Z-score', result({ ...quantity(-1), code: code(Z_SCORE) }), true],
    ['a density without its value', result({ code: code('24966-4') }), true],
    ['the study itself', result({ code: code('38269-7') }), true],
    [
      'a risk tool that was fed a density',
      result({ code: { text: 'FRAX' }, component: [{ code: code('24701-5'), ...quantity(0.7, 'g/cm2') }] }),
      false,
    ],
    ['a blood count', result({ code: code('718-7'), ...quantity(13, 'g/dL') }), false],
  ])('%s shows an examination: as for the decision', (_name, observation, shown) => {
    expect(rowsOf(observation).map(({ concept }) => concept)).toEqual(shown ? ['central-bmd'] : []);
    expect(dxaStudiesFrom([], [], [observation], [])).toHaveLength(shown ? 1 : 0);
  });
});
