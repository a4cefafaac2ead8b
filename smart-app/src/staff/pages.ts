import type { StaffRole } from '../../../src/flow/tenant.ts';

export interface StaffPage {
  readonly name: 'population' | 'screening' | 'watch' | 'stop-button' | 'go-live';
  readonly path: string;
  readonly roles: readonly StaffRole[];
}

const page = (name: StaffPage['name'], ...roles: readonly StaffRole[]): StaffPage => ({
  name,
  path: `/staff/${name}`,
  roles,
});

/** The pages, and who finds something on them; the APIs behind hold the same roles. */
export const PAGES: readonly StaffPage[] = [
  page('population', 'population', 'clinical-lead'),
  page('screening', 'population', 'operator', 'clinical-lead'),
  page('watch', 'population', 'operator', 'clinical-lead'),
  page('stop-button', 'operator', 'clinical-lead'),
  page('go-live', 'operator', 'clinical-lead'),
];

export const pagesOf = (roles: readonly StaffRole[]): readonly StaffPage[] =>
  PAGES.filter((one) => one.roles.some((role) => roles.includes(role)));
