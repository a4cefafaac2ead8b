import { NativeSelect, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type {
  AnswerCell,
  ListedQuestion,
  QuestionAnswer,
} from '../../../../src/flow/ports/population-questions.ts';
import { IntervalLine } from '../../parts/interval-line.tsx';
import { Panel } from '../../parts/panel.tsx';
import { columnName, message } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';
import { cellText } from './answer-table.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { Loading } from './loading.tsx';

const COUNTS = ['confirmed', 'dxa_with_t_score', 'dxa_done', 'flagged'] as const;

/** Flags, DXA and confirmed results by subgroup; PPV with its interval, as figures and as a line. */
export function YieldPanel({
  session,
  questions,
}: {
  readonly session: StaffSession;
  readonly questions: readonly ListedQuestion[];
}) {
  const [name, setName] = useState('yield-by-age');
  const question = questions.find((one) => one.name === name) ?? questions[0];
  const loaded = useLoaded<QuestionAnswer>(session, question && `/population/questions/${question.name}`);
  if (question === undefined) return null;
  return (
    <Panel title={message('yield.heading')}>
      <NativeSelect
        label={message('yield.which')}
        value={question.name}
        data={questions.map((one) => ({ value: one.name, label: one.title }))}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <Text size="sm">{message('yield.words')}</Text>
      <Loading loaded={loaded}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Text size="sm">{message('yield.none')}</Text>
          ) : (
            <YieldTable label={question.title} rows={rows} />
          )
        }
      </Loading>
      <ExportButtons session={session} name={question.name} rowsAre="counts" query={new URLSearchParams()} />
    </Panel>
  );
}

function YieldTable({ label, rows }: { readonly label: string; readonly rows: QuestionAnswer['rows'] }) {
  return (
    <div className="table-frame" role="region" aria-label={label} tabIndex={0}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{columnName('stratum')}</Table.Th>
            <Table.Th>{message('yield.ppv')}</Table.Th>
            {COUNTS.map((column) => (
              <Table.Th key={column} className="number">
                {columnName(column)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={String(row['stratum'])}>
              <Table.Th scope="row" className="stratum" data-of-record>
                {cellText(row['stratum'] ?? null)}
              </Table.Th>
              <Table.Td>
                <Interval
                  value={row['ppv_percent'] ?? null}
                  lower={row['ppv_percent_lower'] ?? null}
                  upper={row['ppv_percent_upper'] ?? null}
                />
              </Table.Td>
              {COUNTS.map((column) => (
                <Table.Td key={column} className="number" data-of-record>
                  {cellText(row[column] ?? null)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** A percentage with its limits on a line from 0 to 100. */
function Interval({
  value,
  lower,
  upper,
}: {
  readonly value: AnswerCell;
  readonly lower: AnswerCell;
  readonly upper: AnswerCell;
}) {
  if (typeof value !== 'number' || typeof lower !== 'number' || typeof upper !== 'number')
    return <>{message('yield.nobodyTested')}</>;
  return (
    <>
      <IntervalLine value={value} lower={lower} upper={upper} />{' '}
      <span data-of-record>{`${value} % (${lower}–${upper})`}</span>
    </>
  );
}
