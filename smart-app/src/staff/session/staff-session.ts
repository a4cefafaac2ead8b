import type { SignedInStaff } from '../../../../src/http/population/staff.ts';
import { failureOf, StaffFailure } from './staff-failure.ts';

export interface Sent {
  readonly method: 'POST' | 'DELETE';
  readonly body?: unknown;
}

/** Calls the staff APIs in the name of whoever is signed in. Throws StaffFailure. */
export interface StaffSession {
  readonly member: SignedInStaff;
  readonly call: (path: string, sent?: Sent) => Promise<Response>;
}

const RENEWED = 'trabecula-staff-signed-in';

/** Who is signed in; undefined when nobody is. Throws StaffFailure when the service cannot be reached. */
export async function signedInMember(): Promise<SignedInStaff | undefined> {
  const response = await send('/staff/me', undefined);
  if (response.status === 401) return undefined;
  if (!response.ok) throw await failureOf(response);
  return (await response.json()) as SignedInStaff;
}

export const signInUrl = (tenantId: string, returnTo: string): string =>
  `/staff/sign-in/${encodeURIComponent(tenantId)}?returnTo=${encodeURIComponent(returnTo)}`;

/**
 * @param renewed - resolves when the person has signed in again in another window; what was typed here stays
 */
export function openStaffSession(member: SignedInStaff, renewed: () => Promise<void>): StaffSession {
  return {
    member,
    call: async (path, sent) => {
      const first = await send(path, sent);
      if (first.status !== 401) return checked(first);
      await renewed();
      return checked(await send(path, sent));
    },
  };
}

/** Told by the window in which somebody signed in again. */
export function onSignedInElsewhere(told: () => void): () => void {
  const channel = new BroadcastChannel(RENEWED);
  channel.onmessage = told;
  return () => {
    channel.close();
  };
}

export function tellSignedIn(): void {
  const channel = new BroadcastChannel(RENEWED);
  channel.postMessage('signed in');
  channel.close();
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw await failureOf(response);
}

/** A body that is a File goes as its very bytes: its digest is what is signed. */
function send(path: string, sent: Sent | undefined): Promise<Response> {
  const body = sent?.body;
  return fetch(path, {
    method: sent?.method ?? 'GET',
    credentials: 'same-origin',
    ...(body === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          body: body instanceof File ? body : JSON.stringify(body),
        }),
  }).catch((error: unknown) => {
    throw new StaffFailure('unavailable', String(error));
  });
}
