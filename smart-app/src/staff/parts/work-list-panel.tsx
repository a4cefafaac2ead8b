import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useCallback, useState, type ReactNode } from 'react';
import type { ListedQuestion, QuestionAnswer } from '../../../../src/flow/ports/population-questions.ts';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';
import { AnswerTable, type Sort } from './answer-table.tsx';
import { AttestDialog } from './attest-dialog.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { Loading } from './loading.tsx';
import { PageTurner } from './page-turner.tsx';
import { RowFilters } from './row-filters.tsx';

const rowsOnPage = 25;
const byDefault = 'care-gap';

/** Patients to be seen to: one of the work lists, filtered, sorted, page by page, and as a file. */
export function WorkListPanel({
  session,
  lists,
}: {
  readonly session: StaffSession;
  readonly lists: readonly ListedQuestion[];
}) {
  const [name, setName] = useState(byDefault);
  const question = lists.find((list) => list.name === name) ?? lists[0];
  return (
    <Panel title={message('workList.heading')}>
      <NativeSelect
        label={message('workList.which')}
        value={question?.name ?? ''}
        data={lists.map((list) => ({ value: list.name, label: list.title }))}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      {question === undefined ? (
        <Text>{message('workList.none')}</Text>
      ) : (
        <WorkList key={question.name} session={session} question={question} />
      )}
    </Panel>
  );
}

function WorkList({
  session,
  question,
}: {
  readonly session: StaffSession;
  readonly question: ListedQuestion;
}) {
  const [offset, setOffset] = useState(0);
  const [sort, setSort] = useState<Sort>();
  const [filters, setFilters] = useState<readonly string[]>([]);
  const [attested, setAttested] = useState<string>();
  const query = queryOf(sort, filters);
  const page = new URLSearchParams([...query, ['offset', String(offset)], ['limit', String(rowsOnPage)]]);
  const loaded = useLoaded<QuestionAnswer>(
    session,
    `/population/questions/${question.name}?${page.toString()}`,
  );
  const filterBy = useCallback((next: readonly string[]) => {
    setFilters(next);
    setOffset(0);
  }, []);
  const sortBy = (column: string): void => {
    setSort((earlier) => ({ column, isFalling: earlier?.column === column && !earlier.isFalling }));
    setOffset(0);
  };
  return (
    <>
      <Text size="sm" data-of-record>
        {question.description}
      </Text>
      <Columns answer={loaded.value}>
        {(columns) => <RowFilters columns={columns} onFilters={filterBy} />}
      </Columns>
      <Group justify="space-between">
        <PageTurner
          offset={offset}
          rowsOnPage={rowsOnPage}
          rowsInAll={loaded.value?.rowsInAll}
          onOffset={setOffset}
        />
        <ExportButtons session={session} name={question.name} rowsAre="patients" query={query} />
      </Group>
      <Loading loaded={loaded}>
        {(answer) => (
          <AnswerTable
            answer={answer}
            label={question.title}
            sort={sort}
            onSort={sortBy}
            chartUrl={session.member.chartUrl}
            action={(row) => (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => {
                  setAttested(String(row['patient_id']));
                }}
              >
                {message('attest.open')}
              </Button>
            )}
          />
        )}
      </Loading>
      <AttestDialog
        session={session}
        patientId={attested}
        onClose={(isDone) => {
          setAttested(undefined);
          if (isDone) loaded.reload();
        }}
      />
    </>
  );
}

/** The columns that were seen last: an answer that the filters empty has none, and the filters must stay. */
function Columns({
  answer,
  children,
}: {
  readonly answer: QuestionAnswer | undefined;
  readonly children: (columns: readonly string[]) => ReactNode;
}) {
  const [seen, setSeen] = useState<readonly string[]>([]);
  const columns = answer?.columns ?? [];
  if (columns.length > 0 && columns.join() !== seen.join()) setSeen(columns);
  return seen.length === 0 ? null : children(seen);
}

function queryOf(sort: Sort | undefined, filters: readonly string[]): URLSearchParams {
  const sorted: [string, string][] =
    sort === undefined ? [] : [['sort', `${sort.isFalling ? '-' : ''}${sort.column}`]];
  return new URLSearchParams([...sorted, ...filters.map((filter): [string, string] => ['filter', filter])]);
}
