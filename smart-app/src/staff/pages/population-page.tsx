import type { ListedQuestion } from '../../../../src/flow/ports/population-questions.ts';
import { FunnelPanel } from '../parts/funnel-panel.tsx';
import { ImportsNote } from '../parts/imports-note.tsx';
import { Loading } from '../parts/loading.tsx';
import { QuestionBrowser } from '../parts/question-browser.tsx';
import { QuestionPanel } from '../parts/question-panel.tsx';
import { WorkListPanel } from '../parts/work-list-panel.tsx';
import { YieldPanel } from '../parts/yield-panel.tsx';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';

/** Questions with a panel of their own; every other one is in the browser. */
const SHOWN: readonly string[] = ['alert-burden', 'films-refused'];

/** The whole population: from who is eligible to who was confirmed, whom to see to, and what the cards cost. */
export function PopulationPage({ session }: { readonly session: StaffSession }) {
  const loaded = useLoaded<{ questions: readonly ListedQuestion[] }>(session, '/population/questions');
  return (
    <Loading loaded={loaded}>
      {({ questions }) => {
        const byYield = questions.filter(({ name }) => name.startsWith('yield-by-'));
        const shown = questions.filter(({ name }) => SHOWN.includes(name));
        const others = questions.filter(
          (one) =>
            one.rowsAre === 'counts' &&
            one.name !== 'funnel' &&
            !byYield.includes(one) &&
            !shown.includes(one),
        );
        return (
          <>
            <ImportsNote session={session} />
            <div className="staff-columns">
              <FunnelPanel session={session} />
              <div className="staff-column">
                {shown.map((question) => (
                  <QuestionPanel key={question.name} session={session} question={question} />
                ))}
              </div>
            </div>
            <WorkListPanel
              session={session}
              lists={questions.filter(({ rowsAre }) => rowsAre === 'patients')}
            />
            <YieldPanel session={session} questions={byYield} />
            <QuestionBrowser session={session} questions={others} />
          </>
        );
      }}
    </Loading>
  );
}
