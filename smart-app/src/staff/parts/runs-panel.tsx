import { Button, Group, Progress, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { ScreeningProgress, ScreeningRun } from '../../../../src/flow/ports/screening-ledger.ts';
import { Panel } from '../../parts/panel.tsx';
import { message, reasonWords } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded, type Loaded } from '../session/use-loaded.ts';
import { PatientId } from './answer-table.tsx';
import { FailureNotice, Loading } from './loading.tsx';
import { moment } from './moment.ts';
import { useAct } from './use-act.ts';

interface Run extends Omit<ScreeningProgress, 'run'> {
  readonly run: Omit<ScreeningRun, 'createdAt'> & { readonly createdAt: string };
  readonly minutesLeft: number | null;
}
export interface Runs {
  readonly runs: readonly Run[];
}

const VERBS: Readonly<Record<ScreeningRun['state'], readonly ('pause' | 'resume' | 'cancel')[]>> = {
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  cancelled: [],
};

/** Every run with how far it is; its buttons for who may run it. */
export function RunsPanel({
  session,
  loaded,
  mayRun,
}: {
  readonly session: StaffSession;
  readonly loaded: Loaded<Runs>;
  readonly mayRun: boolean;
}) {
  return (
    <Panel title={message('runs.heading')}>
      <Loading loaded={loaded}>
        {({ runs }) =>
          runs.length === 0 ? (
            <Text size="sm">{message('runs.none')}</Text>
          ) : (
            runs.map((run) => (
              <OneRun
                key={run.run.runId}
                session={session}
                run={run}
                mayRun={mayRun}
                onChanged={loaded.reload}
              />
            ))
          )
        }
      </Loading>
    </Panel>
  );
}

function OneRun({
  session,
  run,
  mayRun,
  onChanged,
}: {
  readonly session: StaffSession;
  readonly run: Run;
  readonly mayRun: boolean;
  readonly onChanged: () => void;
}) {
  const { isBusy, failure, act } = useAct();
  const [isOpen, setOpen] = useState(false);
  const { runId, cohort, askedBy, createdAt, state } = run.run;
  const { scored, refused, setAside, waiting } = run;
  const done = run.studies - waiting;
  const isDone = state === 'running' && waiting === 0;
  return (
    <section className="run" data-run={runId} data-state={isDone ? 'done' : state}>
      <Group justify="space-between">
        <Text fw={600} data-of-record>
          {cohort}
        </Text>
        <Text>{message(`runs.state.${isDone ? 'done' : state}`)}</Text>
      </Group>
      <Text size="sm" className="quiet">
        {message('runs.begun', { at: moment(createdAt) })} <span data-of-record>{askedBy}</span>
      </Text>
      <Progress
        value={run.studies === 0 ? 0 : (100 * done) / run.studies}
        aria-label={message('runs.progress', { done, all: run.studies })}
        my="xs"
      />
      <Text size="sm" role="status">
        {message('runs.progress', { done, all: run.studies })}:{' '}
        {message('runs.counts', { scored, refused, setAside, waiting })}
        {state === 'running' && !isDone && `, ${timeLeft(run)}`}
      </Text>
      {failure !== undefined && <FailureNotice failure={failure} />}
      <Group gap="xs" mt="xs">
        {mayRun &&
          !isDone &&
          VERBS[state].map((verb) => (
            <Button
              key={verb}
              size="compact-sm"
              variant="default"
              disabled={isBusy}
              onClick={() => {
                act(async () => {
                  await session.call(`/population/screening-runs/${runId}/${verb}`, { method: 'POST' });
                  onChanged();
                });
              }}
            >
              {message(`runs.${verb}`)}
            </Button>
          ))}
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {message('runs.setAside')}
        </Button>
      </Group>
      {isOpen && <SetAside session={session} runId={runId} />}
    </section>
  );
}

const timeLeft = ({ minutesLeft }: Run): string =>
  minutesLeft === null ? message('runs.noPace') : message('runs.minutesLeft', { minutes: minutesLeft });

interface Studies {
  readonly studies: readonly {
    readonly patientId: string;
    readonly studyInstanceUid: string;
    readonly reason: string;
  }[];
}

function SetAside({ session, runId }: { readonly session: StaffSession; readonly runId: string }) {
  const loaded = useLoaded<Studies>(session, `/population/screening-runs/${runId}/set-aside`);
  return (
    <Loading loaded={loaded}>
      {({ studies }) =>
        studies.length === 0 ? (
          <Text size="sm">{message('runs.nothingSetAside')}</Text>
        ) : (
          <div className="table-frame short" role="region" aria-label={message('runs.setAside')} tabIndex={0}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{message('runs.patient')}</Table.Th>
                  <Table.Th>{message('runs.study')}</Table.Th>
                  <Table.Th>{message('runs.reason')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody data-of-record>
                {studies.map(({ patientId, studyInstanceUid, reason }) => (
                  <Table.Tr key={studyInstanceUid}>
                    <Table.Td>
                      <PatientId id={patientId} chartUrl={session.member.chartUrl} />
                    </Table.Td>
                    <Table.Td>{studyInstanceUid}</Table.Td>
                    <Table.Td>{reasonWords(reason)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        )
      }
    </Loading>
  );
}
