import type { StaffRole } from '../../../src/flow/tenant.ts';

export interface StaffPage {
  readonly name: 'population';
  readonly path: string;
  readonly roles: readonly StaffRole[];
}

const page = (name: StaffPage['name'], ...roles: readonly StaffRole[]): StaffPage => ({
  name,
  path: `/staff/${name}`,
  roles,
});

/** The pages, and who finds something on them; the APIs behind hold the same roles. */
export const PAGES: readonly StaffPage[] = [page('population', 'population', 'clinical-lead')];

export const pagesOf = (roles: readonly StaffRole[]): readonly StaffPage[] =>
  PAGES.filter((one) => one.roles.some((role) => roles.includes(role)));
