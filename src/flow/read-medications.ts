import type { Medication, Resource } from '@medplum/fhirtypes';
import type { CdsRequest } from '../cds-hooks/protocol.ts';
import { scopesAllow } from '../cds-hooks/scopes.ts';
import { TrabeculaError } from '../errors.ts';
import { medicationsToRead } from '../fhir/normalise/medications-to-read.ts';
import type { FhirReader } from './ports/fhir.ts';

/** Ids in one search: some servers refuse long addresses. */
const IDS_AT_ONCE = 50;

/**
 * The Medication resources without which entries of the chart name no drug. What cannot be read stays missing, and the
 * chart's medications then count as unread.
 */
export async function readMedications(
  { fhirServer, fhirAuthorization }: CdsRequest,
  chart: readonly Resource[],
  reader: FhirReader,
): Promise<readonly Medication[]> {
  if (fhirServer === undefined) return [];
  if (!scopesAllow(fhirAuthorization?.scopes ?? [], 'Medication', 'search')) return [];
  const ids = medicationsToRead(chart, fhirServer);
  const searches: Promise<readonly Medication[]>[] = [];
  for (let first = 0; first < ids.length; first += IDS_AT_ONCE) {
    const _id = ids.slice(first, first + IDS_AT_ONCE).join(',');
    searches.push(reader.search<Medication>('Medication', { _id, _count: String(IDS_AT_ONCE) }));
  }
  try {
    const found = (await Promise.all(searches)).flat();
    return found.filter(({ resourceType }) => resourceType === 'Medication');
  } catch (error) {
    if (error instanceof TrabeculaError) return [];
    throw error;
  }
}
