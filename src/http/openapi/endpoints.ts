import { APP_ENDPOINTS } from './app-endpoints.ts';
import { DEFINITION_ENDPOINTS } from './definition-endpoints.ts';
import { STAFF_PAGES } from '../staff/staff-pages.ts';
import { GO_LIVE_ENDPOINTS } from './go-live-endpoints.ts';
import { JSON_TYPE, type Endpoint } from './endpoint.ts';
import { POPULATION_ENDPOINTS } from './population-endpoints.ts';

const hooks: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/cds-services',
    summary: 'CDS Hooks discovery: one service on patient-view, order-select and order-sign.',
    access: 'anyone',
    success: [200, 'The services with their prefetch templates', JSON_TYPE],
  },
  {
    method: 'post',
    path: '/cds-services/{id}',
    summary: 'Calls a hook.',
    access: 'cds-client',
    body: 'CdsRequest',
    success: [200, 'Cards; an empty list when there is nothing to say', JSON_TYPE],
    failures: [400, 403, 404, 412, 413, 415, 429, 503],
  },
  {
    method: 'post',
    path: '/cds-services/{id}/feedback',
    summary: 'Reports what became of cards. The same report twice changes nothing.',
    access: 'cds-client',
    body: 'Feedback',
    success: [200, 'Recorded'],
    failures: [400, 403, 404, 413, 415, 429],
  },
];

const notifications: readonly Endpoint[] = [
  {
    method: 'post',
    path: '/notifications/{tenantId}',
    summary:
      'An R4 rest-hook without content, or a notification Bundle of the R5 backport: brings the next look at what changed forward.',
    access: 'notification-sender',
    success: [200, 'Heard; nothing of the content is stored'],
    failures: [400, 403, 413, 429],
  },
  {
    method: 'put',
    path: '/notifications/{tenantId}/{resourceType}/{id}',
    summary: 'An R4 rest-hook with the resource: the same hint, the resource is not read.',
    access: 'notification-sender',
    success: [200, 'Heard; nothing of the content is stored'],
    failures: [403, 429],
  },
];

const operation: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/health/live',
    summary: 'Whether the process answers.',
    access: 'anyone',
    success: [200, 'It does', JSON_TYPE],
  },
  {
    method: 'get',
    path: '/health/ready',
    summary: 'Whether everything that the service needs works.',
    access: 'anyone',
    success: [200, 'It does', JSON_TYPE],
    failures: [503],
  },
  {
    method: 'get',
    path: '/metrics',
    summary: 'Prometheus metrics.',
    access: 'this-machine',
    success: [200, 'The metrics', 'text/plain'],
    failures: [403],
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This document.',
    access: 'anyone',
    success: [200, 'OpenAPI 3.1', JSON_TYPE],
  },
];

const staff: readonly Endpoint[] = [
  ...STAFF_PAGES.map((page): Endpoint => ({
    method: 'get',
    path: page === '/' ? '/staff' : `/staff${page}`,
    summary: 'A page for staff; what it shows comes from the staff APIs.',
    access: 'anyone',
    success: [200, 'The page', 'text/html'],
  })),
  {
    method: 'get',
    path: '/staff/tenants',
    summary: 'Tenants whose staff can sign in here.',
    access: 'anyone',
    success: [200, 'Their ids', JSON_TYPE],
  },
  {
    method: 'get',
    path: '/staff/sign-in/{tenantId}',
    summary: "Sends a member of staff to the tenant's identity provider (authorization code, PKCE).",
    access: 'anyone',
    success: [303, 'To the provider'],
    failures: [404, 429, 502],
  },
  {
    method: 'get',
    path: '/staff/callback',
    summary: 'Where the identity provider sends the person back to.',
    access: 'anyone',
    success: [303, 'Signed in, back to where it began'],
    failures: [403],
  },
  {
    method: 'get',
    path: '/staff/me',
    summary:
      'Who is signed in, for which tenant, in which roles; the address of its charts, where the site has set it.',
    access: 'staff',
    success: [200, 'The member of staff', JSON_TYPE],
  },
  {
    method: 'post',
    path: '/staff/sign-out',
    summary: 'Ends the session.',
    access: 'anyone',
    success: [204, 'Ended'],
  },
];

function admin(base: '/admin/api' | '/admin/local'): readonly Endpoint[] {
  const access = base === '/admin/api' ? 'staff' : 'local-command';
  return [
    {
      method: 'get',
      path: `${base}/card-stops`,
      summary: 'Which tenants are stopped, by whom and why.',
      access,
      success: [200, 'The tenants', JSON_TYPE],
    },
    {
      method: 'post',
      path: `${base}/card-stops`,
      summary: 'Stop button: effective within five seconds on all processes.',
      access,
      body: 'CardStop',
      success: [200, 'Stopped', JSON_TYPE],
      failures: [400, 403, 404, 503],
    },
    {
      method: 'delete',
      path: `${base}/card-stops/{tenantId}`,
      summary: 'Lets the tenant show cards again.',
      access,
      success: [200, 'Whether it had been stopped', JSON_TYPE],
      failures: [403, 404, 503],
    },
    {
      method: 'delete',
      path: `${base}/tenants/{tenantId}/patients/{patientId}`,
      summary: 'Deletes everything kept of a patient except audit lines.',
      access,
      success: [200, 'Deleted rows by table', JSON_TYPE],
      failures: [403, 404, 503],
    },
  ];
}

const watch: Endpoint = {
  method: 'get',
  path: '/admin/api/watch',
  summary: 'Figures of the last look of the watch, the limits in force, and its alarms, standing and past.',
  access: 'staff',
  success: [200, 'Counts and shares; no patient', JSON_TYPE],
};

/** Every endpoint of the service; a test holds the list against the routes. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...hooks,
  ...notifications,
  ...operation,
  ...staff,
  ...admin('/admin/api'),
  ...admin('/admin/local'),
  watch,
  ...POPULATION_ENDPOINTS,
  ...GO_LIVE_ENDPOINTS,
  ...APP_ENDPOINTS,
  ...DEFINITION_ENDPOINTS,
];
