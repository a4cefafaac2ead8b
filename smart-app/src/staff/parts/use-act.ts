import { useState } from 'react';
import { StaffFailure } from '../session/staff-failure.ts';

/** One act at a time, with what went wrong. What was typed stays where it is. */
export function useAct(): {
  readonly isBusy: boolean;
  readonly failure: StaffFailure | undefined;
  readonly act: (work: () => Promise<void>) => void;
} {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StaffFailure>();
  const act = (work: () => Promise<void>): void => {
    setBusy(true);
    setFailure(undefined);
    work()
      .catch((error: unknown) => {
        setFailure(error instanceof StaffFailure ? error : new StaffFailure('unavailable', String(error)));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { isBusy, failure, act };
}
