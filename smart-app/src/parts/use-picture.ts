import { useEffect, useState } from 'react';
import { SessionFailure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';

/** A picture of our service as an address for `img`; it is fetched with the token, which `img` could not send. */
export function usePicture(
  session: Session,
  path: string,
  onFailure: (failure: SessionFailure) => void,
): string | 'failed' | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    let current: string | undefined;
    let isGone = false;
    session
      .call(path)
      .then((response) => response.blob())
      .then((blob) => {
        if (isGone) return;
        current = URL.createObjectURL(blob);
        setAddress(current);
      })
      .catch((error: unknown) => {
        if (error instanceof SessionFailure && error.kind === 'expired') onFailure(error);
        else if (!isGone) setAddress('failed');
      });
    return () => {
      isGone = true;
      if (current !== undefined) URL.revokeObjectURL(current);
    };
  }, [session, path, onFailure]);
  return address;
}
