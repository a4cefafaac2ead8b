import { JSON_TYPE, type Endpoint } from './endpoint.ts';

/** The population API, `../population/population-routes.ts`. */
export const POPULATION_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/population/questions',
    summary: 'The questions that can be asked of the population.',
    access: 'staff',
    success: [200, 'Their names, titles and parameters', JSON_TYPE],
  },
  {
    method: 'get',
    path: '/population/questions/{name}',
    summary: 'Asks a question; `format` chooses JSON, CSV, FHIR Group, MeasureReport or care gaps.',
    access: 'staff',
    success: [200, 'The rows', JSON_TYPE],
    failures: [400, 403, 404],
  },
  {
    method: 'get',
    path: '/population/imports',
    summary: 'Imports of the population and how far they are.',
    access: 'staff',
    success: [200, 'The imports', JSON_TYPE],
    failures: [403],
  },
  {
    method: 'get',
    path: '/population/screening-runs',
    summary: 'Screening runs and how far they are.',
    access: 'staff',
    success: [200, 'The runs', JSON_TYPE],
  },
  {
    method: 'post',
    path: '/population/imports',
    summary:
      'Begins an import: files on the service’s machine, Bulk Data, or a paged search. Roles: population, operator.',
    access: 'staff',
    body: 'PopulationImport',
    success: [202, 'The import has begun; its progress is at /population/imports', JSON_TYPE],
    failures: [400, 403, 404, 409],
  },
  {
    method: 'post',
    path: '/population/screening-runs',
    summary: 'Plans a screening run.',
    access: 'staff',
    body: 'ScreeningRun',
    success: [201, 'The run', JSON_TYPE],
    failures: [400, 403],
  },
  ...(['pause', 'resume', 'cancel'] as const).map((verb): Endpoint => ({
    method: 'post',
    path: `/population/screening-runs/{runId}/${verb}`,
    summary: `${verb[0]?.toUpperCase()}${verb.slice(1)}s a screening run.`,
    access: 'staff',
    success: [204, 'Done'],
    failures: [403, 404],
  })),
  {
    method: 'get',
    path: '/population/screening-runs/{runId}/set-aside',
    summary: 'Studies of a run that gave no result, with the reasons.',
    access: 'staff',
    success: [200, 'The studies', JSON_TYPE],
    failures: [403],
  },
  {
    method: 'post',
    path: '/population/attested-dxa',
    summary: 'Attests a DXA that was done elsewhere.',
    access: 'staff',
    body: 'AttestedDxa',
    success: [201, 'Recorded'],
    failures: [400, 403],
  },
];
