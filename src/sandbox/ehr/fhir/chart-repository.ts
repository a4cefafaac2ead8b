import { AsyncLocalStorage } from 'node:async_hooks';
import {
  allOk,
  badRequest,
  created,
  globalSchema,
  matchesSearchRequest,
  multipleMatches,
  OperationOutcomeError,
  type SearchRequest,
  type WithId,
} from '@medplum/core';
import {
  MemoryRepository,
  type CreateResourceOptions,
  type DeleteResourceOptions,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { loadR4Definitions } from './r4-definitions.ts';
import { TokenIndex } from './token-index.ts';

/** One change to undo when a transaction fails: `before` is undefined for a resource that was created. */
interface UndoneChange {
  readonly resourceType: string;
  readonly id: string;
  readonly before: WithId<Resource> | undefined;
}

/**
 * The charts of the sandbox EHR, in memory. Mends what MemoryRepository leaves out: references searched by bare id or
 * absolute URL, a clear refusal of search parameters it does not know (it would return nothing, in silence), and
 * transactions that are all or nothing.
 */
export class ChartRepository extends MemoryRepository {
  readonly #baseUrl: string;
  readonly #transaction = new AsyncLocalStorage<UndoneChange[]>();
  readonly #tokens = new TokenIndex();
  #lastTransaction: Promise<unknown> = Promise.resolve();

  /** `baseUrl` is the FHIR base, without a slash at its end: references on it are read as relative ones. */
  constructor(baseUrl: string) {
    loadR4Definitions();
    super();
    this.#baseUrl = baseUrl;
  }

  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const readable = this.#readable(request);
    const pages = request.sortRules ?? request.include ?? request.revInclude ?? request.offset;
    if (pages !== undefined || this.#tokens.candidates(readable) === undefined) return super.search(readable);
    const found = await this.#matches(readable);
    const entry = found
      .slice(0, request.count ?? found.length)
      .map((resource) => ({ search: { mode: 'match' as const }, resource }));
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      ...(entry.length === 0 ? {} : { entry }),
      total: found.length,
    };
  }

  override async createResource<T extends Resource>(
    resource: T,
    options?: CreateResourceOptions,
    update = false,
  ): Promise<WithId<T>> {
    const before = update ? await this.#current(resource.resourceType, resource.id) : undefined;
    const stored = await super.createResource(resource, options, update);
    this.#tokens.add(stored);
    this.#transaction.getStore()?.push({ resourceType: stored.resourceType, id: stored.id, before });
    return stored;
  }

  override async conditionalCreate<T extends Resource>(
    resource: T,
    search: SearchRequest<T>,
    options?: CreateResourceOptions,
  ): Promise<{ resource: WithId<T>; outcome: OperationOutcome }> {
    if (search.resourceType !== resource.resourceType)
      throw new OperationOutcomeError(badRequest('If-None-Exist searches another resource type'));
    // One at a time, so that nobody creates it between the search and the create.
    return this.withTransaction(async () => {
      const [found, second] = await this.#matches(this.#readable(search));
      if (second !== undefined) throw new OperationOutcomeError(multipleMatches);
      if (found !== undefined) return { resource: found, outcome: allOk };
      return { resource: await this.createResource(resource, options), outcome: created };
    });
  }

  override async updateResource<T extends Resource>(
    resource: T,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    const current = await this.#current(resource.resourceType, resource.id);
    if (current !== undefined && isDeepEqualBesideMeta(current, resource)) return current as WithId<T>;
    return super.updateResource(resource, options);
  }

  override async deleteResource(
    resourceType: string,
    id: string,
    options?: DeleteResourceOptions,
  ): Promise<void> {
    const before = await this.#current(resourceType, id);
    await super.deleteResource(resourceType, id, options);
    this.#transaction.getStore()?.push({ resourceType, id, before });
  }

  /** One transaction after the other; a failure undoes what the callback wrote. Nested calls join the outer one. */
  override withTransaction<R>(callback: (repository: this) => Promise<R>): Promise<R> {
    if (this.#transaction.getStore() !== undefined) return callback(this);
    const run = this.#lastTransaction.then(async () => {
      const changes: UndoneChange[] = [];
      try {
        return await this.#transaction.run(changes, () => callback(this));
      } catch (error) {
        await this.#undo(changes);
        throw error;
      }
    });
    this.#lastTransaction = run.catch(() => undefined);
    return run;
  }

  async #undo(changes: readonly UndoneChange[]): Promise<void> {
    for (const { resourceType, id, before } of changes.toReversed()) {
      if (before === undefined) await super.expungeResource(resourceType, id);
      else await this.withSeeding(() => super.createResource(before, undefined, true));
    }
  }

  async #current(resourceType: string, id: string | undefined): Promise<WithId<Resource> | undefined> {
    if (id === undefined) return undefined;
    return super.readResource<WithId<Resource>>(resourceType, id).catch(() => undefined);
  }

  async #matches<T extends Resource>(request: SearchRequest<T>): Promise<readonly WithId<T>[]> {
    const ids = this.#tokens.candidates(request);
    if (ids === undefined) return super.searchResources({ ...request, count: 2 });
    const standing = await Promise.all(ids.map((id) => this.#current(request.resourceType, id)));
    return standing.filter((one) => one !== undefined && matchesSearchRequest(one, request)) as WithId<T>[];
  }

  #readable<T extends Resource>(request: SearchRequest<T>): SearchRequest<T> {
    const filters = request.filters?.map((filter) => {
      const known = globalSchema.types[request.resourceType]?.searchParams?.[filter.code];
      if (known === undefined) {
        if (filter.code.includes('.')) return filter;
        throw new OperationOutcomeError(
          badRequest(`Search parameter ${request.resourceType}?${filter.code} is not supported`),
        );
      }
      if (known.type !== 'reference') return filter;
      return { ...filter, value: this.#relativeReferences(filter.value, filter.code, known.target ?? []) };
    });
    return filters === undefined ? request : { ...request, filters };
  }

  #relativeReferences(value: string, code: string, targets: readonly string[]): string {
    return value
      .split(',')
      .map((reference) => {
        const relative = reference.startsWith(`${this.#baseUrl}/`)
          ? reference.slice(this.#baseUrl.length + 1)
          : reference;
        if (relative.includes('/') || relative === '') return relative;
        return code === 'patient' || targets.includes('Patient') ? `Patient/${relative}` : relative;
      })
      .join(',');
  }
}

function isDeepEqualBesideMeta(left: Resource, right: Resource): boolean {
  const { meta: _left, ...leftRest } = left;
  const { meta: _right, ...rightRest } = right;
  return canonical(leftRest) === canonical(rightRest);
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
