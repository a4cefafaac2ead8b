import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import type { AppReview } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';

/** Whether a clinician has reviewed the written result; to say so, where the user's token may. */
export function ReviewControl({
  session,
  assessmentKey,
  review,
  onFailure,
}: {
  readonly session: Session;
  readonly assessmentKey: string;
  readonly review: AppReview;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const [state, setState] = useState<AppReview | 'busy' | 'failed'>(review);
  const send = async (): Promise<void> => {
    setState('busy');
    try {
      const response = await session.call('reviews', { method: 'POST', body: { assessmentKey } });
      setState(((await response.json()) as { review: AppReview }).review);
    } catch (error) {
      if (error instanceof SessionFailure && error.kind === 'expired') onFailure(error);
      else setState('failed');
    }
  };
  if (state === 'nothing-to-review') return null;
  const isOpen = state === 'waiting' || state === 'busy' || state === 'failed';
  return (
    <>
      <Text size="sm" role="status" data-review={state}>
        {message(`review.${isOpen ? 'waiting' : state}`)}
      </Text>
      {isOpen && (
        <div>
          <Button
            variant="default"
            loading={state === 'busy'}
            onClick={() => {
              void send();
            }}
          >
            {message('review.do')}
          </Button>
        </div>
      )}
      {state === 'failed' && (
        <Text size="sm" role="alert">
          {message('answer.failed')}
        </Text>
      )}
    </>
  );
}
