/** Why a tenant shows no cards: somebody pressed the stop button. */
export interface CardStop {
  readonly tenantId: string;
  readonly reason: string;
  /** Who: the subject of the identity provider, or "local:NAME" from the command line. */
  readonly by: string;
  readonly at: Date;
  /** Whether films are assessed meanwhile. */
  readonly assessments: 'go-on' | 'stop';
  /** Whether results are written to the record meanwhile. What corrects a written result is written in either case. */
  readonly writing: 'go-on' | 'stop';
}

/**
 * The stop button. `stopped` answers at once from what this process knows, which is at most five seconds old while the
 * store can be reached; when it cannot, the last known answer stands.
 */
export interface CardSwitch {
  stopped(tenantId: string): CardStop | undefined;
  /** Tenants whose results wait unwritten. */
  writingStopped(): readonly string[];
  /** Effective here at once, in other processes within five seconds. Stopping again replaces reason and time. */
  stop(stop: CardStop): Promise<void>;
  /** False when the tenant was not stopped. */
  resume(tenantId: string): Promise<boolean>;
}
