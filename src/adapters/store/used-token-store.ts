import type { UsedTokens } from '../../flow/ports/used-tokens.ts';
import { statement, type Database } from './database.ts';
import { groupCommit } from './group-commit.ts';

// An expired row may be taken over: the token it stood for is refused by its own exp. Sorted, so that two processes
// with the same tokens cannot wait for each other in a circle.
const USE = statement(
  'token.useMany',
  `INSERT INTO trabecula.used_token (issuer, jti, expires_at)
   SELECT issuer, jti, expires_at FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS used (issuer, jti, expires_at)
   ORDER BY issuer, jti
   ON CONFLICT (issuer, jti) DO UPDATE SET expires_at = EXCLUDED.expires_at
     WHERE used_token.expires_at <= $4
   RETURNING issuer, jti`,
);
const FORGET = statement('token.forget', 'DELETE FROM trabecula.used_token WHERE expires_at <= $1');
const FORGET_EVERY_MS = 60_000;

interface Use {
  readonly issuer: string;
  readonly jti: string;
  readonly expiresAt: Date;
  readonly at: Date;
}

const keyOf = ({ issuer, jti }: Pick<Use, 'issuer' | 'jti'>) => JSON.stringify([issuer, jti]);

/** One statement for all tokens of the group; of two equal ones the first alone is asked about, the second was used. */
async function useGroup(database: Database, uses: readonly Use[]): Promise<readonly boolean[]> {
  const firsts = [...new Map(uses.toReversed().map((use) => [keyOf(use), use])).values()];
  const earliest = new Date(Math.min(...uses.map(({ at }) => at.getTime())));
  const accepted = await database.query<Pick<Use, 'issuer' | 'jti'>>(USE, [
    firsts.map(({ issuer }) => issuer),
    firsts.map(({ jti }) => jti),
    firsts.map(({ expiresAt }) => expiresAt),
    earliest,
  ]);
  const open = new Set(accepted.map(keyOf));
  return uses.map((use) => open.delete(keyOf(use)));
}

export function openUsedTokens(database: Database): UsedTokens {
  const use = groupCommit<Use, boolean>((uses) => useGroup(database, uses));
  let forgotAt = 0;
  return {
    useOnce: async (issuer, jti, expiresAt, at) => {
      if (at.getTime() - forgotAt >= FORGET_EVERY_MS) {
        forgotAt = at.getTime();
        await database.query(FORGET, [at]);
      }
      return use({ issuer, jti, expiresAt, at });
    },
  };
}
