import { Text } from '@mantine/core';
import type { AppRecord } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { Panel } from './panel.tsx';

/** What was written back, and where the referral stands. */
export function RecordPanel({ record }: { readonly record: AppRecord }) {
  const { referral, written } = record;
  return (
    <Panel title={message('record.heading')}>
      <Text size="sm">
        {written.length === 0
          ? message('record.notWritten')
          : message('record.written', { references: written.join(', ') })}
      </Text>
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
