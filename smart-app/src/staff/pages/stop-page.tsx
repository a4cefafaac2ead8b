import { Alert, Button, Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import { FailureNotice, Loading } from '../parts/loading.tsx';
import { moment } from '../parts/moment.ts';
import { ReasonForm } from '../parts/reason-form.tsx';
import { useAct } from '../parts/use-act.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';

interface Stop {
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly assessments: 'go-on' | 'stop';
  readonly writing: 'go-on' | 'stop';
}
interface StoppedTenants {
  readonly tenants: readonly { readonly tenantId: string; readonly stop: Stop | null }[];
}

const address = '/admin/api/card-stops';

/** The stop button: whether cards are shown, who stopped them and why; press it, lift it. */
export function StopPage({ session }: { readonly session: StaffSession }) {
  const loaded = useLoaded<StoppedTenants>(session, address, 5_000);
  return (
    <Loading loaded={loaded}>
      {({ tenants }) => {
        const stop = tenants.find(({ tenantId }) => tenantId === session.member.tenantId)?.stop ?? null;
        return (
          <div className="staff-columns">
            {stop === null ? <Running /> : <Stopped stop={stop} />}
            {stop === null ? (
              <Press session={session} onDone={loaded.reload} />
            ) : (
              <Lift session={session} onDone={loaded.reload} />
            )}
          </div>
        );
      }}
    </Loading>
  );
}

function Running() {
  return (
    <Panel title={message('stop.stateHeading')}>
      <Text className="big-figure" data-stopped="no">
        {message('stop.running')}
      </Text>
      <Text size="sm">{message('stop.runningWords')}</Text>
    </Panel>
  );
}

function Stopped({ stop }: { readonly stop: Stop }) {
  return (
    <Panel title={message('stop.stateHeading')}>
      <Alert color="orange">
        <Text className="big-figure" data-stopped="yes">
          {message('stop.stopped')}
        </Text>
        <Text>
          {message('stop.by')} <strong data-of-record>{stop.by}</strong>,{' '}
          <span data-of-record>{moment(stop.at)}</span>
        </Text>
        <Text>
          {message('stop.because')} <span data-of-record>{stop.reason}</span>
        </Text>
      </Alert>
      <Text size="sm">{message(`stop.assessments.${stop.assessments}`)}</Text>
      <Text size="sm">{message(`stop.writing.${stop.writing}`)}</Text>
    </Panel>
  );
}

function Press({ session, onDone }: { readonly session: StaffSession; readonly onDone: () => void }) {
  const [isAssessing, setAssessing] = useState(true);
  const [isWriting, setWriting] = useState(true);
  return (
    <Panel title={message('stop.pressHeading')}>
      <Text size="sm">{message('stop.pressWords')}</Text>
      <ReasonForm
        label={message('stop.reason')}
        button={message('stop.press')}
        color="red.8"
        onSend={async (reason) => {
          const { tenantId } = session.member;
          const [assessments, writing] = [isAssessing, isWriting].map((goesOn) =>
            goesOn ? 'go-on' : 'stop',
          );
          await session.call(address, { method: 'POST', body: { tenantId, reason, assessments, writing } });
          onDone();
        }}
      >
        <Stack gap="xs" mt="sm">
          <Checkbox
            label={message('stop.goOnAssessing')}
            description={message('stop.goOnAssessingWords')}
            checked={isAssessing}
            onChange={(event) => {
              const goesOn = event.currentTarget.checked;
              setAssessing(goesOn);
              // Who does not trust the results does not want them written; it can be ticked again.
              if (!goesOn) setWriting(false);
            }}
          />
          <Checkbox
            label={message('stop.goOnWriting')}
            description={message('stop.goOnWritingWords')}
            checked={isWriting}
            onChange={(event) => {
              setWriting(event.currentTarget.checked);
            }}
          />
        </Stack>
      </ReasonForm>
    </Panel>
  );
}

function Lift({ session, onDone }: { readonly session: StaffSession; readonly onDone: () => void }) {
  const { isBusy, failure, act } = useAct();
  return (
    <Panel title={message('stop.liftHeading')}>
      <Text size="sm">{message('stop.liftWords')}</Text>
      {failure !== undefined && <FailureNotice failure={failure} />}
      <div>
        <Button
          loading={isBusy}
          onClick={() => {
            act(async () => {
              await session.call(`${address}/${encodeURIComponent(session.member.tenantId)}`, {
                method: 'DELETE',
              });
              onDone();
            });
          }}
        >
          {message('stop.lift')}
        </Button>
      </div>
    </Panel>
  );
}
