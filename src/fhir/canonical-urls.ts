/** Base of this project's own canonical URLs. "example" is a reserved domain: nobody can be sent elsewhere by it. */
export const CANONICAL_BASE = 'https://trabecula.example/fhir';

/** Reason codes of decisions (`core/decision/reason-codes.ts`). */
export const DECISION_REASON_SYSTEM = `${CANONICAL_BASE}/CodeSystem/decision-reason`;

/** Override reasons that HL7's list does not have. */
export const OVERRIDE_REASON_OWN_SYSTEM = `${CANONICAL_BASE}/CodeSystem/override-reason`;
