/** Says to rounds that a look is worth while now. A hint is never the only way to learn of a change. */
export interface RoundHints {
  hint(tenantId: string): void;
  /** Resolves at the tenant's first hint from now on; any number of hints until then are one. */
  next(tenantId: string): Promise<void>;
}

export function roundHints(): RoundHints {
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  return {
    hint: (tenantId) => {
      waiting.get(tenantId)?.resolve();
      waiting.delete(tenantId);
    },
    next: (tenantId) => {
      const known = waiting.get(tenantId) ?? Promise.withResolvers<void>();
      waiting.set(tenantId, known);
      return known.promise;
    },
  };
}
