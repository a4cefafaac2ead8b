import { useEffect, useState } from 'react';
import type { AppView } from '../../src/flow/app-view.ts';
import { DecisionScreen } from './screens/decision-screen.tsx';
import { Opening } from './screens/opening.tsx';
import { RecoveryScreen } from './screens/recovery-screen.tsx';
import { applyEhrStyle } from './look/ehr-style.ts';
import { failureOf, SessionFailure } from './session/failure.ts';
import { isLaunched, openSession, type Session } from './session/session.ts';

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'failed'; readonly failure: SessionFailure }
  | { readonly kind: 'open'; readonly session: Session; readonly view: AppView };

/** The app from its launch to its one screen, or to the screen that says what to do instead. */
export function App() {
  const [state, setState] = useState<State>({ kind: 'opening' });
  useEffect(() => {
    void opened().then(setState);
  }, []);
  switch (state.kind) {
    case 'opening':
      return <Opening />;
    case 'failed':
      return <RecoveryScreen failure={state.failure} />;
    case 'open':
      return (
        <DecisionScreen
          session={state.session}
          view={state.view}
          onFailure={(failure) => {
            setState({ kind: 'failed', failure });
          }}
        />
      );
  }
}

// React's strict mode runs effects twice; a code can be exchanged once.
let opening: Promise<State> | undefined;
const opened = (): Promise<State> => (opening ??= open());

async function open(): Promise<State> {
  try {
    if (!isLaunched()) throw new SessionFailure('lost-launch', 'the address carries no launch');
    const session = await openSession();
    if (session.styleUrl !== undefined) void applyEhrStyle(session.styleUrl);
    const { assessmentKey } = session.card;
    const path =
      assessmentKey === undefined ? 'view' : `view?assessment=${encodeURIComponent(assessmentKey)}`;
    const view = (await (await session.call(path)).json()) as AppView;
    return { kind: 'open', session, view };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) };
  }
}
