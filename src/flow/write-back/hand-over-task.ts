import type { Bundle, BundleEntry, Task } from '@medplum/fhirtypes';
import { OURS } from '../../fhir/print/canonical-urls.ts';
import { printHandOver, provenanceTag } from '../../fhir/print/print-provenance.ts';
import type { WrittenReference } from '../ports/outbox.ts';
import type { HealthRecord } from './write-ports.ts';

/** Somebody is at it, or has put it aside for a while. What is finished stays as it was when it was finished. */
const IN_HAND: ReadonlySet<Task['status']> = new Set([
  'received',
  'accepted',
  'ready',
  'in-progress',
  'on-hold',
]);

/**
 * A follow-up that somebody has taken up goes on under the newer reading of its film: its focus becomes the new result,
 * it gets that assessment's identifier beside its own, and a Provenance says why. Changes nothing the second time.
 *
 * @returns the Task, to be remembered as the new assessment's
 */
export async function handOverTask(
  task: Task,
  assessmentKey: string,
  result: WrittenReference,
  record: HealthRecord,
  at: Date,
): Promise<WrittenReference> {
  const remembered = { resourceType: 'Task', id: task.id ?? '' };
  const focus = { reference: `${result.resourceType}/${result.id}` };
  if (!IN_HAND.has(task.status) || task.focus?.reference === focus.reference) return remembered;
  const others = (task.identifier ?? []).filter(
    ({ system, value }) => system !== OURS.identifier.task || value !== assessmentKey,
  );
  const moved: BundleEntry = {
    resource: {
      ...task,
      identifier: [...others, { system: OURS.identifier.task, value: assessmentKey }],
      focus,
      lastModified: at.toISOString(),
    },
    request: { method: 'PUT', url: `Task/${task.id}`, ifMatch: `W/"${task.meta?.versionId}"` },
  };
  const { system, code } = provenanceTag(assessmentKey, 'follow-up-handed-over');
  const provenance: BundleEntry = {
    resource: printHandOver(assessmentKey, { reference: `Task/${task.id}` }, task.focus, at),
    request: {
      method: 'POST',
      url: 'Provenance',
      ifNoneExist: `_tag=${encodeURIComponent(`${system}|${code}`)}`,
    },
  };
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [moved, ...((await record.writer.canCreate('Provenance')) ? [provenance] : [])],
  };
  await record.writer.transaction(bundle);
  return remembered;
}
