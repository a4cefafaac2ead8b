import type { CdsRequest, CdsResponse, FeedbackItem } from '../cds-hooks/protocol.ts';
import type { Tenant } from './tenant.ts';

/** Who called, as its verified client JWT says. */
export interface VerifiedClient {
  readonly tenant: Tenant;
  readonly issuer: string;
  readonly systemActionsAllowed: boolean;
}

export interface HookCall {
  readonly client: VerifiedClient;
  readonly request: CdsRequest;
  readonly receivedAt: Date;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** `overloaded`: answer from the guideline alone, without waiting for a film. */
  readonly load: 'normal' | 'overloaded';
  /** Under which the call stands in the log. */
  readonly traceId: string;
}

/**
 * Answers a call of the hooks. Throws TrabeculaError "precondition-failed" when necessary data cannot be had; trouble
 * with a film is never an error.
 */
export type AnswerHook = (call: HookCall) => Promise<CdsResponse>;

export interface FeedbackReport {
  readonly client: VerifiedClient;
  readonly serviceId: string;
  readonly items: readonly FeedbackItem[];
}

/**
 * Records reports on cards. Idempotent. Throws TrabeculaError "not-found" that names the entries whose card was not
 * issued by this service to this tenant; the others are recorded.
 */
export type RecordFeedback = (report: FeedbackReport) => Promise<void>;
