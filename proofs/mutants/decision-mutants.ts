/** One small wrong change to the decision: a constant or a comparison. `from` stands exactly once in the file. */
export interface Mutant {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const mutant =
  (file: string) =>
  (from: string, to: string): Mutant => ({ file: `src/core/decision/${file}`, from, to });

const field = mutant('policy-fields.ts');
const treatment = mutant('treatment.ts');
const dxaHistory = mutant('dxa-history.ts');
const dxaRules = mutant('rules/dxa.ts');
const group = mutant('screening-group.ts');
const tools = mutant('risk-tools.ts');
const findings = mutant('tool-findings.ts');

/** Written by hand, each a mistake that somebody could make. */
export const DECISION_MUTANTS: readonly Mutant[] = [
  field("womenScreenFromYears: field('years', 65", "womenScreenFromYears: field('years', 64"),
  group('if (age < womenRiskToolFromYears)', 'if (age <= womenRiskToolFromYears)'),
  treatment('injectedDepot && given.length > 0', 'given.length > 0'),
  field("menScreenFromYears: field('years', 70", "menScreenFromYears: field('years', 71"),
  field("fracturePathwayFromYears: field('years', 50", "fracturePathwayFromYears: field('years', 51"),
  field(
    "osteoporosisTScoreAtOrBelow: field('T-score', -2.5",
    "osteoporosisTScoreAtOrBelow: field('T-score', -2.6",
  ),
  field("minimumVertebrae: field('vertebrae', 2", "minimumVertebrae: field('vertebrae', 1"),
  field("denosumabDoseHoldsMonths: field('months', 7", "denosumabDoseHoldsMonths: field('months', 12"),
  field("reassuringTScoreAbove: field('T-score', -1.5", "reassuringTScoreAbove: field('T-score', -1.6"),
  field("refusesSnoozeMonths: field('months', 12", "refusesSnoozeMonths: field('months', 11"),
  field("doneSnoozeDays: field('days', 90", "doneSnoozeDays: field('days', 91"),
  field("dxaPositiveMenNeeded: field('men', 30", "dxaPositiveMenNeeded: field('men', 29"),
  field("fraxPositiveAtOrAbove: field('percent', 8.4", "fraxPositiveAtOrAbove: field('percent', 8.5"),
  treatment('return today <= coversUntil', 'return today < coversUntil'),
  treatment("doseUse !== 'oncology' && (", '('),
  treatment("evidence === 'administered' || evidence === 'dispensed'", "evidence === 'ordered'"),
  treatment("last.record.drug === 'denosumab' ?", "last.record.drug !== 'denosumab' ?"),
  mutant('fractures.ts')(
    "fracture.character === 'low-trauma' || fracture.character === 'not-stated'",
    "fracture.character !== 'pathological'",
  ),
  mutant('fractures.ts')('.most >= question', '.least >= question'),
  dxaHistory('value <= border &&', 'value < border &&'),
  dxaHistory('value >= border : value > border', 'value >= border : value >= border'),
  dxaHistory('vertebrae >= minimumVertebrae', 'vertebrae > minimumVertebrae'),
  dxaHistory("extent !== 'peripheral' && hasHappened", 'hasHappened'),
  dxaHistory('tScore.value < least.value', 'tScore.value > least.value'),
  dxaRules('question.today >= last.repeatFrom', 'question.today > last.repeatFrom'),
  dxaRules('question.today > holdsUntil ||', 'question.today >= holdsUntil ||'),
  dxaRules('12 * reassuringDxaHoldsYears', '13 * reassuringDxaHoldsYears'),
  group('if (age >= womenScreenFromYears)', 'if (age > womenScreenFromYears)'),
  group('if (age >= menScreenFromYears)', 'if (age > menScreenFromYears)'),
  group('womanGroup(question, ageYears.least,', 'womanGroup(question, ageYears.most,'),
  tools('(weightKg - ageYears) / 5', '(weightKg - ageYears) / 4'),
  tools('return weightKg < 70 ? 3 : 0', 'return weightKg <= 70 ? 3 : 0'),
  tools('(oestrogen ? 0 : 2)', '(oestrogen ? 2 : 0)'),
  tools('Math.trunc(points)', 'Math.floor(points)'),
  findings('v < t.ostPositiveBelow', 'v <= t.ostPositiveBelow'),
  findings('v >= t.fraxPositiveAtOrAbove', 'v > t.fraxPositiveAtOrAbove'),
  mutant('rules/film.ts')('today <= addMonths(acquiredOn', 'today < addMonths(acquiredOn'),
  mutant('rules/film.ts')(
    "image.trainingData === 'simulated' && !deployment.isSandbox",
    "image.trainingData === 'simulated' && deployment.isSandbox",
  ),
  mutant('rules/screening.ts')('dxaPositiveMenValidated < question', 'dxaPositiveMenValidated <= question'),
  mutant('snooze.ts')('question.today >= until ||', 'question.today > until ||'),
  mutant('snooze.ts')('feedback.channel === channel &&', ''),
  mutant('showing-caps.ts')('mine.length >= showingsPerUser', 'mine.length > showingsPerUser'),
  mutant('showing-caps.ts')('counted.length >= showingsPerPatient', 'counted.length > showingsPerPatient'),
  mutant('risk-drugs.ts')('glucocorticoidFromMonths) <= to', 'glucocorticoidFromMonths) < to'),
  mutant('alert-burden.ts')('> thresholds.overrideLimitPercent', '>= thresholds.overrideLimitPercent'),
];
