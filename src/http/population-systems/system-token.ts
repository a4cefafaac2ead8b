import { EncryptJWT, jwtDecrypt } from 'jose';
import { isPopulationScope, type PopulationScope } from './population-scopes.ts';

/** SMART Backend Services: "should not exceed 5 minutes". */
export const SYSTEM_TOKEN_SECONDS = 300;

const SEAL = { alg: 'dir', enc: 'A256GCM' } as const;
const AUDIENCE = 'trabecula-population-system';

export interface SystemGrant {
  readonly tenantId: string;
  readonly clientId: string;
  readonly scopes: readonly PopulationScope[];
}

/** Access tokens that only this installation can make or read (JWE); nothing is stored. */
export interface SystemTokens {
  issue(grant: SystemGrant): Promise<string>;
  /** Undefined when it is none of ours, was changed, or is over. */
  read(token: string): Promise<SystemGrant | undefined>;
}

/** @param key - 32 secret bytes, the same in every process of the installation */
export function systemTokens(key: Uint8Array, clock: () => Date): SystemTokens {
  return {
    issue: ({ tenantId, clientId, scopes }) =>
      new EncryptJWT({ tenantId, clientId, scopes })
        .setProtectedHeader(SEAL)
        .setAudience(AUDIENCE)
        .setExpirationTime(Math.floor(clock().getTime() / 1000) + SYSTEM_TOKEN_SECONDS)
        .encrypt(key),
    read: async (token) => {
      try {
        const { payload } = await jwtDecrypt(token, key, {
          audience: AUDIENCE,
          currentDate: clock(),
          contentEncryptionAlgorithms: [SEAL.enc],
          keyManagementAlgorithms: [SEAL.alg],
        });
        const { tenantId, clientId, scopes } = payload;
        if (typeof tenantId !== 'string' || typeof clientId !== 'string' || !Array.isArray(scopes))
          return undefined;
        return { tenantId, clientId, scopes: scopes.map(String).filter(isPopulationScope) };
      } catch {
        return undefined;
      }
    },
  };
}
