import type { Resource } from '@medplum/fhirtypes';

/** Holds what is about to leave for a health record against our profiles. */
export interface OutgoingCheck {
  /** Empty: valid. Else each fault in words: the element and the rule, never a value of it. */
  problemsOf(resource: Resource): readonly string[];
}
