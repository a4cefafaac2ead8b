import { Operator, type SearchRequest } from '@medplum/core';
import type { Identifier, Resource } from '@medplum/fhirtypes';

/** The parameters by which a conditional create asks. */
const INDEXED: ReadonlySet<string> = new Set(['identifier', '_tag']);

function tokensOf(resource: Resource): readonly string[] {
  const { identifier = [] } = resource as { identifier?: Identifier | Identifier[] };
  return [
    ...[identifier].flat().map(({ system, value }) => `identifier=${system ?? ''}|${value ?? ''}`),
    ...(resource.meta?.tag ?? []).map(({ system, code }) => `_tag=${system ?? ''}|${code ?? ''}`),
  ];
}

/** The one lookup that answers the search; undefined: only a walk over all resources can. */
function tokenAsked({ filters = [] }: SearchRequest): string | undefined {
  const [filter] = filters;
  if (filters.length !== 1 || filter?.operator !== Operator.EQUALS || !INDEXED.has(filter.code))
    return undefined;
  return /^[^|,\\]+\|[^|,\\]+$/.test(filter.value) ? `${filter.code}=${filter.value}` : undefined;
}

/**
 * Which resources have, or once had, one exact identifier or tag. Without it each conditional create walks over all
 * resources, and a record grows slower with everything that is written to it.
 */
export class TokenIndex {
  readonly #ids = new Map<string, Set<string>>();

  /** To be told of each version that is stored. */
  add(resource: Resource): void {
    for (const token of tokensOf(resource)) {
      const key = `${resource.resourceType}?${token}`;
      this.#ids.set(key, (this.#ids.get(key) ?? new Set()).add(resource.id ?? ''));
    }
  }

  /** Ids among which all that the search finds are; undefined when the index cannot tell. */
  candidates(request: SearchRequest): readonly string[] | undefined {
    const token = tokenAsked(request);
    return token === undefined ? undefined : [...(this.#ids.get(`${request.resourceType}?${token}`) ?? [])];
  }
}
