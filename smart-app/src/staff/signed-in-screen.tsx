import { Container, Stack, Text, Title } from '@mantine/core';
import { useEffect } from 'react';
import { message } from './messages/message.ts';
import { tellSignedIn } from './session/staff-session.ts';

/** Where signing in again ends: it tells the window that waits, and closes itself where the browser lets it. */
export function SignedInScreen() {
  useEffect(() => {
    tellSignedIn();
    globalThis.close();
  }, []);
  return (
    <Container size="xs" py="xl" component="main">
      <Stack className="panel">
        <Title order={1} size="h2">
          {message('signedIn.title')}
        </Title>
        <Text>{message('signedIn.words')}</Text>
      </Stack>
    </Container>
  );
}
