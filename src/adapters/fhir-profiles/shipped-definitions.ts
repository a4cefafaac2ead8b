import { readdirSync, readFileSync } from 'node:fs';
import type { StructureDefinition } from '@medplum/fhirtypes';

const folder = new URL('../../../fhir-profiles/definitions/', import.meta.url);

/** Our profiles and extensions with their snapshots, in the order of their ids. */
export const shippedDefinitions = (): readonly StructureDefinition[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as StructureDefinition);
