import type { RequestHandler, Response } from 'express';
import type { StaffRole } from '../../flow/tenant.ts';

/** A member of staff who was let in, for one tenant. */
export interface StaffMember {
  readonly tenantId: string;
  /** Subject of the identity provider: what the audit trail names. */
  readonly subject: string;
  /** To be shown beside the subject, where the provider gives it. */
  readonly name?: string | undefined;
  readonly roles: readonly StaffRole[];
}

/** What the staff pages are told of who is signed in. */
export interface SignedInStaff extends StaffMember {
  /** Address of a chart with `{patientId}`; absent: the site has set none, and patients are shown by their ids alone. */
  readonly chartUrl?: string | undefined;
}

/** Lets in members of staff with one of the roles, of any tenant that they are staff of; 401 or 403 else. */
export type RequireRole = (...roles: readonly StaffRole[]) => RequestHandler;

/** Who was let in. Throws TypeError on a route that asks without having required a role. */
export function staffOf(response: Response): StaffMember {
  const staff = response.locals['staff'] as StaffMember | undefined;
  if (staff === undefined)
    throw new TypeError('a route without a required role asked for the member of staff');
  return staff;
}
