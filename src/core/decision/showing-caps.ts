import type { NoCardReason } from './decision.ts';
import type { Question } from './question.ts';
import type { DecisionHistory } from './request.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type Showing = DecisionHistory['showings'][number];

/**
 * Caps on showings that nobody answered: three per patient and one per user in 30 days (both may be set), then the
 * work list. Feedback starts the count anew: from there on snoozes rule. A card shown again to the same user within
 * some hours is the same showing: a chart that is redrawn does not lose its card.
 */
export function capReason(question: Question): NoCardReason | undefined {
  if (question.request.hook === 'screening') return undefined;
  const { showingsPerPatient, showingsPerUser, sameShowingHours } = question.thresholds;
  const userId = question.request.user.id;
  const counted = distinctShowings(unanswered(question), sameShowingHours * HOUR_MS);
  const mine = counted.filter((showing) => showing.userId === userId);
  const asOf = question.asOf.getTime();
  if (mine.some(({ issuedAt }) => asOf - issuedAt.getTime() < sameShowingHours * HOUR_MS)) return undefined;
  if (mine.length >= showingsPerUser) return 'shown-to-this-user-already';
  return counted.length >= showingsPerPatient ? 'shown-often-enough' : undefined;
}

function unanswered({ history, thresholds, asOf }: Question): Showing[] {
  const windowStart = asOf.getTime() - thresholds.showingsWindowDays * DAY_MS;
  const answers = history.feedback.map(({ at }) => at.getTime()).filter((at) => at <= asOf.getTime());
  const from = Math.max(windowStart, ...answers);
  return history.showings.filter(({ issuedAt }) => issuedAt.getTime() > from && issuedAt <= asOf);
}

/** First showings only: a repetition to the same user counts from the first of its run. */
function distinctShowings(showings: readonly Showing[], sameMs: number): Showing[] {
  const ordered = showings.toSorted((a, b) => a.issuedAt.getTime() - b.issuedAt.getTime());
  const firsts: Showing[] = [];
  for (const showing of ordered) {
    const repeats = firsts.some(
      (first) => first.userId === showing.userId && +showing.issuedAt - +first.issuedAt < sameMs,
    );
    if (!repeats) firsts.push(showing);
  }
  return firsts;
}
