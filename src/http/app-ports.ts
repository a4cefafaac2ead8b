import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { DiscoveryResponse } from '../cds-hooks/protocol.ts';
import type { Limits } from '../config.ts';
import type { AnswerHook, RecordFeedback } from '../flow/hook-call.ts';
import type { CardSwitch } from '../flow/ports/card-switch.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { ServiceMetrics } from '../flow/ports/service-metrics.ts';
import type { UsedTokens } from '../flow/ports/used-tokens.ts';
import type { Tenant } from '../flow/tenant.ts';

/** One thing that must work before the service is ready, and whether it does. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ready: boolean;
  /** Safe to show: no address with credentials, no patient. */
  readonly detail: string | undefined;
}

/** Routes that another part brings: model cards, the app, the admin API, the population page. */
export interface Mount {
  readonly path: string;
  readonly handler: RequestHandler;
}

/** Everything that the HTTP side is given by the composition root. */
export interface AppPorts {
  readonly tenants: readonly Tenant[];
  /** The address that clients use, without a trailing slash; known once the service listens. */
  readonly publicUrl: () => string;
  readonly discovery: DiscoveryResponse;
  readonly answerHook: AnswerHook;
  readonly recordFeedback: RecordFeedback;
  /** A notification of the tenant's EHR came: its sweep is brought forward. */
  readonly onChangeHint: (tenantId: string) => void;
  /** The stop button: while it is pressed a tenant's hooks answer with no cards and the story is not told. */
  readonly cardSwitch: CardSwitch;
  readonly usedTokens: UsedTokens;
  readonly readiness: () => Promise<readonly ReadinessCheck[]>;
  readonly renderMetrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
  readonly metrics: ServiceMetrics;
  readonly mounts: readonly Mount[];
  readonly limits: Limits;
  readonly trustedProxies: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}
