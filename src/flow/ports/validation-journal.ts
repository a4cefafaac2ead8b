import type { Pairing } from '../../core/validation/pair-films.ts';

/** What became of one person in a validation from the record. */
export type JournalledPerson =
  | { readonly kind: 'read'; readonly pairing: Pairing }
  | { readonly kind: 'without-film' }
  | { readonly kind: 'merged' }
  | { readonly kind: 'opted-out' }
  | { readonly kind: 'gone' };

export interface JournalEntry {
  readonly patientId: string;
  readonly person: JournalledPerson;
}

/** What a validation has found so far, kept durably so that one that was ended goes on where it stood. */
export interface ValidationJournal {
  /** Entries of an earlier start of the same validation. */
  readonly entries: readonly JournalEntry[];
  append(entry: JournalEntry): Promise<void>;
}
