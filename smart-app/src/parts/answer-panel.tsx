import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { AppView, SetAside } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { Panel } from './panel.tsx';
import { order, setAside, type Sent } from './send-answer.ts';
import { quietWords, SetAsideForm } from './set-aside-form.tsx';

/** What to do, and the answer to it: order, put off, or decline. The same feedback as on the card. */
export function AnswerPanel({
  session,
  view,
  onFailure,
}: {
  readonly session: Session;
  readonly view: AppView;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  const [sent, setSent] = useState<Sent>({ kind: 'nothing' });
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<Sent>): Promise<void> => {
    setBusy(true);
    try {
      setSent(await work());
    } catch (error) {
      if (error instanceof SessionFailure && error.kind === 'expired') onFailure(error);
      else setSent({ kind: 'failed', words: message('answer.failed') });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title={message('advice.heading')}>
      <Text fw={600} data-of-record>
        {view.decision.advice ?? message('advice.nothing')}
      </Text>
      <Text size="sm" data-of-record>
        {view.decision.reason}
      </Text>
      {sent.kind === 'done' ? (
        <Alert role="status" data-answer="done">
          {sent.words}
        </Alert>
      ) : (
        <Controls
          view={view}
          isBusy={isBusy}
          onOrder={() => {
            void run(() => order(session, view));
          }}
          onSetAside={(way, comment) => {
            void run(() => setAside(session, way.reasonCode, comment, doneWords(way)));
          }}
        />
      )}
      {sent.kind === 'failed' && (
        <Alert color="orange" role="alert">
          {sent.words}
        </Alert>
      )}
    </Panel>
  );
}

const doneWords = (way: SetAside): string =>
  `${message(way.control === 'snooze' ? 'answer.snoozed' : 'answer.declined')} ${quietWords(way)}`;

function Controls({
  view,
  isBusy,
  onOrder,
  onSetAside,
}: {
  readonly view: AppView;
  readonly isBusy: boolean;
  readonly onOrder: () => void;
  readonly onSetAside: (way: SetAside, comment: string | undefined) => void;
}) {
  const [open, setOpen] = useState<SetAside['control']>();
  const isAdvised = view.decision.advice !== undefined;
  return (
    <>
      {view.draftedOrder === undefined ? (
        <Text size="sm">{message('answer.noOrder')}</Text>
      ) : (
        <Button loading={isBusy} onClick={onOrder}>
          {message('answer.order')}
        </Button>
      )}
      {isAdvised && (
        <Group grow>
          {(['snooze', 'decline'] as const).map((control) => (
            <Button
              key={control}
              variant="default"
              aria-expanded={open === control}
              onClick={() => {
                setOpen(open === control ? undefined : control);
              }}
            >
              {message(`answer.${control}`)}
            </Button>
          ))}
        </Group>
      )}
      {isAdvised && open !== undefined && (
        <SetAsideForm
          key={open}
          ways={view.setAside.filter(({ control }) => control === open)}
          isBusy={isBusy}
          onSend={onSetAside}
        />
      )}
    </>
  );
}
