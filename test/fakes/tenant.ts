import type { CdsClient, Tenant } from '../../src/flow/tenant.ts';

/** A tenant as the configuration would make it, for tests to vary. */
export function tenantOf(changes: Partial<Tenant> = {}): Tenant {
  return {
    id: 'north',
    fhirBaseUrl: 'https://ehr.example.org/fhir',
    fhirServersAllowed: ['https://ehr.example.org/fhir'],
    imaging: undefined,
    cdsClients: [],
    openMode: false,
    backend: undefined,
    mode: 'silent',
    research: undefined,
    regulatoryStatus: undefined,
    sandbox: false,
    precision: 'fp32',
    hookDeadlineMs: 400,
    policy: {},
    cardRoles: [],
    pool: undefined,
    corsOrigins: [],
    appLaunchUrl: undefined,
    staffSignIn: undefined,
    optOutListFile: undefined,
    viewRulesFile: undefined,
    writeBack: { enabled: true, types: ['RiskAssessment'], tasks: true },
    ...changes,
  };
}

export function cdsClientOf(changes: Partial<CdsClient> = {}): CdsClient {
  return {
    issuer: 'https://ehr.example.org',
    tenantClaim: undefined,
    jwksUrl: undefined,
    jwks: undefined,
    algorithms: ['ES384', 'RS384'],
    audienceOverride: undefined,
    subjectsAllowed: undefined,
    systemActions: false,
    ...changes,
  };
}
