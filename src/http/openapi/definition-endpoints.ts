import type { Endpoint } from './endpoint.ts';

const FHIR_TYPE = 'application/fhir+json';

/** The public FHIR definitions (`../definition-routes.ts`). */
export const DEFINITION_ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'get',
    path: '/fhir/metadata',
    summary: 'What the service serves as FHIR: its definitions.',
    access: 'anyone',
    success: [200, 'The CapabilityStatement', FHIR_TYPE],
  },
  {
    method: 'get',
    path: '/fhir/definitions.json',
    summary:
      'Every profile, extension, value set and code system as a batch that loads them into a FHIR server.',
    access: 'anyone',
    success: [200, 'The batch', FHIR_TYPE],
  },
  {
    method: 'get',
    path: '/fhir/{type}',
    summary: 'The definitions of a type; with ?url= the one of that canonical URL.',
    access: 'anyone',
    success: [200, 'A searchset', FHIR_TYPE],
    failures: [404],
  },
  {
    method: 'get',
    path: '/fhir/{type}/{id}',
    summary: 'A definition.',
    access: 'anyone',
    success: [200, 'The definition', FHIR_TYPE],
    failures: [404],
  },
];
