import { Alert, Button, Container, Stack, Text, Title } from '@mantine/core';
import { useEffect, useState } from 'react';
import { message } from './messages/message.ts';
import { signInUrl } from './session/staff-session.ts';

/** Before sign-in: one button for each organisation that is served here. */
export function SignInScreen({ isUnreachable }: { readonly isUnreachable: boolean }) {
  const [tenants, setTenants] = useState<readonly string[]>();
  const [isFailed, setFailed] = useState(isUnreachable);
  useEffect(() => {
    fetch('/staff/tenants')
      .then(async (response) => ((await response.json()) as { tenants: string[] }).tenants)
      .then(setTenants)
      .catch(() => {
        setFailed(true);
      });
  }, []);
  return (
    <Container size="xs" py="xl" component="main">
      <Stack className="panel" gap="md">
        <Title order={1} size="h2">
          {message('signIn.title')}
        </Title>
        <Text>{message('signIn.words')}</Text>
        {isFailed && (
          <Alert color="orange" role="alert">
            {message('failure.unavailable')}
          </Alert>
        )}
        {tenants?.length === 0 && <Text>{message('signIn.none')}</Text>}
        {tenants?.map((tenantId) => (
          <Button key={tenantId} component="a" href={signInUrl(tenantId, location.pathname)}>
            {message('signIn.button', { tenant: tenantId })}
          </Button>
        ))}
        <Text size="sm" className="notice">
          {message('shell.notice')}
        </Text>
      </Stack>
    </Container>
  );
}
