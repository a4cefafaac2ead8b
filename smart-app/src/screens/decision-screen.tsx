import { Container, Tabs, Text } from '@mantine/core';
import type { AppView } from '../../../src/flow/app-view.ts';
import { message } from '../messages/messages.ts';
import { AnswerPanel } from '../parts/answer-panel.tsx';
import { FactsPanel } from '../parts/facts-panel.tsx';
import { FilmPanel } from '../parts/film-panel.tsx';
import { GuidelinePanel } from '../parts/guideline-panel.tsx';
import { PatientBanner } from '../parts/patient-banner.tsx';
import { RecordPanel } from '../parts/record-panel.tsx';
import { ResultPanel } from '../parts/result-panel.tsx';
import { TimeLine } from '../parts/time-line.tsx';
import { ToolsPanel } from '../parts/tools-panel.tsx';
import type { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import { ModelScreen } from './model-screen.tsx';

/** The one screen on which a physician decides whether to believe the card. */
export function DecisionScreen({
  session,
  view,
  onFailure,
}: {
  readonly session: Session;
  readonly view: AppView;
  readonly onFailure: (failure: SessionFailure) => void;
}) {
  return (
    <>
      <a className="skip" href="#main">
        {message('app.skip')}
      </a>
      <Container fluid py="md" component="main" id="main">
        {session.needsPatientBanner && <PatientBanner patient={view.patient} />}
        <Text className="notice" size="sm" my="sm">
          {message('app.notice')}
        </Text>
        <Tabs defaultValue="decision" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="decision">{message('app.decision')}</Tabs.Tab>
            <Tabs.Tab value="model">{message('app.model')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="decision">
            <div className="columns">
              <div className="column">
                <ResultPanel result={view.result} />
                <FilmPanel
                  session={session}
                  result={view.result}
                  report={view.filmReport}
                  onFailure={onFailure}
                />
              </div>
              <div className="column">
                <AnswerPanel session={session} view={view} onFailure={onFailure} />
                <GuidelinePanel guideline={view.decision.guideline} />
                <TimeLine entries={view.timeLine} />
              </div>
              <div className="column">
                <ToolsPanel session={session} known={view.tools} onFailure={onFailure} />
                <FactsPanel facts={view.decision.facts} />
                <RecordPanel session={session} view={view} onFailure={onFailure} />
              </div>
            </div>
          </Tabs.Panel>
          <Tabs.Panel value="model">
            <ModelScreen session={session} onFailure={onFailure} />
          </Tabs.Panel>
        </Tabs>
      </Container>
    </>
  );
}
