import { Text } from '@mantine/core';
import { useState, useEffect } from 'react';
import { moment } from './moment.ts';
import { message } from '../messages/message.ts';
import type { StaffSession } from '../session/staff-session.ts';

interface Import {
  readonly feed: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly resources: number;
  readonly updatedAt: string;
}

/** How fresh the figures are. Nothing while it is not known. */
export function ImportsNote({ session }: { readonly session: StaffSession }) {
  const [imports, setImports] = useState<readonly Import[]>();
  useEffect(() => {
    session
      .call('/population/imports')
      .then(async (response) => ((await response.json()) as { imports: Import[] }).imports)
      .then(setImports)
      .catch(() => undefined);
  }, [session]);
  const [newest] = imports ?? [];
  if (imports === undefined) return null;
  return (
    <Text size="sm" className="quiet">
      {newest === undefined
        ? message('imports.none')
        : message(`imports.${newest.state}`, {
            at: moment(newest.updatedAt),
            feed: newest.feed,
          })}
    </Text>
  );
}
