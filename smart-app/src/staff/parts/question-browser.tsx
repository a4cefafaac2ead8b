import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ListedQuestion, QuestionAnswer } from '../../../../src/flow/ports/population-questions.ts';
import { Panel } from '../../parts/panel.tsx';
import { message } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';
import { AnswerTable } from './answer-table.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { Loading } from './loading.tsx';

/** Every other question by name, with its parameters. */
export function QuestionBrowser({
  session,
  questions,
}: {
  readonly session: StaffSession;
  readonly questions: readonly ListedQuestion[];
}) {
  const [name, setName] = useState('');
  const question = questions.find((one) => one.name === name);
  return (
    <Panel title={message('questions.heading')}>
      <NativeSelect
        label={message('questions.which')}
        value={name}
        data={[
          { value: '', label: message('questions.choose') },
          ...questions.map((one) => ({ value: one.name, label: one.title })),
        ]}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      {question !== undefined && <Asked key={question.name} session={session} question={question} />}
    </Panel>
  );
}

function Asked({ session, question }: { readonly session: StaffSession; readonly question: ListedQuestion }) {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [asked, setAsked] = useState<Readonly<Record<string, string>>>({});
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  const loaded = useLoaded<QuestionAnswer>(
    session,
    `/population/questions/${question.name}?${query.toString()}`,
  );
  return (
    <>
      <Text size="sm" data-of-record>
        {question.description}
      </Text>
      <form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        {question.parameters.map((parameter) => (
          <TextInput
            key={parameter.name}
            label={<span data-of-record>{parameter.name}</span>}
            description={<span data-of-record>{parameter.description}</span>}
            placeholder={String(parameter.default ?? '')}
            type={parameter.type === 'date' ? 'date' : 'text'}
            value={typed[parameter.name] ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((earlier) => ({ ...earlier, [parameter.name]: value }));
            }}
          />
        ))}
        <Button type="submit" variant="default">
          {message('questions.ask')}
        </Button>
      </form>
      <Loading loaded={loaded}>
        {(answer) => (
          <>
            <AnswerTable answer={answer} label={question.title} chartUrl={session.member.chartUrl} />
            {answer.rowsInAll > answer.rows.length && (
              <Text size="sm">
                {message('questions.more', { shown: answer.rows.length, all: answer.rowsInAll })}
              </Text>
            )}
          </>
        )}
      </Loading>
      <ExportButtons session={session} name={question.name} rowsAre={question.rowsAre} query={query} />
    </>
  );
}
