import { alertBurden } from '../core/decision/alert-burden.ts';
import type { Thresholds } from '../core/decision/policy.ts';
import type { GoLiveTenant } from '../core/go-live/effective-mode.ts';
import { silence, type GoLivePorts } from './go-live.ts';
import type { CardLedger } from './ports/card-ledger.ts';

export interface WatchOverridesPorts extends GoLivePorts {
  readonly ledger: Pick<CardLedger, 'burden'>;
}

/** Who is named in the record and the audit trail: nobody decided this but the rule. */
const RULE = 'rule: share of overridden cards';
const DAY_MS = 86_400_000;

/**
 * Puts a tenant back to silent when nearly all of its answered cards were overridden. It stays so until a person lifts
 * it; cards answered before that no longer count. Returns whether it fell silent now.
 */
export async function watchOverrides(
  tenant: GoLiveTenant,
  thresholds: Thresholds,
  ports: WatchOverridesPorts,
): Promise<boolean> {
  const records = await ports.records.of(tenant.id);
  const last = records.findLast(({ kind }) => kind === 'silenced' || kind === 'silence-lifted');
  if (last?.kind === 'silenced') return false;
  const windowStart = ports.clock().getTime() - thresholds.overrideWindowDays * DAY_MS;
  const since = new Date(Math.max(windowStart, last?.at.getTime() ?? 0));
  const counts = await ports.ledger.burden(tenant.id, since);
  const { backToSilent, overridePercent } = alertBurden(counts, thresholds);
  if (!backToSilent) return false;
  const reason = `${overridePercent?.toFixed(0)} % of ${counts.answered} answered cards were overridden`;
  await silence(tenant, reason, RULE, ports);
  return true;
}
