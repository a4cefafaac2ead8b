import type { Resource } from '@medplum/fhirtypes';
import { ownReference } from '../own-reference.ts';
import { unversioned, type NamesDrug } from './drug-of.ts';

const ID = /^Medication\/([A-Za-z0-9.-]{1,64})$/;

/**
 * Ids of the Medication resources that entries of a chart refer to without a word of which drug it is, and that did not
 * come with it. References to another server are none of this one's ids.
 */
export function medicationsToRead(chart: readonly Resource[], fhirServer: string): readonly string[] {
  const relative = ownReference(fhirServer);
  const present = new Set(
    chart.flatMap(({ resourceType, id }) => (resourceType === 'Medication' && id !== undefined ? [id] : [])),
  );
  const wanted = chart.flatMap((resource) => {
    const { medicationReference } = resource as NamesDrug;
    const reference = medicationReference?.reference;
    if (typeof reference !== 'string' || medicationReference?.display !== undefined) return [];
    const id = ID.exec(unversioned(relative(reference)))?.[1];
    return id === undefined || present.has(id) ? [] : [id];
  });
  return [...new Set(wanted)];
}
