import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RiskAssessment } from '@medplum/fhirtypes';
import { openProfileCheck } from '../../src/adapters/fhir-profiles/profile-check.ts';
import { shippedDefinitions } from '../../src/adapters/fhir-profiles/shipped-definitions.ts';
import { responseViolations } from '../../src/cds-hooks/response-invariants.ts';
import type { ClinicalCase } from './case.ts';
import { runCase } from './run-case.ts';

const profiles = openProfileCheck(shippedDefinitions());
const folder = join(import.meta.dirname, 'patients');
const cases = readdirSync(folder)
  .toSorted()
  .map(
    (file) =>
      [
        file.replace('.json', ''),
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as ClinicalCase,
      ] as const,
  );

describe('clinical cases', () => {
  it('are at least sixty, and each says why', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60);
    for (const [name, { why }] of cases) expect([name, why.length > 10]).toEqual([name, true]);
  });

  it.each(cases)('%s', (_, clinicalCase) => {
    const { decision, printed, riskAssessment } = runCase(clinicalCase);
    const [card] = printed.response.cards;
    const expected = clinicalCase.expect;
    expect(decision.reasonCode).toBe(expected.reason);
    expect(card?.summary).toBe(expected.summary);
    expect(decision.showing.kind === 'no-card' ? decision.showing.reason : undefined).toBe(expected.noCard);
    expect(decision.workList?.kind ?? null).toBe(expected.workList);
    for (const text of expected.detail ?? []) expect(card?.detail).toContain(text);
    const create = card?.suggestions
      ?.flatMap(({ actions }) => actions ?? [])
      .find(({ type }) => type === 'create');
    const order =
      create?.type === 'create' && create.resource.resourceType === 'ServiceRequest' ? create.resource : null;
    if (expected.order !== undefined) expect(order?.code?.text ?? null).toBe(expected.order);
    if (expected.gapClosed !== undefined) expect(decision.measureGapClosed).toBe(expected.gapClosed);
    if (expected.answered !== undefined) expect(decision.clinicalQuestionAnswered).toBe(expected.answered);
    expect(responseViolations(printed.response, { systemActionsAllowed: false })).toEqual([]);
    expectEssentials(riskAssessment, expected.riskAssessment);
    for (const leaving of [order, riskAssessment])
      if (leaving) expect(profiles.problemsOf(leaving)).toEqual([]);
  });
});

/** Preliminary, about our own outcome (a diagnosis code would read as a diagnosis), a percentage only where one was fitted. */
function expectEssentials(
  written: RiskAssessment | undefined,
  expected: ClinicalCase['expect']['riskAssessment'],
): void {
  if (expected === null) {
    expect(written).toBeUndefined();
    return;
  }
  const prediction = written?.prediction?.[0];
  expect(written?.status).toBe('preliminary');
  expect(prediction?.outcome?.coding?.map(({ code }) => code)).toEqual([
    'lumbar-t-score-at-or-below-minus-2.5',
  ]);
  expect(prediction?.probabilityDecimal ?? null).toBe(
    expected.probability === null ? null : expected.probability * 100,
  );
}
