import { Button, Group, NumberInput, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ScreeningOutlook } from '../../../../src/flow/plan-screening.ts';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { FailureNotice } from './loading.tsx';
import { useAct } from './use-act.ts';

/** Looks how large a run would be, and then begins exactly that one. */
export function PlanPanel({
  session,
  onBegun,
}: {
  readonly session: StaffSession;
  readonly onBegun: () => void;
}) {
  const [months, setMonths] = useState<number>(24);
  const [listed, setListed] = useState('');
  const [outlook, setOutlook] = useState<ScreeningOutlook>();
  const { isBusy, failure, act } = useAct();
  const body = { filmMonths: months, ...patientsOf(listed) };
  const ask = async (): Promise<void> => {
    const answer = await session.call('/population/screening-plans', { method: 'POST', body });
    setOutlook((await answer.json()) as ScreeningOutlook);
  };
  const begin = async (): Promise<void> => {
    await session.call('/population/screening-runs', { method: 'POST', body });
    setOutlook(undefined);
    setListed('');
    onBegun();
  };
  return (
    <Panel title={message('plan.heading')}>
      <Text size="sm">{message('plan.words')}</Text>
      <Group align="end">
        <NumberInput
          label={message('plan.months')}
          value={months}
          min={1}
          max={120}
          hideControls
          onChange={(entered) => {
            if (typeof entered === 'number') setMonths(entered);
            setOutlook(undefined);
          }}
        />
        <Textarea
          label={message('plan.patients')}
          autosize
          minRows={1}
          maxRows={6}
          value={listed}
          onChange={(event) => {
            setListed(event.currentTarget.value);
            setOutlook(undefined);
          }}
        />
        <Button
          variant="default"
          loading={isBusy}
          onClick={() => {
            act(ask);
          }}
        >
          {message('plan.look')}
        </Button>
      </Group>
      {failure !== undefined && <FailureNotice failure={failure} />}
      {outlook !== undefined && (
        <div role="status" data-part="outlook">
          <Text fw={600}>
            {message('plan.size', { patients: outlook.patients, studies: outlook.studies })}
          </Text>
          {outlook.listedWithoutFilm > 0 && (
            <Text size="sm">{message('plan.withoutFilm', { count: outlook.listedWithoutFilm })}</Text>
          )}
          <Text size="sm">{timeOf(outlook)}</Text>
          <Button
            mt="xs"
            loading={isBusy}
            disabled={outlook.studies === 0}
            onClick={() => {
              act(begin);
            }}
          >
            {message('plan.begin')}
          </Button>
        </div>
      )}
    </Panel>
  );
}

function timeOf({ hours, secondsPerStudy }: ScreeningOutlook): string {
  if (hours === undefined || secondsPerStudy === undefined) return message('plan.noPace');
  return message('plan.hours', { hours: hours.toFixed(1), seconds: secondsPerStudy.toFixed(1) });
}

function patientsOf(listed: string): { readonly patientIds?: readonly string[] } {
  const patientIds = listed
    .split(/[\s,;]+/)
    .map((id) => id.replace(/^Patient\//, ''))
    .filter((id) => id !== '');
  return patientIds.length === 0 ? {} : { patientIds };
}
