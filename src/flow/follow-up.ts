import type { Task } from '@medplum/fhirtypes';
import type { DecisionPolicy } from '../core/decision/policy.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import { calendarDayOf } from '../core/patient/recorded-date.ts';
import { ownerAt } from '../core/referral/referral-limits.ts';
import { referralProgress, type ReferralFacts } from '../core/referral/referral-progress.ts';
import { TrabeculaError } from '../errors.ts';
import type { CardLedger } from './ports/card-ledger.ts';
import type { FhirReader } from './ports/fhir.ts';
import type { Outbox } from './ports/outbox.ts';
import type { Referral, Referrals } from './ports/referrals.ts';
import { readOwnChart } from './read-own-chart.ts';
import type { Tenant } from './tenant.ts';

export interface FollowUpPorts {
  readonly referrals: Referrals;
  readonly ledger: CardLedger;
  readonly outbox: Outbox;
  /** The tenant's chart with the tenant's own credentials. */
  readonly fhir: FhirReader;
  readonly policy: DecisionPolicy;
  readonly localCodes: readonly LocalCode[];
}

export interface FollowUpReport {
  readonly admitted: number;
  readonly moved: number;
  readonly failed: number;
}

/** Without one of these a follow-up would seem to fall back. */
const NEEDED = ['dxa-results', 'medications', 'dxa-orders'] as const;

async function taskStatusOf(referral: Referral, ports: FollowUpPorts): Promise<string | undefined> {
  const written = await ports.outbox.writtenOf(referral);
  const id = written.find(({ resourceType }) => resourceType === 'Task')?.id;
  return id === undefined ? undefined : (await ports.fhir.read<Task>('Task', id))?.status;
}

async function factsOf(
  tenant: Pick<Tenant, 'id' | 'fhirBaseUrl'>,
  referral: Referral,
  ports: FollowUpPorts,
  asOf: Date,
): Promise<ReferralFacts> {
  const { patientId, flaggedAt } = referral;
  const { timeZone } = ports.policy.deployment;
  const { context } = await readOwnChart(tenant, patientId, ports, asOf);
  if (NEEDED.some((part) => context.read[part] !== 'read'))
    throw new TrabeculaError('upstream-unavailable', 'a part of the chart could not be read');
  const { showings, feedback } = await ports.ledger.historyOf(tenant.id, patientId);
  return {
    context,
    thresholds: ports.policy.thresholds,
    today: calendarDayOf(asOf, timeZone),
    flaggedOn: calendarDayOf(flaggedAt, timeZone),
    isShown: showings.some(({ channel, issuedAt }) => channel === 'ai' && issuedAt >= flaggedAt),
    isRefused: feedback.some(
      ({ channel, overrideReasonCode, at }) =>
        channel === 'ai' && overrideReasonCode === 'patient-refuses' && at >= flaggedAt,
    ),
    taskStatus: await taskStatusOf(referral, ports),
  };
}

async function follow(
  tenant: Pick<Tenant, 'id' | 'fhirBaseUrl'>,
  referral: Referral,
  ports: FollowUpPorts,
  asOf: Date,
): Promise<'moved' | 'unchanged'> {
  const { state, result, isTreatedBefore } = referralProgress(await factsOf(tenant, referral, ports, asOf));
  const resultAt = result === undefined ? undefined : (referral.resultAt ?? asOf);
  if (result !== undefined)
    await ports.referrals.recordResult(referral, { ...result, isTreatedBefore }, asOf);
  const times = { state, flaggedAt: referral.flaggedAt, resultAt };
  const owner = ownerAt(times, referral.owner, asOf);
  return ports.referrals.move(referral, { state, resultAt, owner }, asOf);
}

/**
 * One round over a tenant's open follow-ups: held flags are let through as there is DXA capacity, each other one is
 * read anew from the chart and moved to where it stands, overdue ones to the pool. Every open one is read each time (a
 * pool's capacity bounds their number), so that a lost notification loses nothing. A chart that cannot be read is
 * counted and comes again.
 */
export async function followUp(
  tenant: Pick<Tenant, 'id' | 'fhirBaseUrl' | 'pool'>,
  ports: FollowUpPorts,
  asOf: Date,
  signal: AbortSignal,
): Promise<FollowUpReport> {
  const admitted =
    tenant.pool === undefined ? 0 : await ports.referrals.admit(tenant.id, tenant.pool.dxaPerWeek, asOf);
  let moved = 0;
  let failed = 0;
  for (const referral of await ports.referrals.openOnes(tenant.id)) {
    signal.throwIfAborted();
    if (referral.state === 'held') continue;
    try {
      if ((await follow(tenant, referral, ports, asOf)) === 'moved') moved += 1;
    } catch {
      failed += 1;
    }
  }
  return { admitted, moved, failed };
}
