import type { UsedTokens } from '../../flow/ports/used-tokens.ts';
import { statement, type Database } from './database.ts';

// An expired row may be taken over: the token it stood for is refused by its own exp.
const USE = statement(
  'token.use',
  `INSERT INTO trabecula.used_token (issuer, jti, expires_at) VALUES ($1, $2, $3)
   ON CONFLICT (issuer, jti) DO UPDATE SET expires_at = EXCLUDED.expires_at
     WHERE used_token.expires_at <= $4
   RETURNING jti`,
);
const FORGET = statement('token.forget', 'DELETE FROM trabecula.used_token WHERE expires_at <= $1');
const FORGET_EVERY_MS = 60_000;

export function openUsedTokens(database: Database): UsedTokens {
  let forgotAt = 0;
  return {
    useOnce: async (issuer, jti, expiresAt, at) => {
      if (at.getTime() - forgotAt >= FORGET_EVERY_MS) {
        forgotAt = at.getTime();
        await database.query(FORGET, [at]);
      }
      return (await database.query(USE, [issuer, jti, expiresAt, at])).length === 1;
    },
  };
}
