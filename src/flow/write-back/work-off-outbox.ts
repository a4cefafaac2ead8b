import type { ClaimedIntent } from '../ports/outbox.ts';
import { afterFailure, endsNever } from './retry-policy.ts';
import { undoAssessment } from './undo-assessment.ts';
import { updateTask } from './update-task.ts';
import { writeAssessment, type Written } from './write-assessment.ts';
import type { WriteBackPorts } from './write-ports.ts';

/** Longer than any request: two workers never hold one intent, unless the first is dead. */
const LEASE_MS = 5 * 60_000;

const nothing = (path: Written['path']): Written => ({ path, references: [] });

async function carryOut(intent: ClaimedIntent, ports: WriteBackPorts): Promise<Written> {
  const tenant = ports.tenant(intent.tenantId);
  if (tenant === undefined || !tenant.writeBack.enabled) return nothing('card-only');
  const record = ports.record(intent.tenantId);
  if (record === undefined) return nothing('card-only');
  switch (intent.kind) {
    case 'write-assessment': {
      const assessment = await ports.assessments.find(intent);
      // Superseded or withdrawn while it waited: the intent behind this one sees to what may stand in the record.
      if (assessment?.state !== 'current') return nothing('not-needed');
      return writeAssessment(assessment, tenant, record, ports);
    }
    case 'supersede-assessment':
    case 'withdraw-assessment': {
      // Stored again in the meantime: it counts.
      if ((await ports.assessments.find(intent))?.state === 'current') return nothing('not-needed');
      const undoing = intent.kind === 'supersede-assessment' ? 'superseded' : 'withdrawn';
      return nothing(await undoAssessment(intent, undoing, tenant, record, ports));
    }
    case 'update-task':
      return updateTask(intent, tenant, record, ports);
  }
}

async function settle(intent: ClaimedIntent, ports: WriteBackPorts): Promise<void> {
  if (endsNever(intent.attempts))
    return ports.outbox.bury(intent, 'its worker ended each time before it was done', ports.clock());
  try {
    const { path, references } = await carryOut(intent, ports);
    if (path !== 'not-needed')
      await ports.audit.record({
        tenantId: intent.tenantId,
        action: intent.kind === 'withdraw-assessment' ? 'record-withdraw' : 'record-write',
        actor: 'trabecula',
        subject: `Patient/${intent.patientId}`,
        object: intent.assessmentKey,
        outcome: 'success',
        at: ports.clock(),
      });
    await ports.outbox.done(intent, path, references, ports.clock());
  } catch (error) {
    const next = afterFailure(error, intent.failures, ports.random);
    const now = ports.clock();
    if (next.kind === 'give-up') await ports.outbox.bury(intent, next.error, now);
    else await ports.outbox.retryAt(intent, new Date(now.getTime() + next.afterMs), next.error);
  }
}

/**
 * One round: takes what is due, of each patient the oldest, and carries it out; failures are put off or given up.
 * Returns how many were taken: 0 when nothing was due.
 */
export async function workOffOutbox(ports: WriteBackPorts, atOnce: number): Promise<number> {
  const intents = await ports.outbox.claim(ports.clock(), LEASE_MS, atOnce, ports.writingStopped());
  await Promise.all(intents.map((intent) => settle(intent, ports)));
  return intents.length;
}

/**
 * Works off the outbox until the signal aborts; what is in hand is finished first. A claim that fails (the store is
 * away) is reported and tried again after the pause.
 */
export async function runOutbox(
  ports: WriteBackPorts,
  atOnce: number,
  pause: (signal: AbortSignal) => Promise<void>,
  onError: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const taken = await workOffOutbox(ports, atOnce).catch((error: unknown) => {
      onError(error);
      return 0;
    });
    if (taken === 0) await pause(signal).catch(() => undefined);
  }
}
