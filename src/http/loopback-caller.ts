import type { Request } from 'express';

const LOOPBACK_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Whether the caller itself is on this machine: a proxy here that passes on a call from elsewhere is not. */
export function isFromThisMachine(request: Request): boolean {
  const proxied = request.get('x-forwarded-for') !== undefined || request.get('forwarded') !== undefined;
  return !proxied && LOOPBACK_ADDRESSES.has(request.socket.remoteAddress ?? '');
}
