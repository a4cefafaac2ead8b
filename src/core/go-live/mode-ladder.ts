import { effectiveMode, type GoLiveTenant, type RunningModels } from './effective-mode.ts';
import type { Mode, Obstacle } from './mode-decision.ts';
import type { GoLiveRecord } from './records.ts';

const MODES: readonly Mode[] = ['silent', 'research', 'live'];

/** One mode above silent, and what keeps the tenant from it. */
export interface Rung {
  readonly mode: 'research' | 'live';
  /** Whether the configuration lets the tenant come so far. */
  readonly isConfigured: boolean;
  /** Empty: nothing but perhaps the configuration is in the way. */
  readonly obstacles: readonly Obstacle[];
}

/**
 * What each mode above silent lacks, whichever the tenant has now: a site sees what is ahead before it asks for it. The
 * rules are those of `effectiveMode`. The sandbox is judged for live as a real site would be, and never gets there.
 */
export function modeLadder(
  tenant: GoLiveTenant,
  models: RunningModels,
  records: readonly GoLiveRecord[],
  asOf: Date,
): readonly Rung[] {
  return (['research', 'live'] as const).map((mode) => {
    const asked = { ...tenant, mode, sandbox: tenant.sandbox && mode !== 'live' };
    return {
      mode,
      isConfigured: MODES.indexOf(tenant.mode) >= MODES.indexOf(mode) && !(tenant.sandbox && mode === 'live'),
      obstacles: effectiveMode(asked, models, records, asOf).obstacles,
    };
  });
}
