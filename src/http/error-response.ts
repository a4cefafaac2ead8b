import type { OperationOutcome } from '@medplum/fhirtypes';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { TrabeculaError, type ErrorCode } from '../errors.ts';

type IssueType = OperationOutcome['issue'] extends (infer Issue)[] | undefined
  ? Issue extends { code: infer Code }
    ? Code
    : never
  : never;

interface HttpError {
  readonly status: number;
  /** FHIR R4 IssueType. */
  readonly issue: IssueType;
}

/** The one table: what went wrong -> HTTP status and FHIR issue type. */
export const HTTP_ERROR: Readonly<Record<ErrorCode, HttpError>> = {
  unauthenticated: { status: 401, issue: 'login' },
  forbidden: { status: 403, issue: 'forbidden' },
  'bad-request': { status: 400, issue: 'invalid' },
  'not-found': { status: 404, issue: 'not-found' },
  conflict: { status: 409, issue: 'conflict' },
  'precondition-failed': { status: 412, issue: 'incomplete' },
  'too-large': { status: 413, issue: 'too-long' },
  'too-many-requests': { status: 429, issue: 'throttled' },
  overloaded: { status: 503, issue: 'throttled' },
  'bad-configuration': { status: 500, issue: 'exception' },
  'bad-model-package': { status: 500, issue: 'exception' },
  'bad-film': { status: 422, issue: 'processing' },
  'bad-input-file': { status: 422, issue: 'processing' },
  'store-in-use': { status: 503, issue: 'lock-error' },
  'store-unavailable': { status: 503, issue: 'transient' },
  'port-in-use': { status: 500, issue: 'exception' },
  'upstream-unavailable': { status: 502, issue: 'transient' },
  'upstream-refused': { status: 502, issue: 'security' },
  'invalid-output': { status: 500, issue: 'invalid' },
  unsupported: { status: 415, issue: 'not-supported' },
};

/** An OperationOutcome with one error: text that is safe to show, and the trace id under which the log has more. */
export function operationOutcome(issue: IssueType, text: string, traceId: string): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: issue, details: { text }, diagnostics: `trace ${traceId}` }],
  };
}

/** What Express and its body parser throw, as one of ours; anything else is a bug. */
function expectedError(error: unknown): TrabeculaError | undefined {
  if (error instanceof TrabeculaError) return error;
  if (!(error instanceof Error) || !('type' in error)) return undefined;
  switch (error.type) {
    case 'entity.too.large':
    case 'parameters.too.many':
      return new TrabeculaError('too-large', 'the body is larger than this service accepts');
    case 'entity.parse.failed':
      return new TrabeculaError('bad-request', 'the body is not JSON');
    case 'request.aborted':
    case 'request.size.invalid':
      return new TrabeculaError('bad-request', 'the body ended early');
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new TrabeculaError('unsupported', 'the encoding or character set of the body is not supported');
    default:
      return undefined;
  }
}

/**
 * Sends an error: a bare 401 when the caller is not known, else an OperationOutcome. An error that nobody expected is
 * 500 with a trace id and none of its text, because that text can hold a patient's data.
 */
export function sendError(response: Response, error: unknown, log: Logger): void {
  const traceId = String(response.locals['traceId']);
  const expected = expectedError(error);
  if (expected === undefined) log.error({ traceId, err: shownError(error) }, 'unexpected error');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (expected?.code === 'unauthenticated') {
    response.status(401).set('WWW-Authenticate', 'Bearer').end();
    return;
  }
  const { status, issue } =
    expected === undefined ? { status: 500, issue: 'exception' as const } : HTTP_ERROR[expected.code];
  if (expected?.retryAfterSeconds !== undefined)
    response.set('Retry-After', String(Math.ceil(expected.retryAfterSeconds)));
  const text = status === 500 ? 'internal error' : (expected?.message ?? 'internal error');
  response
    .status(status)
    .type('application/fhir+json')
    .send(JSON.stringify(operationOutcome(issue, text, traceId)));
}

/** Name and stack without the message: a message can quote what was sent. */
function shownError(error: unknown): { readonly name: string; readonly stack: string | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, stack: undefined };
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { name: error.name, stack: frames?.slice(0, 12).join('\n') };
}

export function errorHandler(log: Logger): ErrorRequestHandler {
  return (error, _request, response, _next) => sendError(response, error, log);
}
