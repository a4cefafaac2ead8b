import { PlanPanel } from '../parts/plan-panel.tsx';
import { RunsPanel } from '../parts/runs-panel.tsx';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';
import type { Runs } from '../parts/runs-panel.tsx';

/** Asked again while somebody looks: a run takes hours, a figure of five seconds ago is fresh. */
const everyMs = 5_000;

/** Screening runs: how large one would be, begin it, watch it, hold it, and see what was set aside. */
export function ScreeningPage({ session }: { readonly session: StaffSession }) {
  const loaded = useLoaded<Runs>(session, '/population/screening-runs', everyMs);
  const mayRun = session.member.roles.some((role) => role === 'population' || role === 'operator');
  return (
    <>
      {mayRun && <PlanPanel session={session} onBegun={loaded.reload} />}
      <RunsPanel session={session} loaded={loaded} mayRun={mayRun} />
    </>
  );
}
