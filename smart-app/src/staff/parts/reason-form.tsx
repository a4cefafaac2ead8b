import { Button, Group, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { message } from '../messages/message.ts';
import { FailureNotice } from './loading.tsx';
import { useAct } from './use-act.ts';

/** An act that needs a reason: what is typed stays until the act is done. */
export function ReasonForm({
  label,
  button,
  color,
  children,
  onSend,
}: {
  readonly label: string;
  readonly button: string;
  readonly color?: string;
  readonly children?: ReactNode;
  readonly onSend: (reason: string) => Promise<void>;
}) {
  const [reason, setReason] = useState('');
  const { isBusy, failure, act } = useAct();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act(async () => {
          await onSend(reason.trim());
          setReason('');
        });
      }}
    >
      <Textarea
        label={label}
        description={message('reason.hint')}
        required
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      {children}
      {failure !== undefined && <FailureNotice failure={failure} />}
      <Group mt="sm">
        <Button type="submit" loading={isBusy} {...(color === undefined ? {} : { color })}>
          {button}
        </Button>
      </Group>
    </form>
  );
}
