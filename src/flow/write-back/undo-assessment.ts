import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import { OURS } from '../../fhir/print/canonical-urls.ts';
import { printUndoing } from '../../fhir/print/print-provenance.ts';
import type { ClaimedIntent, WritePath } from '../ports/outbox.ts';
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

/** A Task that somebody has taken up goes on when only the reading of the film has changed. */
const UNTOUCHED_TASK = 'requested';

function updateOf(resource: Resource, undoing: Undoing): BundleEntry | undefined {
  const type = resource.resourceType as WrittenType;
  const status = STATUS[type][undoing];
  const current = (resource as { status?: string }).status;
  if (status === undefined || current === status) return undefined;
  if (type === 'Task' && undoing === 'superseded' && current !== UNTOUCHED_TASK) return undefined;
  const version = resource.meta?.versionId;
  return {
    fullUrl: `urn:trabecula:${type}/${resource.id}`,
    resource: { ...resource, status } as Resource,
    request: {
      method: 'PUT',
      url: `${type}/${resource.id}`,
      ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
    },
  };
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
  const updates = standing.map((resource) => updateOf(resource, undoing)).filter((one) => one !== undefined);
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
