import type { Bundle, Resource } from '@medplum/fhirtypes';

/**
 * Whether a value has the outer shape of a FHIR resource. Deep checks belong to whoever reads a field: a chart's worth
 * of resources is too much to validate within a hook's time, and unknown elements are legal.
 */
export function isResource(value: unknown): value is Resource {
  return (
    typeof value === 'object' &&
    value !== null &&
    'resourceType' in value &&
    typeof value.resourceType === 'string' &&
    /^[A-Z][A-Za-z]{1,63}$/.test(value.resourceType)
  );
}

/** The resources of a Bundle in its order; entries without one (a response, an outcome of the search) are left out. */
export function entriesOf(bundle: Bundle): readonly Resource[] {
  if (!Array.isArray(bundle.entry)) return [];
  return bundle.entry
    .filter((entry) => entry?.search?.mode !== 'outcome')
    .map((entry): unknown => entry?.resource)
    .filter(isResource);
}

/** Whether the server holds more pages of this search. */
export function hasNextPage(bundle: Bundle): boolean {
  return Array.isArray(bundle.link) && bundle.link.some((link) => link?.relation === 'next');
}
