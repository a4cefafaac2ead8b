import type { Rule } from './rule.ts';
import { careLimits } from './rules/care-limits.ts';
import { dxaInInterval, dxaAboveLimit, dxaOrdered } from './rules/dxa.ts';
import { film } from './rules/film.ts';
import { fracture } from './rules/fracture.ts';
import { identity } from './rules/identity.ts';
import { orderBeingWritten } from './rules/order-being-written.ts';
import { osteoporosis } from './rules/osteoporosis.ts';
import { readableHistory, readableRecord } from './rules/readable-record.ts';
import { aiFlag, aiGroup, guideline } from './rules/screening.ts';
import { aiSnooze, guidelineSnooze } from './rules/snooze.ts';
import { treatment } from './rules/treatment.ts';

/** The decision list, in order (docs/decision.md): the first row that matches takes its channels. */
export const DECISION_LIST: readonly Rule[] = [
  identity,
  careLimits,
  readableRecord,
  orderBeingWritten,
  fracture,
  osteoporosis,
  treatment,
  readableHistory,
  dxaInInterval,
  dxaAboveLimit,
  dxaOrdered,
  guidelineSnooze,
  aiSnooze,
  film,
  aiGroup,
  aiFlag,
  guideline,
];
