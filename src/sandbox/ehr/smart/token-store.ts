import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Entries that the sandbox keeps at most: each hook call leaves a grant and a token. */
const MAX_ENTRIES = 20_000;

/** Where oidc-provider keeps grants, codes, tokens and sessions: in memory, each until it expires. */
export function createTokenStore(): (model: string) => Adapter {
  const entries = new LRUCache<string, AdapterPayload>({ max: MAX_ENTRIES });
  const keysOfGrant = new LRUCache<string, Set<string>>({ max: MAX_ENTRIES });
  return (model) => new TokenStore(model, entries, keysOfGrant);
}

class TokenStore implements Adapter {
  readonly #model: string;
  readonly #entries: LRUCache<string, AdapterPayload>;
  readonly #keysOfGrant: LRUCache<string, Set<string>>;

  constructor(
    model: string,
    entries: LRUCache<string, AdapterPayload>,
    keysOfGrant: LRUCache<string, Set<string>>,
  ) {
    this.#model = model;
    this.#entries = entries;
    this.#keysOfGrant = keysOfGrant;
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    const key = this.#key(id);
    this.#entries.set(key, payload, expiresInSeconds === undefined ? {} : { ttl: expiresInSeconds * 1000 });
    if (payload.grantId !== undefined && this.#model !== 'Grant') {
      const keys = this.#keysOfGrant.get(payload.grantId) ?? new Set();
      this.#keysOfGrant.set(payload.grantId, keys.add(key));
    }
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#entries.get(this.#key(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return [...this.#entries.values()].find((payload) => payload.uid === uid);
  }

  /** The device flow is off: there are no user codes. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const payload = this.#entries.get(this.#key(id));
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const key of this.#keysOfGrant.get(grantId) ?? []) this.#entries.delete(key);
    this.#keysOfGrant.delete(grantId);
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }
}
