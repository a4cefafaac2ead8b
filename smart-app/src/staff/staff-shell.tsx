import { Anchor, Button, Text, Title } from '@mantine/core';
import { useEffect, useState, type MouseEvent, type ReactNode } from 'react';
import type { SignedInStaff } from '../../../src/http/population/staff.ts';
import { message } from './messages/message.ts';
import { pagesOf, type StaffPage } from './pages.ts';
import { GoLivePage } from './pages/go-live-page.tsx';
import { PopulationPage } from './pages/population-page.tsx';
import { ScreeningPage } from './pages/screening-page.tsx';
import { StopPage } from './pages/stop-page.tsx';
import { WatchPage } from './pages/watch-page.tsx';
import { RenewDialog } from './renew-dialog.tsx';
import type { StaffSession } from './session/staff-session.ts';
import { useStaffSession } from './use-staff-session.ts';

const PAGE_OF: Readonly<Record<StaffPage['name'], (session: StaffSession) => ReactNode>> = {
  population: (session) => <PopulationPage session={session} />,
  screening: (session) => <ScreeningPage session={session} />,
  watch: (session) => <WatchPage session={session} />,
  'stop-button': (session) => <StopPage session={session} />,
  'go-live': (session) => <GoLivePage session={session} />,
};

/** The frame of every staff page: who is signed in, where one is, and the page. */
export function StaffShell({ member }: { readonly member: SignedInStaff }) {
  const { session, isEnded } = useStaffSession(member);
  const [path, go] = usePath();
  const pages = pagesOf(member.roles);
  const current = pages.find((page) => page.path === path) ?? pages[0];
  useEffect(() => {
    document.title = message('shell.documentTitle', {
      page: current === undefined ? '' : message(`page.${current.name}`),
    });
  }, [current]);
  return (
    <div className="staff">
      <a className="skip" href="#main">
        {message('shell.skip')}
      </a>
      <header className="staff-bar">
        <Text component="span" className="staff-brand">
          {message('shell.name')}
        </Text>
        <Text component="span" className="staff-person" data-of-record>
          {member.name ?? member.subject}, {member.tenantId}
        </Text>
        <Button size="compact-sm" variant="default" onClick={signOut}>
          {message('shell.signOut')}
        </Button>
      </header>
      <nav className="staff-nav" aria-label={message('shell.pages')}>
        {pages.map((page) => (
          <Anchor
            key={page.name}
            href={page.path}
            aria-current={page === current ? 'page' : undefined}
            onClick={(event: MouseEvent) => {
              event.preventDefault();
              go(page.path);
            }}
          >
            {message(`page.${page.name}`)}
          </Anchor>
        ))}
      </nav>
      <main id="main" className="staff-main" tabIndex={-1}>
        <Text className="notice" size="sm">
          {message('shell.notice')}
        </Text>
        {current === undefined ? (
          <Text>{message('shell.noPage')}</Text>
        ) : (
          <>
            <Title order={1} size="h2">
              {message(`page.${current.name}`)}
            </Title>
            {PAGE_OF[current.name](session)}
          </>
        )}
      </main>
      <RenewDialog tenantId={member.tenantId} isOpen={isEnded} />
    </div>
  );
}

/** The address is the page, so that a reload, a bookmark and the way back work. */
function usePath(): readonly [string, (path: string) => void] {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const moved = () => {
      setPath(location.pathname);
    };
    addEventListener('popstate', moved);
    return () => {
      removeEventListener('popstate', moved);
    };
  }, []);
  const go = (next: string) => {
    history.pushState(null, '', next + location.search);
    setPath(next);
    document.getElementById('main')?.focus();
  };
  return [path, go];
}

function signOut(): void {
  fetch('/staff/sign-out', { method: 'POST' })
    .catch(() => undefined)
    .finally(() => {
      location.assign('/staff');
    });
}
