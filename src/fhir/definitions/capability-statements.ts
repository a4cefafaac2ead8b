import type { CapabilityStatement, CapabilityStatementRestResource, ResourceType } from '@medplum/fhirtypes';
import { RECORD_QUERIES } from '../../cds-hooks/prefetch-queries.ts';
import { OURS } from '../print/canonical-urls.ts';
import { headerOf } from './definition-header.ts';

/** The day on which these statements were last changed. */
const STATED_ON = '2026-11-29';

/** What is written, in which of our profiles, and how what stands there is found again. */
const WRITTEN: readonly (readonly [
  ResourceType,
  readonly string[],
  'identifier' | '_tag' | 'url' | undefined,
])[] = [
  ['RiskAssessment', [OURS.profile.riskAssessment], 'identifier'],
  ['Observation', [OURS.profile.observation], 'identifier'],
  ['DocumentReference', [OURS.profile.report], 'identifier'],
  ['Communication', [OURS.profile.communication], 'identifier'],
  ['Flag', [OURS.profile.flag], 'identifier'],
  ['Device', [OURS.profile.device], 'identifier'],
  ['Task', [OURS.profile.task], 'identifier'],
  ['Provenance', [OURS.profile.provenance, OURS.profile.undoing, OURS.profile.followOn], '_tag'],
  ['AuditEvent', [OURS.profile.auditLine], undefined],
  ['Subscription', [OURS.profile.subscription], 'url'],
];

/** Created and never changed. */
const WRITE_ONCE: ReadonlySet<ResourceType> = new Set(['Provenance', 'AuditEvent', 'Device']);

/** Search parameters of the FHIR types that they have in R4; each that is used must be here. */
const PARAMETER_TYPE = {
  patient: 'reference',
  practitioner: 'reference',
  code: 'token',
  category: 'token',
  status: 'token',
  identifier: 'token',
  _id: 'token',
  _tag: 'token',
  url: 'uri',
  date: 'date',
  _lastUpdated: 'date',
} as const;
type Parameter = keyof typeof PARAMETER_TYPE;

const isParameter = (name: string): name is Parameter => name in PARAMETER_TYPE;

/** Reads and searches besides those of the decision: follow-up, arrival of films, appointments of tomorrow. */
const FURTHER_SEARCHES: Readonly<Partial<Record<ResourceType, readonly Parameter[]>>> = {
  Patient: ['identifier', '_lastUpdated'],
  Appointment: ['date'],
  Medication: ['_id'],
  Task: ['patient'],
  ImagingStudy: ['_lastUpdated'],
  Endpoint: [],
};

function searchesOf(type: ResourceType): readonly Parameter[] {
  const asked = RECORD_QUERIES.filter(({ resourceType }) => resourceType === type).flatMap(({ by }) =>
    by.kind === 'search' ? Object.keys(by.parameters).filter(isParameter) : [],
  );
  const again = WRITTEN.find(([written]) => written === type)?.[2];
  const further = FURTHER_SEARCHES[type] ?? [];
  return [...new Set([...asked, ...further, ...(again === undefined ? [] : [again])])].toSorted();
}

function resourceNeeded(type: ResourceType): CapabilityStatementRestResource {
  const written = WRITTEN.find(([one]) => one === type);
  const searches = searchesOf(type);
  const interactions = [
    'read' as const,
    ...(searches.length > 0 ? ['search-type' as const] : []),
    ...(written === undefined ? [] : ['create' as const]),
    ...(written === undefined || WRITE_ONCE.has(type) ? [] : ['update' as const]),
  ];
  return {
    type,
    ...(written === undefined ? {} : { supportedProfile: [...written[1]], conditionalCreate: true }),
    interaction: interactions.map((code) => ({ code })),
    ...(searches.length === 0
      ? {}
      : { searchParam: searches.map((name) => ({ name, type: PARAMETER_TYPE[name] })) }),
  };
}

/** What an EHR's FHIR server is asked for; what it lacks takes something away, and the card says what was not seen. */
export function ehrRequirements(): CapabilityStatement {
  const read = RECORD_QUERIES.map(({ resourceType }) => resourceType);
  const types = [...new Set([...read, ...WRITTEN.map(([type]) => type), ...keysOf(FURTHER_SEARCHES)])];
  return {
    resourceType: 'CapabilityStatement',
    ...headerOf('CapabilityStatement', 'ehr-requirements', 'What the service needs of an EHR'),
    date: STATED_ON,
    description:
      'Reading Patient and Condition is necessary. Anything else that is missing takes something away and is said: a result ' +
      'is written as the first of RiskAssessment, Observation, DocumentReference, Communication and Flag that the server ' +
      'can create. Transactions and conditional creates are used where they are there, and replaced where not.',
    kind: 'requirements',
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        resource: types.toSorted().map(resourceNeeded),
        interaction: [{ code: 'transaction' }],
      },
    ],
  };
}

const keysOf = <K extends string>(record: Readonly<Partial<Record<K, unknown>>>): K[] =>
  Object.keys(record) as K[];

/** Types of the definitions that the service serves. */
export const SERVED_TYPES = [
  'CapabilityStatement',
  'CodeSystem',
  'Measure',
  'StructureDefinition',
  'ValueSet',
] as const;
export type ServedType = (typeof SERVED_TYPES)[number];

/** What the service itself serves as FHIR: its own definitions, to be read. Its decisions are served by CDS Hooks. */
export function serviceCapability(serviceUrl: string, serviceVersion: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    ...headerOf('CapabilityStatement', 'service', 'What the service serves as FHIR'),
    date: STATED_ON,
    description:
      'The definitions of what the service writes to a record and of the measures that it reports. Its decisions are served by CDS Hooks (/cds-services).',
    kind: 'instance',
    software: { name: 'Trabecula', version: serviceVersion },
    implementation: { description: 'Trabecula', url: `${serviceUrl}/fhir` },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        resource: SERVED_TYPES.map((type) => ({
          type,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          searchParam: [{ name: 'url', type: 'uri' }],
        })),
      },
    ],
  };
}
