import { Text } from '@mantine/core';
import type { ListedQuestion, QuestionAnswer } from '../../../../src/flow/ports/population-questions.ts';
import { Panel } from '../../parts/panel.tsx';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';
import { AnswerTable } from './answer-table.tsx';
import { ExportButtons } from './export-buttons.tsx';
import { Loading } from './loading.tsx';

/** One question that answers with counts, as it is asked without parameters. */
export function QuestionPanel({
  session,
  question,
}: {
  readonly session: StaffSession;
  readonly question: ListedQuestion;
}) {
  const loaded = useLoaded<QuestionAnswer>(session, `/population/questions/${question.name}`);
  return (
    <Panel title={<span data-of-record>{question.title}</span>}>
      <Text size="sm" data-of-record>
        {question.description}
      </Text>
      <Loading loaded={loaded}>
        {(answer) => <AnswerTable answer={answer} label={question.title} isShort />}
      </Loading>
      <ExportButtons session={session} name={question.name} rowsAre="counts" query={new URLSearchParams()} />
    </Panel>
  );
}
