/** Why a tenant shows no cards: somebody pressed the stop button. */
export interface CardStop {
  readonly tenantId: string;
  readonly reason: string;
  /** Who: the subject of the identity provider, or "local:NAME" from the command line. */
  readonly by: string;
  readonly at: Date;
  /** Whether films are assessed and written back meanwhile. */
  readonly assessments: 'go-on' | 'stop';
}

/**
 * The stop button. `stopped` answers at once from what this process knows, which is at most five seconds old while the
 * store can be reached; when it cannot, the last known answer stands.
 */
export interface CardSwitch {
  stopped(tenantId: string): CardStop | undefined;
  /** Effective here at once, in other processes within five seconds. Stopping again replaces reason and time. */
  stop(stop: CardStop): Promise<void>;
  /** False when the tenant was not stopped. */
  resume(tenantId: string): Promise<boolean>;
}
