import type {
  Bundle,
  CapabilityStatement,
  CodeSystem,
  Measure,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes';
import type { Messages } from '../../cds-hooks/messages/messages.ts';
import { ehrRequirements } from './capability-statements.ts';
import { codeSystems } from './code-systems.ts';
import { measures, type MeasuredQuestion } from './measures.ts';
import { valueSets } from './value-sets.ts';

export type Definition = StructureDefinition | ValueSet | CodeSystem | CapabilityStatement | Measure;

/**
 * All that is needed to understand what is written to an EHR and reported of a population: codes first, then what is made
 * of them.
 */
export const allDefinitions = (
  structures: readonly StructureDefinition[],
  messages: Messages,
  questions: readonly MeasuredQuestion[],
): readonly Definition[] => [
  ...codeSystems(messages),
  ...valueSets(),
  ...structures,
  ...measures(questions),
  ehrRequirements(),
];

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
