import { Stack, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

/** One part of the screen, with its heading. */
export function Panel({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  const id = useId();
  return (
    <Stack component="section" className="panel" gap="sm" aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}
