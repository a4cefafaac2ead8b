/** Why a fact is not there. Absent is a value: no rule may read it as "no". */
export type AbsentReason =
  /** The record was read and holds nothing of the kind. */
  | 'not-recorded'
  /** The part of the record that would hold it was not read or could not be read. */
  | 'not-read'
  /** It is there and cannot be used: no unit, an impossible number, a date that is only a year. */
  | 'not-usable'
  /** Two entries contradict each other; none is picked. */
  | 'conflicting'
  /** Patient.gender is "other" or "unknown": nothing sex-based is said. */
  | 'not-female-or-male';

export type Known<T> =
  { readonly kind: 'known'; readonly value: T } | { readonly kind: 'absent'; readonly reason: AbsentReason };

export const known = <T>(value: T): Known<T> => ({ kind: 'known', value });

export const absent = (reason: AbsentReason): Known<never> => ({ kind: 'absent', reason });

/** The value, or undefined where it is absent: for rules that need it and say why they do not match without it. */
export const valueOf = <T>(fact: Known<T>): T | undefined => (fact.kind === 'known' ? fact.value : undefined);
