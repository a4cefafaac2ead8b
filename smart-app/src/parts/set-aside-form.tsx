import { Button, NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { SetAside } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';

/** Reason, comment, and what will come of it, said before it is sent. */
export function SetAsideForm({
  ways,
  isBusy,
  onSend,
}: {
  readonly ways: readonly SetAside[];
  readonly isBusy: boolean;
  readonly onSend: (way: SetAside, comment: string | undefined) => void;
}) {
  const [chosen, setChosen] = useState(0);
  const [comment, setComment] = useState('');
  const way = ways[chosen];
  if (way === undefined) return null;
  return (
    <Stack gap="xs">
      <NativeSelect
        label={message('answer.reason')}
        value={String(chosen)}
        data={ways.map((one, index) => ({ value: String(index), label: reasonOf(one) }))}
        onChange={(event) => {
          setChosen(Number(event.currentTarget.value));
        }}
      />
      <Text size="sm" data-answer="quiet">
        {quietWords(way)}
      </Text>
      <Textarea
        label={message('answer.comment')}
        value={comment}
        maxLength={500}
        onChange={(event) => {
          setComment(event.currentTarget.value);
        }}
      />
      <div>
        <Button
          variant="default"
          loading={isBusy}
          onClick={() => {
            onSend(way, comment === '' ? undefined : comment);
          }}
        >
          {message(way.control === 'snooze' ? 'answer.sendSnooze' : 'answer.sendDecline')}
        </Button>
      </div>
    </Stack>
  );
}

const reasonOf = ({ text }: SetAside): string => text ?? message('answer.later');

/** How long no card comes, for whom, and what ends it. */
export function quietWords({ quiet: { until, onlyForThisUser, endedBy } }: SetAside): string {
  return [
    message(onlyForThisUser ? 'answer.quietForYou' : 'answer.quiet', { until }),
    message(endedBy.length > 0 ? 'answer.endedByNew' : 'answer.endedByFracture'),
    message('answer.notCare'),
  ].join(' ');
}
