import type {
  Bundle,
  CapabilityStatement,
  CodeSystem,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import type { Messages } from '../../cds-hooks/messages/messages.ts';
import { ehrRequirements } from './capability-statements.ts';
import { codeSystems } from './code-systems.ts';
import { valueSets } from './value-sets.ts';

export type Definition = StructureDefinition | ValueSet | CodeSystem | CapabilityStatement;

/** All that an EHR needs to understand what is written to it: codes first, then what is made of them. */
export const allDefinitions = (
  structures: readonly StructureDefinition[],
  messages: Messages,
): readonly Definition[] => [...codeSystems(messages), ...valueSets(), ...structures, ehrRequirements()];

/** The definitions as a FHIR batch of updates under their own ids: one POST loads them, a second changes nothing. */
export const loadingBatch = (definitions: readonly Definition[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'batch',
  entry: definitions.map((resource) => ({
    fullUrl: resource.url ?? '',
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  })),
});
