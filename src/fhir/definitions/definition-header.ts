import { CANONICAL_BASE, PROFILES_VERSION } from '../print/canonical-urls.ts';

/** "film-outcome" -> "FilmOutcome": the name by which code is generated (FHIR invariant vsd-0, csd-0). */
const computableName = (id: string): string =>
  id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** What every definition of ours begins with. */
export const headerOf = (
  resourceType: 'CodeSystem' | 'ValueSet' | 'CapabilityStatement' | 'Measure',
  id: string,
  title: string,
) => ({
  id,
  url: `${CANONICAL_BASE}/${resourceType}/${id}`,
  version: PROFILES_VERSION,
  name: computableName(id),
  title,
  status: 'draft' as const,
  publisher: 'Trabecula',
});
