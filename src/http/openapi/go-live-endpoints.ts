import { JSON_TYPE, type Endpoint } from './endpoint.ts';

const base = '/admin/api/go-live';

const step = (path: string, body: string, summary: string): Endpoint => ({
  method: 'post',
  path: `${base}/${path}`,
  summary,
  access: 'staff',
  body,
  success: [201, 'Recorded in the name of who is signed in'],
  failures: [400, 403, 404, 409],
});

/** The decision to go live, `../admin/go-live-routes.ts`. */
export const GO_LIVE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: base,
    summary: 'The mode in force, what each mode lacks, and everything that was recorded.',
    access: 'staff',
    success: [200, 'The state', JSON_TYPE],
    failures: [403],
  },
  step('criteria', 'AcceptanceCriteria', 'Locks what a validation must reach. Role: clinical-lead.'),
  {
    ...step('validations', 'SiteReport', 'Records a report of "trabecula validate". Role: clinical-lead.'),
    failures: [400, 403, 409, 413, 422],
  },
  step('sign-offs', 'SignOff', 'Signs a recorded report in one role; two people. Role: clinical-lead.'),
  step('silences', 'StatedReason', 'Back to silent at once. Roles: operator, clinical-lead.'),
  step('silence-lifts', 'StatedReason', 'Ends a silence. Role: clinical-lead.'),
];
