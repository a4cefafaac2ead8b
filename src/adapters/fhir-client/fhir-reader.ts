import type { Bundle, Resource } from '@medplum/fhirtypes';
import { TrabeculaError } from '../../errors.ts';
import type { FhirReader } from '../../flow/ports/fhir.ts';
import { statusOf } from './fhir-failure.ts';
import type { FhirHttp } from './fhir-http.ts';

/** A server whose pages go on for ever must not keep us. */
const MOST_PAGES = 200;

/** Parameters that only ease a search. A server that refuses them is asked again without; it then answers with more. */
const EASING: ReadonlySet<string> = new Set([
  '_sort',
  '_count',
  '_elements',
  '_summary',
  '_include',
  '_total',
]);

/** "Patient/1" and a URL that ends so -> "1"; a bare id as it is. */
const bareId = (id: string) => id.split('/').at(-1) ?? id;

const queryOf = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString();

/** The first page of a search; easing parameters that the server refuses are left out. */
async function firstPage(
  http: FhirHttp,
  resourceType: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Bundle> {
  const get = async (asked: Readonly<Record<string, string>>) =>
    (
      await http.request({
        method: 'GET',
        url: `${resourceType}?${queryOf(asked)}`,
        headers: { prefer: 'handling=lenient' },
      })
    ).body as Bundle;
  try {
    return await get(parameters);
  } catch (error) {
    const plain = Object.entries(parameters).filter(([name]) => !EASING.has(name));
    if (statusOf(error) !== 400 || plain.length === Object.keys(parameters).length) throw error;
    return get(Object.fromEntries(plain));
  }
}

/** A search page by page, pages followed on the same server; other resource types in a result are dropped. */
export async function* searchPages(
  http: FhirHttp,
  resourceType: string,
  parameters: Readonly<Record<string, string>>,
): AsyncGenerator<readonly Resource[]> {
  let page = await firstPage(http, resourceType, parameters);
  for (;;) {
    yield (page.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === resourceType ? [resource] : [],
    );
    const next = page.link?.find((link) => link.relation === 'next')?.url;
    if (next === undefined) return;
    page = (await http.request({ method: 'GET', url: next })).body as Bundle;
  }
}

/**
 * Reads one FHIR R4 server as it is: pages followed on the same server, bare ids, refused conveniences left out, other
 * resource types and OperationOutcomes in a result dropped. Callers filter and sort for themselves.
 */
export function openFhirReader(http: FhirHttp): FhirReader {
  return {
    read: async <T extends Resource>(resourceType: T['resourceType'], id: string) => {
      try {
        const url = `${resourceType}/${encodeURIComponent(bareId(id))}`;
        return (await http.request({ method: 'GET', url })).body as T;
      } catch (error) {
        if (statusOf(error) === 404 || statusOf(error) === 410) return undefined;
        throw error;
      }
    },
    search: async <T extends Resource>(
      resourceType: T['resourceType'],
      parameters: Readonly<Record<string, string>>,
    ) => {
      const found: T[] = [];
      let pages = 0;
      for await (const page of searchPages(http, resourceType, parameters)) {
        pages += 1;
        if (pages > MOST_PAGES)
          throw new TrabeculaError('upstream-refused', `GET ${resourceType}: more than ${MOST_PAGES} pages`);
        found.push(...(page as readonly T[]));
      }
      return found;
    },
  };
}
