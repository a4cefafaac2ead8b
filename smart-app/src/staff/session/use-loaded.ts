import { useCallback, useEffect, useState } from 'react';
import { StaffFailure } from './staff-failure.ts';
import type { StaffSession } from './staff-session.ts';

/** What is known of something asked for. While it is asked again the last answer stays. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly failure: StaffFailure | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/**
 * The JSON answer of an address, asked again when the address changes, on `reload`, and every `everyMs` while the page
 * is seen.
 */
export function useLoaded<T>(session: StaffSession, path: string | undefined, everyMs?: number): Loaded<T> {
  const [state, setState] = useState<{ path?: string; value?: T; failure?: StaffFailure }>({});
  const [round, setRound] = useState(0);
  const [isLoading, setLoading] = useState(true);
  useEffect(() => {
    if (path === undefined) return;
    let isWanted = true;
    setLoading(true);
    session
      .call(path)
      .then(async (response) => ({ path, value: (await response.json()) as T }))
      .catch((error: unknown) => ({
        path,
        failure: error instanceof StaffFailure ? error : new StaffFailure('unavailable', String(error)),
      }))
      .then((next) => {
        if (!isWanted) return;
        // A round that failed does not take away what was shown of the same address.
        setState((earlier) =>
          'failure' in next && earlier.path === path ? { ...earlier, failure: next.failure } : next,
        );
        setLoading(false);
      })
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [session, path, round]);
  const reload = useCallback(() => {
    setRound((earlier) => earlier + 1);
  }, []);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs, reload]);
  return { value: state.value, failure: state.failure, isLoading, reload };
}
