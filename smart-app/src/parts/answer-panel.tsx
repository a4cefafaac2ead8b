import { Alert, Button, NativeSelect, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { AppAnswer, AppView } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { Panel } from './panel.tsx';

type Sent =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'done'; readonly words: string }
  | { readonly kind: 'failed'; readonly words: string };

/** What to do, and the answer to it: order, or decline with a reason. The same feedback as on the card. */
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
        <>
          {view.draftedOrder === undefined ? (
            <Text size="sm">{message('answer.noOrder')}</Text>
          ) : (
            <Button
              loading={isBusy}
              onClick={() => {
                void run(() => order(session, view));
              }}
            >
              {message('answer.order')}
            </Button>
          )}
          <Decline
            view={view}
            isBusy={isBusy}
            onDecline={(reasonCode, comment) => {
              void run(() => decline(session, view, reasonCode, comment));
            }}
          />
        </>
      )}
      {sent.kind === 'failed' && (
        <Alert color="orange" role="alert">
          {sent.words}
        </Alert>
      )}
    </Panel>
  );
}

function Decline({
  view,
  isBusy,
  onDecline,
}: {
  readonly view: AppView;
  readonly isBusy: boolean;
  readonly onDecline: (reasonCode: string, comment: string | undefined) => void;
}) {
  const [reason, setReason] = useState(view.declineReasons[0]?.code ?? '');
  const [comment, setComment] = useState('');
  if (view.decision.advice === undefined) return null;
  return (
    <details>
      <summary>{message('answer.decline')}</summary>
      <NativeSelect
        mt="xs"
        label={message('answer.reason')}
        value={reason}
        data={view.declineReasons.map(({ code, text }) => ({ value: code, label: text }))}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <Textarea
        mt="xs"
        label={message('answer.comment')}
        value={comment}
        maxLength={500}
        onChange={(event) => {
          setComment(event.currentTarget.value);
        }}
      />
      <Button
        mt="sm"
        variant="default"
        loading={isBusy}
        onClick={() => {
          onDecline(reason, comment === '' ? undefined : comment);
        }}
      >
        {message('answer.send')}
      </Button>
    </details>
  );
}

async function order(session: Session, view: AppView): Promise<Sent> {
  try {
    await session.create({ ...view.draftedOrder, authoredOn: new Date().toISOString() });
  } catch (error) {
    const words = /\b40[13]\b|Forbidden/i.test(String(error))
      ? message('answer.noPermission')
      : message('answer.failed');
    return { kind: 'failed', words };
  }
  await send(session, { kind: 'ordered', cardUuid: session.card.cardUuid });
  return { kind: 'done', words: message('answer.ordered') };
}

async function decline(
  session: Session,
  view: AppView,
  reasonCode: string,
  comment: string | undefined,
): Promise<Sent> {
  await send(session, { kind: 'declined', cardUuid: session.card.cardUuid, reasonCode, comment });
  const reason = view.declineReasons.find(({ code }) => code === reasonCode)?.text ?? reasonCode;
  return { kind: 'done', words: message('answer.declined', { reason }) };
}

const send = (session: Session, answer: AppAnswer): Promise<Response> =>
  session.call('answers', { method: 'POST', body: answer });
