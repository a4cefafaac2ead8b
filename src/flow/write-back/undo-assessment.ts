import type { Bundle, BundleEntry, Resource, Task } from '@medplum/fhirtypes';
import { OURS } from '../../fhir/print/canonical-urls.ts';
import { ownConcept } from '../../fhir/print/own-codes.ts';
import { printUndoing } from '../../fhir/print/print-provenance.ts';
import type { ClaimedIntent, WritePath } from '../ports/outbox.ts';
import { CLOSED_BY_PEOPLE } from './update-task.ts';
import type { HealthRecord, WriteBackPorts, WriteBackTenant } from './write-ports.ts';
import { writtenNow, type WrittenType } from './written-versions.ts';

type Undoing = 'superseded' | 'withdrawn';

/**
 * The status that says it, by resource type (each type's own required value set). A RiskAssessment that a newer one
 * replaces is "cancelled": it was not wrong, but no longer counts. A Communication cannot be unsaid by a newer one.
 */
const STATUS: Readonly<Record<WrittenType, Readonly<Record<Undoing, string | undefined>>>> = {
  RiskAssessment: { superseded: 'cancelled', withdrawn: 'entered-in-error' },
  Observation: { superseded: 'cancelled', withdrawn: 'entered-in-error' },
  DocumentReference: { superseded: 'superseded', withdrawn: 'entered-in-error' },
  Communication: { superseded: undefined, withdrawn: 'entered-in-error' },
  Flag: { superseded: 'inactive', withdrawn: 'entered-in-error' },
  Task: { superseded: 'cancelled', withdrawn: 'entered-in-error' },
};

/** A Task that somebody has taken up goes on when only the reading of the film has changed, unless it ends the follow-up. */
const UNTOUCHED_TASK = 'requested';

/** Cancelled, and why: nothing is left to follow up. */
const endedTask = (task: Task): Task => ({
  ...task,
  status: 'cancelled',
  statusReason: ownConcept('state-no-longer-flagged'),
  businessStatus: ownConcept('state-no-longer-flagged'),
});

function updateOf(resource: Resource, undoing: Undoing, isFollowUpEnded: boolean): BundleEntry | undefined {
  const type = resource.resourceType as WrittenType;
  const status = STATUS[type][undoing];
  const current = (resource as { status?: string }).status;
  if (status === undefined || current === status) return undefined;
  const ends = resource.resourceType === 'Task' && undoing === 'superseded' && isFollowUpEnded;
  if (ends && CLOSED_BY_PEOPLE.has(resource.status)) return undefined;
  if (type === 'Task' && undoing === 'superseded' && !ends && current !== UNTOUCHED_TASK) return undefined;
  const version = resource.meta?.versionId;
  return {
    fullUrl: `urn:trabecula:${type}/${resource.id}`,
    resource: ends ? endedTask(resource) : ({ ...resource, status } as Resource),
    request: {
      method: 'PUT',
      url: `${type}/${resource.id}`,
      ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
    },
  };
}

/** Whether a newer reading that gives no flag has ended the follow-up, which the store says together with the reading. */
async function isFollowUpEnded(
  intent: ClaimedIntent,
  { assessments, referrals }: WriteBackPorts,
): Promise<boolean> {
  const assessment = await assessments.find(intent);
  if (assessment === undefined) return false;
  const { tenantId, patientId, studyInstanceUid } = assessment;
  return (await referrals.find(tenantId, patientId, studyInstanceUid))?.state === 'no-longer-flagged';
}

/** Marks what stands in the record of an assessment as superseded or entered in error, with its Provenance. */
export async function undoAssessment(
  intent: ClaimedIntent,
  undoing: Undoing,
  tenant: WriteBackTenant,
  record: HealthRecord,
  ports: WriteBackPorts,
): Promise<WritePath> {
  const types: WrittenType[] = [...tenant.writeBack.types, 'Task'];
  const remembered = await ports.outbox.writtenOf(intent);
  const standing = await writtenNow(intent, remembered, types, record.reader);
  const ended = await isFollowUpEnded(intent, ports);
  const updates = standing
    .map((resource) => updateOf(resource, undoing, ended))
    .filter((one) => one !== undefined);
  if (updates.length === 0) return 'not-needed';
  const activity = `assessment-${undoing}` as const;
  const targets = updates.map(({ request }) => ({ reference: request?.url ?? '' }));
  const provenance: BundleEntry = {
    resource: printUndoing(intent.assessmentKey, targets, activity, ports.clock()),
    request: {
      method: 'POST',
      url: 'Provenance',
      ifNoneExist: `_tag=${encodeURIComponent(`${OURS.identifier.assessment}|${intent.assessmentKey}:${activity}`)}`,
    },
  };
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...updates, ...((await record.writer.canCreate('Provenance')) ? [provenance] : [])],
  };
  await record.writer.transaction(bundle);
  return pathOf(standing);
}

const PATH: Readonly<Record<string, WritePath>> = {
  RiskAssessment: 'risk-assessment',
  Observation: 'observation',
  DocumentReference: 'document-reference',
  Communication: 'communication',
  Flag: 'flag',
};

const pathOf = (standing: readonly Resource[]): WritePath =>
  standing.map(({ resourceType }) => PATH[resourceType]).find((path) => path !== undefined) ?? 'card-only';
