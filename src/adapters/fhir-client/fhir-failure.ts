import { TrabeculaError } from '../../errors.ts';
import { retryAfterMs } from '../retry-after.ts';

/** What fhir-kit-client throws for an answer that is not 2xx. */
interface AnsweredError {
  readonly response: { readonly status: number };
  readonly config: { readonly headers: Headers };
}

function answered(error: unknown): AnsweredError | undefined {
  const candidate = error as Partial<AnsweredError> | undefined;
  return typeof candidate?.response?.status === 'number' ? (candidate as AnsweredError) : undefined;
}

/** The HTTP status of a failure that `explainFailure` made, undefined when there was no answer at all. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof TrabeculaError)) return answered(error)?.response.status;
  return answered(error.cause)?.response.status;
}

const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Longest wait that a server can ask of us; some send hours by mistake. */
const LONGEST_WAIT_SECONDS = 900;

/** How long the server asks us to wait; undefined when it does not say. */
function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  const asked = retryAfterMs(header, now);
  return asked === undefined ? undefined : Math.min(Math.ceil(asked / 1000), LONGEST_WAIT_SECONDS);
}

/**
 * A failed request in our closed set of codes. What the server wrote stays in `cause`: an OperationOutcome can hold
 * patient data.
 *
 * @param what - the request in words without patient data: "POST Bundle"
 */
export function explainFailure(error: unknown, what: string, now: Date): TrabeculaError {
  if (error instanceof TrabeculaError) return error;
  const answer = answered(error);
  if (answer === undefined)
    return new TrabeculaError('upstream-unavailable', `${what}: the FHIR server cannot be reached`, {
      cause: error,
    });
  const { status } = answer.response;
  // Broken off on its way, or a page of something in between: what the server did is not known, and asking again tells.
  if (status >= 200 && status < 300)
    return new TrabeculaError('upstream-unavailable', `${what}: the answer was no whole JSON`, {
      cause: error,
    });
  const message = `${what}: the FHIR server answered ${status}`;
  if (status === 409) return new TrabeculaError('conflict', message, { cause: error });
  if (status === 412) return new TrabeculaError('precondition-failed', message, { cause: error });
  if (!TRANSIENT.has(status)) return new TrabeculaError('upstream-refused', message, { cause: error });
  const seconds = retryAfterSeconds(answer.config.headers.get('retry-after'), now);
  return new TrabeculaError('upstream-unavailable', message, {
    cause: error,
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}
