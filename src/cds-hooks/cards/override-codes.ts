/** Reasons that a card offers, in this order. HL7's codes where there is one (CDS Hooks 3.0 ballot). */
export const OVERRIDE_CODES = [
  'action-completed',
  'patient-refuses',
  'cds-not-applicable',
  'patient-contraindication',
  'recipient-disagrees-evidence',
  'not-my-patient',
] as const;
export type OverrideCode = (typeof OVERRIDE_CODES)[number];
