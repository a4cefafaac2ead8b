import { createHash } from 'node:crypto';

/** SHA-256 as hex: the identity of results, assessments and policies. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
