import type { RiskDrugRecord } from '../patient/patient-context.ts';
import { conditionFact, fractureFact } from './fact-of.ts';
import type { Fact } from './facts.ts';
import { lowImpactFractures } from './fractures.ts';
import type { Question } from './question.ts';
import { endocrineCancerTherapies, longGlucocorticoids } from './risk-drugs.ts';

const riskDrugFact = ({ drugClass, from, reference }: RiskDrugRecord): Fact => ({
  kind: 'risk-drug',
  drugClass,
  from,
  reference,
});

/** Risk factors that make DXA indicated below the screening age (ISCD 2023, BHOF 2022), whatever a tool says. */
export function indicationFacts(question: Question): Fact[] {
  return [
    ...lowImpactFractures(question).slice(0, 1).map(fractureFact),
    ...longGlucocorticoids(question).slice(0, 1).map(riskDrugFact),
    ...endocrineCancerTherapies(question).slice(0, 1).map(riskDrugFact),
    ...(question.sex === 'male' ? question.context.hypogonadism : [])
      .slice(0, 1)
      .map((condition) => conditionFact('hypogonadism', condition)),
    ...signedReportFacts(question),
  ];
}

/** ACR and Medicare speak of findings that a signed radiology report states; they are cited for nothing else. */
export const signedReportFacts = ({ context }: Question): Fact[] =>
  context.signedReportFindings.slice(0, 1).map((finding) => conditionFact('signed-report', finding));

/** Osteopenia and localised osteoporosis are named and decide nothing: they never hold screening back. */
export const osteopeniaFacts = ({ context }: Question): Fact[] =>
  context.osteopeniaDiagnoses
    .slice(0, 1)
    .map((condition) => conditionFact('osteopenia-diagnosis', condition));
