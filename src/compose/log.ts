import { pino, type Logger } from 'pino';

/**
 * Structured log to standard output. Nothing in it is a patient's: requests are logged by route, errors by code; what
 * could slip in by a library's error (addresses with ids, headers with tokens) is taken out here.
 */
export const openLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    redact: {
      paths: ['*.authorization', '*.headers', '*.accessToken', 'err.request', 'err.config', 'err.response'],
      remove: true,
    },
    serializers: { err: errorForLog },
  });

/** Name, code, message of our own errors; of others the name and the stack's places, for their text may quote data. */
function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const places = (error.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at '));
  const known = error.name === 'TrabeculaError' ? { message: error.message } : {};
  const code = (error as { readonly code?: unknown }).code;
  const cause = error.cause instanceof Error ? { cause: errorForLog(error.cause) } : {};
  return {
    name: error.name,
    code: typeof code === 'string' ? code : undefined,
    ...known,
    places: places.slice(0, 8),
    ...cause,
  };
}
