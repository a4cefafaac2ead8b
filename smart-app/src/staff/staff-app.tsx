import { Center, Loader, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { SignedInStaff } from '../../../src/http/population/staff.ts';
import { message } from './messages/message.ts';
import { SignInScreen } from './sign-in-screen.tsx';
import { SignedInScreen } from './signed-in-screen.tsx';
import { StaffShell } from './staff-shell.tsx';
import { signedInMember } from './session/staff-session.ts';

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'signed-out'; readonly isUnreachable: boolean }
  | { readonly kind: 'open'; readonly member: SignedInStaff };

/** The staff pages from sign-in to the page of the address. */
export function StaffApp() {
  const [state, setState] = useState<State>({ kind: 'opening' });
  useEffect(() => {
    signedInMember()
      .then((member): State =>
        member === undefined ? { kind: 'signed-out', isUnreachable: false } : { kind: 'open', member },
      )
      .catch((): State => ({ kind: 'signed-out', isUnreachable: true }))
      .then(setState)
      .catch(() => undefined);
  }, []);
  if (location.pathname.endsWith('/signed-in')) return <SignedInScreen />;
  switch (state.kind) {
    case 'opening':
      return (
        <Center mih="60vh" component="main">
          <Stack align="center">
            <Loader aria-hidden />
            <Text role="status">{message('shell.opening')}</Text>
          </Stack>
        </Center>
      );
    case 'signed-out':
      return <SignInScreen isUnreachable={state.isUnreachable} />;
    case 'open':
      return <StaffShell member={state.member} />;
  }
}
