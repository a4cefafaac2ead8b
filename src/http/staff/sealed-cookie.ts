import { parseCookie } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import { EncryptJWT, jwtDecrypt, type JWTPayload } from 'jose';

/** A cookie that only this service can read or make (JWE, dir, A256GCM), with an end in time of its own. */
export interface SealedCookie {
  set(request: Request, response: Response, content: JWTPayload): Promise<void>;
  /** Undefined when there is none, when it was tampered with, or when its time is over. */
  read(request: Request): Promise<JWTPayload | undefined>;
  clear(request: Request, response: Response): void;
}

const SEAL = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * @param key - 32 secret bytes, the same in every process of the installation
 * @param secure - whether clients use https; then the cookie is bound to this host (`__Host-`)
 */
export function sealedCookie(options: {
  readonly name: string;
  readonly key: Uint8Array;
  readonly lifetimeSeconds: number;
  readonly secure: () => boolean;
  readonly clock: () => Date;
}): SealedCookie {
  const nameNow = () => (options.secure() ? `__Host-${options.name}` : options.name);
  const attributes = (): CookieOptions => ({
    httpOnly: true,
    sameSite: 'lax',
    secure: options.secure(),
    path: '/',
  });
  return {
    set: async (_request, response, content) => {
      const now = Math.floor(options.clock().getTime() / 1000);
      const sealed = await new EncryptJWT(content)
        .setProtectedHeader(SEAL)
        .setAudience(options.name)
        .setExpirationTime(now + options.lifetimeSeconds)
        .encrypt(options.key);
      response.cookie(nameNow(), sealed, { ...attributes(), maxAge: options.lifetimeSeconds * 1000 });
    },
    read: async (request) => {
      const sealed = parseCookie(request.get('cookie') ?? '')[nameNow()];
      if (sealed === undefined) return undefined;
      try {
        const { payload } = await jwtDecrypt(sealed, options.key, {
          audience: options.name,
          currentDate: options.clock(),
          contentEncryptionAlgorithms: [SEAL.enc],
          keyManagementAlgorithms: [SEAL.alg],
        });
        return payload;
      } catch {
        return undefined;
      }
    },
    clear: (_request, response) => void response.clearCookie(nameNow(), attributes()),
  };
}
