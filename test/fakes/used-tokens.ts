import type { UsedTokens } from '../../src/flow/ports/used-tokens.ts';

/** Remembers every token for as long as the test runs. */
export function rememberedTokens(): UsedTokens {
  const seen = new Set<string>();
  return {
    useOnce: (issuer, jti) => {
      const key = `${issuer} ${jti}`;
      const first = !seen.has(key);
      seen.add(key);
      return Promise.resolve(first);
    },
  };
}
