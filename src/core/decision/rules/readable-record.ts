import type { RecordPart } from '../../patient/patient-context.ts';
import type { Question } from '../question.ts';
import type { Rule, RuleMatch } from '../rule.ts';
import { BOTH } from '../rule.ts';

function unreadable({ context }: Question, parts: readonly RecordPart[]): RuleMatch | undefined {
  const unread = parts.filter((part) => context.read[part] !== 'read');
  if (unread.length === 0) return undefined;
  return {
    reasonCode: 'record-not-readable',
    facts: unread.map((part) => ({ kind: 'not-read', part })),
    workList: 'record-not-readable',
  };
}

/** Without the conditions hospice and fractures are unknown: nothing is advised on half a record. */
export const readableRecord: Rule = {
  id: 'readable-record',
  silences: BOTH,
  match: (question) => unreadable(question, ['conditions']),
};

/**
 * What follows advises because something is absent (no DXA, no treatment, no order); absence can only be read from
 * parts that were read. What stands before, a fracture or a gap that is recorded, holds without them.
 */
export const readableHistory: Rule = {
  id: 'readable-history',
  silences: BOTH,
  match: (question) => unreadable(question, ['dxa-results', 'medications', 'dxa-orders']),
};
