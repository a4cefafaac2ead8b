/**
 * Retry-After (RFC 9110 section 10.2.3), seconds or an HTTP date, in milliseconds from `now`, never under 0; undefined when
 * absent or unreadable. Some servers send hours by mistake: the caller says how long it would wait at most.
 */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isNaN(milliseconds) ? undefined : Math.max(milliseconds, 0);
}
