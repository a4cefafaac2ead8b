import { Text } from '@mantine/core';
import { message } from '../messages/message.ts';
import { CriteriaForm } from '../parts/criteria-form.tsx';
import { GoLiveHistory } from '../parts/go-live-history.tsx';
import { ModePanel } from '../parts/mode-panel.tsx';
import type { GoLive } from '../parts/go-live.ts';
import { Loading } from '../parts/loading.tsx';
import { SignForm } from '../parts/sign-form.tsx';
import { SilencePanel } from '../parts/silence-panel.tsx';
import { ValidationForm } from '../parts/validation-form.tsx';
import type { StaffSession } from '../session/staff-session.ts';
import { useLoaded } from '../session/use-loaded.ts';

/** The decision to go live: where the site stands, what lacks, and each step in the name of who is signed in. */
export function GoLivePage({ session }: { readonly session: StaffSession }) {
  const loaded = useLoaded<GoLive>(session, '/admin/api/go-live');
  const isLead = session.member.roles.includes('clinical-lead');
  const step = async (path: string, body: unknown): Promise<void> => {
    await session.call(`/admin/api/go-live/${path}`, { method: 'POST', body });
    loaded.reload();
  };
  return (
    <Loading loaded={loaded}>
      {(state) => (
        <>
          <ModePanel state={state} />
          {isLead ? (
            <div className="staff-columns">
              <CriteriaForm step={step} />
              <ValidationForm step={step} />
              <SignForm state={state} member={session.member} step={step} />
              <SilencePanel state={state} isLead step={step} />
            </div>
          ) : (
            <>
              <Text size="sm">{message('goLive.leadsOnly')}</Text>
              <SilencePanel state={state} isLead={false} step={step} />
            </>
          )}
          <GoLiveHistory state={state} />
        </>
      )}
    </Loading>
  );
}
