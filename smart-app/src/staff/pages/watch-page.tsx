import { Alert, Table, Text } from '@mantine/core';
import type { WatchAlarm, WatchLimits } from '../../../../src/core/monitoring/watch-rules.ts';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import { FigureTable } from '../parts/figure-table.tsx';
import { Loading } from '../parts/loading.tsx';
import { moment } from '../parts/moment.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';

interface Alarm {
  readonly alarm: WatchAlarm;
  readonly words: string;
  readonly raisedAt: string;
  readonly clearedAt: string | null;
}
interface Watch {
  readonly lookedAt: string | null;
  readonly figures: Readonly<Record<string, number>>;
  readonly limits: WatchLimits;
  readonly alarms: readonly Alarm[];
}

/** Alarms upon which cards fall silent by rule; the override rule looks every minute, not with the watch. */
const SILENCING: readonly WatchAlarm[] = ['ppv-below-floor', 'overrides'];

/** The watch over a tenant: alarms that stand, figures with their limits, alarms that have passed. */
export function WatchPage({ session }: { readonly session: StaffSession }) {
  const loaded = useLoaded<Watch>(session, '/admin/api/watch', 60_000);
  return (
    <Loading loaded={loaded}>
      {({ lookedAt, figures, limits, alarms }) => (
        <>
          <Text size="sm" className="quiet">
            {lookedAt === null
              ? message('watch.notYet')
              : message('watch.lookedAt', { at: moment(lookedAt) })}
          </Text>
          <Standing alarms={alarms.filter(({ clearedAt }) => clearedAt === null)} />
          <Panel title={message('watch.figuresHeading')}>
            <FigureTable figures={figures} limits={limits} />
          </Panel>
          <Past alarms={alarms.filter(({ clearedAt }) => clearedAt !== null)} />
        </>
      )}
    </Loading>
  );
}

function Standing({ alarms }: { readonly alarms: readonly Alarm[] }) {
  return (
    <Panel title={message('watch.standingHeading')}>
      {alarms.length === 0 && <Text data-alarms="none">{message('watch.noneStanding')}</Text>}
      {alarms.map(({ alarm, words, raisedAt }) => (
        <Alert key={alarm} color="orange" data-alarm={alarm}>
          <Text fw={620}>{message(`alarm.${alarm}`)}</Text>
          <Text size="sm">
            <span data-of-record>{words}</span>, {message('watch.since', { at: moment(raisedAt) })}.
          </Text>
          <Text size="sm">{message(SILENCING.includes(alarm) ? 'watch.silences' : 'watch.calls')}</Text>
        </Alert>
      ))}
    </Panel>
  );
}

function Past({ alarms }: { readonly alarms: readonly Alarm[] }) {
  return (
    <Panel title={message('watch.historyHeading')}>
      {alarms.length === 0 ? (
        <Text size="sm">{message('watch.noHistory')}</Text>
      ) : (
        <div className="table-frame" role="region" aria-label={message('watch.historyHeading')} tabIndex={0}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{message('watch.alarm')}</Table.Th>
                <Table.Th>{message('watch.raised')}</Table.Th>
                <Table.Th>{message('watch.cleared')}</Table.Th>
                <Table.Th className="words">{message('watch.words')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {alarms.map(({ alarm, words, raisedAt, clearedAt }) => (
                <Table.Tr key={`${alarm} ${raisedAt}`}>
                  <Table.Td>{message(`alarm.${alarm}`)}</Table.Td>
                  <Table.Td data-of-record>{moment(raisedAt)}</Table.Td>
                  <Table.Td data-of-record>{clearedAt === null ? '' : moment(clearedAt)}</Table.Td>
                  <Table.Td className="words" data-of-record>
                    {words}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Panel>
  );
}
