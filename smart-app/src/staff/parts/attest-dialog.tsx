import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { message } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { FailureNotice } from './loading.tsx';
import { useAct } from './use-act.ts';

/** A DXA that was done elsewhere, as the member of staff saw it on paper; recorded in their name. */
export function AttestDialog({
  session,
  patientId,
  onClose,
}: {
  readonly session: StaffSession;
  /** Undefined: closed. */
  readonly patientId: string | undefined;
  readonly onClose: (isDone: boolean) => void;
}) {
  return (
    <Modal
      opened={patientId !== undefined}
      onClose={() => {
        onClose(false);
      }}
      title={message('attest.title')}
      closeButtonProps={{ 'aria-label': message('dialog.close') }}
      centered
    >
      {patientId !== undefined && (
        <AttestForm key={patientId} session={session} patientId={patientId} onClose={onClose} />
      )}
    </Modal>
  );
}

function AttestForm({
  session,
  patientId,
  onClose,
}: {
  readonly session: StaffSession;
  readonly patientId: string;
  readonly onClose: (isDone: boolean) => void;
}) {
  const [performedOn, setPerformedOn] = useState('');
  const [tScore, setTScore] = useState('');
  const { isBusy, failure, act } = useAct();
  const attest = async (): Promise<void> => {
    const lowestTScore = tScore.trim() === '' ? {} : { lowestTScore: Number(tScore.replace(',', '.')) };
    await session.call('/population/attested-dxa', {
      method: 'POST',
      body: { patientId, performedOn, ...lowestTScore },
    });
    onClose(true);
  };
  return (
    <Stack
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        act(attest);
      }}
    >
      <Text size="sm">
        {message('attest.words')} <strong data-of-record>{patientId}</strong>
      </Text>
      <TextInput
        type="date"
        required
        label={message('attest.performedOn')}
        value={performedOn}
        onChange={(event) => {
          setPerformedOn(event.currentTarget.value);
        }}
      />
      <TextInput
        label={message('attest.tScore')}
        inputMode="decimal"
        pattern="-?[0-9]([.,][0-9]+)?"
        value={tScore}
        onChange={(event) => {
          setTScore(event.currentTarget.value);
        }}
      />
      {failure !== undefined && <FailureNotice failure={failure} />}
      <Group justify="flex-end">
        <Button
          variant="default"
          onClick={() => {
            onClose(false);
          }}
        >
          {message('dialog.cancel')}
        </Button>
        <Button type="submit" loading={isBusy}>
          {message('attest.send')}
        </Button>
      </Group>
    </Stack>
  );
}
