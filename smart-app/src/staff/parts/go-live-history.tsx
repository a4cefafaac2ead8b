import { Table, Text } from '@mantine/core';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import { shortDigest, type GoLive, type RecordedStep } from './go-live.ts';
import { moment } from './moment.ts';

/** Every step that was recorded, newest first: who, when, what. None is ever changed. */
export function GoLiveHistory({ state }: { readonly state: GoLive }) {
  return (
    <Panel title={message('goLive.historyHeading')}>
      {state.records.length === 0 ? (
        <Text size="sm">{message('goLive.noHistory')}</Text>
      ) : (
        <div className="table-frame" role="region" aria-label={message('goLive.historyHeading')} tabIndex={0}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{message('goLive.when')}</Table.Th>
                <Table.Th>{message('goLive.who')}</Table.Th>
                <Table.Th className="words">{message('goLive.what')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {state.records.map((record, place) => (
                <Table.Tr key={place} data-record={record.kind}>
                  <Table.Td data-of-record>{moment(record.at)}</Table.Td>
                  <Table.Td data-of-record>{record.by}</Table.Td>
                  <Table.Td className="words">{wordsOf(record)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Panel>
  );
}

function wordsOf(record: RecordedStep): string {
  switch (record.kind) {
    case 'criteria-locked':
      return message('goLive.did.criteria-locked', {
        people: record.criteria.fewestPeople,
        osteoporosis: record.criteria.fewestWithOsteoporosis,
        sensitivity: record.criteria.sensitivityLowerLimit,
        ppv: record.criteria.ppvLowerLimit,
      });
    case 'validation-report':
      return message('goLive.did.validation-report', {
        date: record.resultsAt.slice(0, 10),
        people: record.figures.people,
        digest: shortDigest(record.reportDigest),
      });
    case 'sign-off':
      return message('goLive.did.sign-off', {
        role: message(`goLive.role.${record.role}`),
        digest: shortDigest(record.reportDigest),
      });
    case 'promoted':
    case 'silenced':
    case 'silence-lifted':
      return message(`goLive.did.${record.kind}`, { reason: record.reason });
  }
}
