import type { Thresholds } from '../core/decision/policy.ts';
import type { GoLiveTenant } from '../core/go-live/effective-mode.ts';
import { newest, ofKind } from '../core/go-live/live-requirements.ts';
import type { GoLiveRecord } from '../core/go-live/records.ts';
import {
  WATCH_ALARMS,
  watch,
  type Watched,
  watchLimitsOf,
  type WatchLimits,
} from '../core/monitoring/watch-rules.ts';
import { silence, type GoLivePorts } from './go-live.ts';
import type { CardLedger } from './ports/card-ledger.ts';
import type { WatchLog } from './ports/watch-log.ts';
import type { WatchGauges, WatchSource } from './ports/watch-source.ts';

export interface MonitorPorts extends GoLivePorts {
  readonly ledger: Pick<CardLedger, 'burden'>;
  readonly source: WatchSource;
  readonly gauges: WatchGauges;
  readonly log: Pick<WatchLog, 'keep'>;
}

/** Days that are watched, and the days before them that they are compared with. */
const PERIOD_DAYS = 90;
const DAY_MS = 86_400_000;

/** The limits by which a site is watched now. */
export const limitsInForce = (records: readonly GoLiveRecord[], thresholds: Thresholds): WatchLimits =>
  watchLimitsOf(thresholds, newest(ofKind(records, 'criteria-locked'))?.criteria.ppvLowerLimit);

/**
 * Looks at a tenant's last 90 days: figures and alarms to the gauges and the log, and back to silent where a rule demands it. The
 * PPV floor is the one that the site locked. A silence stands until a person lifts it; it is recorded once.
 */
export async function monitorTenant(
  tenant: GoLiveTenant,
  ports: MonitorPorts,
  thresholds: Thresholds,
): Promise<Watched> {
  const now = ports.clock();
  const from = new Date(now.getTime() - PERIOD_DAYS * DAY_MS);
  const before = new Date(from.getTime() - PERIOD_DAYS * DAY_MS);
  const records = await ports.records.of(tenant.id);
  const [burden, followed, dueFlags, inputs, earlierInputs] = await Promise.all([
    ports.ledger.burden(tenant.id, sinceLift(records, from)),
    ports.source.followed(tenant.id, sinceLift(records, from), now),
    ports.source.dueFlags(tenant.id, from, now),
    ports.source.inputs(tenant.id, from, now),
    ports.source.inputs(tenant.id, before, from),
  ]);
  const limits = limitsInForce(records, thresholds);
  const watched = watch({ burden, followed, dueFlags, inputs, earlierInputs }, limits);
  for (const [name, value] of Object.entries(watched.gauges)) ports.gauges.set(tenant.id, name, value);
  for (const alarm of WATCH_ALARMS)
    ports.gauges.alarm(
      tenant.id,
      alarm,
      watched.alarms.some((raised) => raised.alarm === alarm),
    );
  await ports.log.keep(tenant.id, { lookedAt: now, figures: watched.gauges }, watched.alarms);
  if (watched.silence !== undefined && !isSilenced(records))
    await silence(tenant, watched.silence, 'monitoring', ports);
  return watched;
}

/** After a person lifted a silence the old cards and results do not bring it back the next minute. */
function sinceLift(records: readonly GoLiveRecord[], from: Date): Date {
  const lifted = newest(ofKind(records, 'silence-lifted'));
  return lifted !== undefined && lifted.at > from ? lifted.at : from;
}

function isSilenced(records: readonly GoLiveRecord[]): boolean {
  const silenced = newest(ofKind(records, 'silenced'));
  const lifted = newest(ofKind(records, 'silence-lifted'));
  return silenced !== undefined && (lifted === undefined || lifted.at <= silenced.at);
}
