import { useEffect, useMemo, useRef, useState } from 'react';
import type { StaffMember } from '../../../src/http/population/staff.ts';
import {
  onSignedInElsewhere,
  openStaffSession,
  signedInMember,
  type StaffSession,
} from './session/staff-session.ts';

/**
 * The session of a member of staff. Calls that find it ended wait until the same person has signed in again; another
 * person begins anew, with nothing of the first one's on the page.
 */
export function useStaffSession(member: StaffMember): {
  readonly session: StaffSession;
  readonly isEnded: boolean;
} {
  const [isEnded, setEnded] = useState(false);
  const waiting = useRef<(() => void)[]>([]);
  const session = useMemo(
    () =>
      openStaffSession(member, () => {
        setEnded(true);
        return new Promise((resolve) => waiting.current.push(resolve));
      }),
    [member],
  );
  useEffect(
    () =>
      onSignedInElsewhere(() => {
        signedInMember()
          .then((now) => {
            if (now === undefined) return;
            if (now.subject !== member.subject || now.tenantId !== member.tenantId) location.reload();
            else {
              setEnded(false);
              for (const resume of waiting.current.splice(0)) resume();
            }
          })
          .catch(() => undefined);
      }),
    [member],
  );
  return { session, isEnded };
}
