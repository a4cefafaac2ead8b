import { Alert, Button, Group, Loader, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { message } from '../messages/message.ts';
import type { StaffFailure } from '../session/staff-failure.ts';
import type { Loaded } from '../session/use-loaded.ts';

/** What was asked for, or in words why it is not there yet. */
export function Loading<T>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ReactNode;
}) {
  const { value, failure, reload } = loaded;
  return (
    <>
      {failure !== undefined && <FailureNotice failure={failure} onRetry={reload} />}
      {value !== undefined && children(value)}
      {value === undefined && failure === undefined && (
        <Group gap="xs" role="status">
          <Loader size="xs" aria-hidden />
          <Text size="sm">{message('loading')}</Text>
        </Group>
      )}
    </>
  );
}

/** A failure in plain words; the service's own words where it refused. */
export function FailureNotice({
  failure,
  onRetry,
}: {
  readonly failure: StaffFailure;
  readonly onRetry?: () => void;
}) {
  return (
    <Alert color="orange" role="alert" data-failure={failure.kind}>
      <Text size="sm">
        {failure.kind === 'refused' ? (
          <span data-of-record>{failure.message}</span>
        ) : (
          message(`failure.${failure.kind}`)
        )}
      </Text>
      {onRetry !== undefined && failure.kind === 'unavailable' && (
        <Button size="compact-sm" variant="default" mt="xs" onClick={onRetry}>
          {message('failure.retry')}
        </Button>
      )}
    </Alert>
  );
}
