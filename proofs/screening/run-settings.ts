import type { Tenant } from '../../src/flow/tenant.ts';

/** What a service or a worker of the proof is started with. */
export interface ProcessSettings {
  readonly role: 'service' | 'worker';
  readonly tenant: Tenant;
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly startedAt: number;
  /** Seconds of the processes' clock in one of ours: leases and retries end within the proof. */
  readonly speed: number;
}
