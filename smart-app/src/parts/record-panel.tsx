import { Text } from '@mantine/core';
import type { AppView } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import type { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { Panel } from './panel.tsx';
import { ReviewControl } from './review-control.tsx';

/** What was written back, and where the referral stands. */
export function RecordPanel({
  session,
  view,
  onFailure,
}: {
  readonly session: Session;
  readonly view: Pick<AppView, 'record' | 'result'>;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const { referral, written, review } = view.record;
  return (
    <Panel title={message('record.heading')}>
      <Text size="sm">
        {written.length === 0
          ? message('record.notWritten')
          : message('record.written', { references: written.join(', ') })}
      </Text>
      {view.result.kind === 'assessed' && (
        <ReviewControl
          session={session}
          assessmentKey={view.result.assessmentKey}
          review={review}
          onFailure={onFailure}
        />
      )}
      <Text size="sm">
        {referral === undefined
          ? message('record.noReferral')
          : [
              message('record.referral', { stage: referral.stage ?? referral.status }),
              referral.dueOn === undefined ? undefined : message('record.due', { date: referral.dueOn }),
              referral.owner === undefined ? undefined : message('record.owner', { owner: referral.owner }),
            ]
              .filter((part) => part !== undefined)
              .join(', ')}
      </Text>
    </Panel>
  );
}
