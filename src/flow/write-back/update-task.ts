import type { BundleEntry, Task } from '@medplum/fhirtypes';
import { dueAt } from '../../core/referral/referral-limits.ts';
import {
  isClosed,
  isComplete,
  isEnded,
  type EndedState,
  type ReferralState,
} from '../../core/referral/referral-state.ts';
import { ownConcept, type OwnCode } from '../../fhir/print/own-codes.ts';
import { printFollowUpEnded, provenanceTag } from '../../fhir/print/print-provenance.ts';
import type { ClaimedIntent } from '../ports/outbox.ts';
import type { Referral } from '../ports/referrals.ts';
import { writeAssessment, type Written } from './write-assessment.ts';
import type { HealthRecord, WriteBackPorts, WriteBackTenant } from './write-ports.ts';
import { writtenNow } from './written-versions.ts';

/** Task.status of a state (FHIR R4 task-status); the state itself stands in businessStatus. */
function taskStatusOf(state: ReferralState): Task['status'] {
  if (state === 'declined') return 'rejected';
  if (state === 'withdrawn') return 'entered-in-error';
  if (isComplete(state)) return 'completed';
  if (isEnded(state)) return 'cancelled';
  return state === 'held' || state === 'flagged' ? 'requested' : 'in-progress';
}

const businessCode = (state: Exclude<ReferralState, 'held' | 'withdrawn'>): OwnCode => `state-${state}`;

/** The Task as the referral stands: only the elements that are ours are touched. */
function brought(task: Task, referral: Referral, tenant: WriteBackTenant, now: Date): Task {
  const { state } = referral;
  const due = dueAt(referral);
  const pool = tenant.pool;
  return {
    ...task,
    status: taskStatusOf(state),
    ...(state === 'held' || state === 'withdrawn' ? {} : { businessStatus: ownConcept(businessCode(state)) }),
    ...(isEnded(state) ? { statusReason: ownConcept(businessCode(state)) } : {}),
    lastModified: now.toISOString(),
    ...(referral.owner === 'pool' && pool !== undefined
      ? {
          owner:
            pool.reference === undefined
              ? { display: pool.name }
              : { reference: pool.reference, display: pool.name },
        }
      : {}),
    ...(due === undefined
      ? {}
      : { restriction: { ...task.restriction, period: { end: due.toISOString() } } }),
  };
}

/** A person has closed or refused it in the record: that stands. */
export const CLOSED_BY_PEOPLE: ReadonlySet<Task['status']> = new Set([
  'completed',
  'rejected',
  'cancelled',
  'failed',
]);

function endOf(assessmentKey: string, task: Task, state: EndedState, at: Date): BundleEntry {
  const { system, code } = provenanceTag(assessmentKey, 'follow-up-ended');
  return {
    resource: printFollowUpEnded(assessmentKey, { reference: `Task/${task.id}` }, state, at),
    request: {
      method: 'POST',
      url: 'Provenance',
      ifNoneExist: `_tag=${encodeURIComponent(`${system}|${code}`)}`,
    },
  };
}

/**
 * Brings the Task of a referral to its state. A flag that was held and is let through now has no Task yet: its
 * assessment is written again, which adds what is missing.
 */
export async function updateTask(
  intent: ClaimedIntent,
  tenant: WriteBackTenant,
  record: HealthRecord,
  ports: WriteBackPorts,
): Promise<Written> {
  const assessment = await ports.assessments.find(intent);
  if (assessment?.state !== 'current') return { path: 'not-needed', references: [] };
  const { tenantId, patientId, studyInstanceUid } = assessment;
  const referral = await ports.referrals.find(tenantId, patientId, studyInstanceUid);
  if (referral === undefined || referral.state === 'held') return { path: 'not-needed', references: [] };
  const [task] = await writtenNow(intent, await ports.outbox.writtenOf(intent), ['Task'], record.reader);
  if (task === undefined)
    return isClosed(referral.state)
      ? { path: 'not-needed', references: [] }
      : writeAssessment(assessment, tenant, record, ports);
  const current = task as Task;
  const next = brought(current, referral, tenant, ports.clock());
  if (CLOSED_BY_PEOPLE.has(current.status) && !isComplete(referral.state))
    return { path: 'not-needed', references: [] };
  const provenance: BundleEntry[] =
    isEnded(referral.state) && (await record.writer.canCreate('Provenance'))
      ? [endOf(intent.assessmentKey, current, referral.state, ports.clock())]
      : [];
  await record.writer.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      {
        resource: next,
        request: { method: 'PUT', url: `Task/${current.id}`, ifMatch: `W/"${current.meta?.versionId}"` },
      },
      ...provenance,
    ],
  });
  return { path: 'risk-assessment', references: [{ resourceType: 'Task', id: current.id ?? '' }] };
}
