import { z } from 'zod';
import { TrabeculaError } from '../errors.ts';
import { orAbsent } from './absent.ts';
import { issueText } from './issue-text.ts';
import type { FeedbackItem } from './protocol.ts';

const coding = z.looseObject({
  code: z.string().min(1).max(256),
  system: z.string().max(512),
  display: orAbsent(z.string()),
});

const item = z
  .looseObject({
    card: z.guid(),
    outcome: z.enum(['accepted', 'overridden']),
    acceptedSuggestions: orAbsent(z.array(z.looseObject({ id: z.guid() })).max(50)),
    overrideReason: orAbsent(
      z.looseObject({ reason: orAbsent(coding), userComment: orAbsent(z.string().max(10_000)) }),
    ),
    outcomeTimestamp: z.iso.datetime({ offset: true }),
  })
  .refine((report) => report.outcome === 'overridden' || (report.acceptedSuggestions?.length ?? 0) > 0, {
    path: ['acceptedSuggestions'],
    message: 'is required when the outcome is "accepted"',
  });

const body = z.looseObject({ feedback: z.array(item).min(1).max(100) });

/**
 * "Feedback": the reports of one POST. Throws TrabeculaError "bad-request" that names the field; a user's comment can
 * hold patient data, so no value is ever repeated.
 */
export function parseFeedback(value: unknown): readonly FeedbackItem[] {
  const parsed = body.safeParse(value);
  if (!parsed.success) throw new TrabeculaError('bad-request', issueText(parsed.error));
  return parsed.data.feedback.map(({ overrideReason, ...report }) => ({
    card: report.card.toLowerCase(),
    outcome: report.outcome,
    acceptedSuggestionUuids: (report.acceptedSuggestions ?? []).map((suggestion) =>
      suggestion.id.toLowerCase(),
    ),
    overrideReason:
      overrideReason === undefined
        ? undefined
        : {
            reason:
              overrideReason.reason === undefined
                ? undefined
                : { code: overrideReason.reason.code, system: overrideReason.reason.system },
            userComment: overrideReason.userComment,
          },
    outcomeTimestamp: report.outcomeTimestamp,
  }));
}
