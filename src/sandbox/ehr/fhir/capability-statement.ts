import { globalSchema } from '@medplum/core';
import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  ResourceType,
  SearchParameter,
} from '@medplum/fhirtypes';

/** The resource types that the sandbox EHR keeps. RiskAssessment, Task and Provenance take the service's writes. */
export const CHART_RESOURCE_TYPES = [
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Encounter',
  'Appointment',
  'Condition',
  'Observation',
  'Procedure',
  'MedicationRequest',
  'MedicationAdministration',
  'MedicationStatement',
  'MedicationDispense',
  'Medication',
  'Immunization',
  'ServiceRequest',
  'DiagnosticReport',
  'DocumentReference',
  'ImagingStudy',
  'Endpoint',
  'RiskAssessment',
  'DetectedIssue',
  'Device',
  'Provenance',
  'Task',
  'Communication',
  'Flag',
  'Goal',
  'CarePlan',
  'EpisodeOfCare',
  'AllergyIntolerance',
  'Coverage',
  'Consent',
  'Group',
  'AuditEvent',
] as const satisfies readonly ResourceType[];

export type ChartResourceType = (typeof CHART_RESOURCE_TYPES)[number];

/** The CapabilityStatement at `{base}/metadata` (FHIR R4 section 3.1.0.4.1), with the SMART OAuth endpoints. */
export function capabilityStatement(addresses: {
  readonly fhirBaseUrl: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
}): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-01-01',
    kind: 'instance',
    implementation: { description: 'Sandbox EHR, simulated patients', url: addresses.fhirBaseUrl },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    rest: [
      {
        mode: 'server',
        security: {
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          extension: [
            {
              url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
              extension: [
                { url: 'authorize', valueUri: addresses.authorizationUrl },
                { url: 'token', valueUri: addresses.tokenUrl },
              ],
            },
          ],
        },
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        resource: CHART_RESOURCE_TYPES.map(resourceCapability),
      },
    ],
  };
}

function resourceCapability(type: ChartResourceType): CapabilityStatementRestResource {
  const parameters = Object.values(globalSchema.types[type]?.searchParams ?? {}) as SearchParameter[];
  return {
    type,
    interaction: [
      { code: 'read' },
      { code: 'vread' },
      { code: 'search-type' },
      { code: 'create' },
      { code: 'update' },
      { code: 'patch' },
      { code: 'history-instance' },
    ],
    versioning: 'versioned',
    conditionalCreate: true,
    conditionalUpdate: true,
    conditionalDelete: 'not-supported',
    searchParam: parameters.map(({ code, type: parameterType }) => ({
      name: code,
      type: parameterType,
    })),
  };
}
