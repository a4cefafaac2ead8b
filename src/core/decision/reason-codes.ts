/**
 * Every outcome that a decision can have, in the order of the decision list (docs/decision.md). The code is what
 * tests, the app, metrics and the work list speak of; its sentence is in the message catalogue.
 */
export const REASON_CODES = [
  // Row 1 and 2, and a record that cannot carry a decision.
  'identity-mismatch',
  'deceased',
  'hospice',
  'palliative-care',
  'pregnancy',
  'record-not-readable',
  // The order hooks.
  'order-not-dxa',
  'order-dxa-within-interval',
  'order-dxa-second-order',
  'order-dxa-tool-first',
  'order-dxa-not-questioned',
  // Row 3 and 4.
  'fracture-pathway',
  'fracture-denosumab-gap',
  'fracture-on-treatment',
  'osteoporosis-untreated',
  'osteoporosis-treatment-lapsed',
  'osteoporosis-denosumab-gap',
  'osteoporosis-on-treatment',
  // Row 5.
  'denosumab-gap',
  'on-treatment',
  // Row 6 and 7.
  'dxa-in-interval',
  'dxa-above-limit-within-five-years',
  'dxa-in-progress',
  // Row 8.
  'snoozed-not-my-patient',
  'snoozed-patient-refuses',
  'snoozed-not-applicable',
  'snoozed-done',
  'snoozed-accepted',
  'snoozed-other-reason',
  // What takes the AI part away.
  'film-gave-no-result',
  'film-too-old',
  'film-date-unknown',
  'film-not-flagged',
  'film-uncertain-without-basis',
  'model-simulated-outside-sandbox',
  // Row 9 by group.
  'ai-woman-65',
  'ai-woman-50-64-tool-positive',
  'ai-woman-50-64-other-indication',
  'ai-woman-50-64-tool-first',
  'ai-woman-50-64-tool-not-positive',
  'ai-woman-premenopausal',
  'ai-man-70',
  'ai-man-50-69-risk-factor',
  'ai-man-50-69-no-risk-factor',
  'ai-men-not-validated',
  'ai-under-50',
  'ai-age-unknown',
  'ai-sex-unknown',
  // Row 10.
  'guideline-woman-65',
  'guideline-woman-50-64-tool-positive',
  'guideline-woman-50-64-other-indication',
  'guideline-woman-50-64-tool-first',
  'guideline-man-70',
  'guideline-man-50-69-risk-factor',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];
