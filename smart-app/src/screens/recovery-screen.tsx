import { Button, Container, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { message } from '../messages/messages.ts';
import { authorizeAt } from '../session/authorize.ts';
import type { SessionFailure } from '../session/failure.ts';
import { knownServers, type KnownServer } from '../session/servers.ts';

/** What went wrong in plain words, and the ways on: sign in again at an EHR that the service knows. */
export function RecoveryScreen({ failure }: { readonly failure: SessionFailure }) {
  const [servers, setServers] = useState<readonly KnownServer[]>([]);
  useEffect(() => {
    knownServers().then(setServers, () => {
      setServers([]);
    });
  }, []);
  return (
    <Container size="sm" py="xl" component="main" data-recovery={failure.kind}>
      <Stack className="panel">
        <Title order={1} size="h2">
          {message(`recovery.${failure.kind}.title`)}
        </Title>
        <Text>{message(`recovery.${failure.kind}.words`)}</Text>
        <Group>
          {servers.map((server) => (
            <Button
              key={server.iss}
              onClick={() => {
                void authorizeAt(server, undefined);
              }}
            >
              {message('recovery.signIn', { server: server.name })}
            </Button>
          ))}
        </Group>
        <details>
          <summary>{message('recovery.details')}</summary>
          <Text size="sm" c="dimmed">
            {failure.message}
          </Text>
        </details>
      </Stack>
    </Container>
  );
}
