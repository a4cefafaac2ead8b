import type { Bundle, BundleEntry, Patient, Resource } from '@medplum/fhirtypes';
import type { AvailableImageEvidence } from '../../core/evidence/image-evidence.ts';
import { printAssessment, type PrintedForms } from '../../fhir/print/print-assessment.ts';
import type { PrintedOwner } from '../../fhir/print/print-context.ts';
import { REFERRAL_LIMITS_DAYS } from '../../core/referral/referral-limits.ts';
import type { StoredAssessment } from '../ports/assessment-store.ts';
import type { WrittenEntry } from '../ports/fhir.ts';
import type { WritePath, WrittenReference } from '../ports/outbox.ts';
import { chooseForms, RESULT_TYPE } from './choose-form.ts';
import { handOverTask } from './hand-over-task.ts';
import type { HealthRecord, WriteBackPorts, WriteBackTenant } from './write-ports.ts';
import { writtenNow } from './written-versions.ts';

export interface Written {
  readonly path: WritePath;
  readonly references: readonly WrittenReference[];
}

const DAY_MS = 86_400_000;

/** The primary care that the chart names, else the tenant's bone-health pool, else nobody. */
async function ownerOf(
  assessment: StoredAssessment,
  tenant: WriteBackTenant,
  record: HealthRecord,
): Promise<(PrintedOwner & { readonly kind: 'primary-care' | 'pool' }) | undefined> {
  const patient = await record.reader.read<Patient>('Patient', assessment.patientId);
  const [primaryCare] = patient?.generalPractitioner ?? [];
  const dueAt = new Date(assessment.assessedAt.getTime() + REFERRAL_LIMITS_DAYS.unseen * DAY_MS);
  if (primaryCare !== undefined) return { kind: 'primary-care', reference: primaryCare, dueAt };
  if (tenant.pool === undefined) return undefined;
  const { name, reference } = tenant.pool;
  return {
    kind: 'pool',
    reference: reference === undefined ? { display: name } : { reference, display: name },
    dueAt,
  };
}

/** A probability orders flags where there is one; the score's distance to its cut elsewhere. */
const riskOf = ({ probability, filmScore, flaggedAtOrAbove }: AvailableImageEvidence): number =>
  probability.kind === 'fitted' ? probability.value : filmScore - flaggedAtOrAbove;

/** What stands in the record of the assessments that this one takes the place of. */
async function replacedBy(assessment: StoredAssessment, record: HealthRecord, ports: WriteBackPorts) {
  const standing: Resource[] = [];
  for (const earlier of await ports.assessments.supersededBy(assessment))
    standing.push(
      ...(await writtenNow(
        earlier,
        await ports.outbox.writtenOf(earlier),
        ['RiskAssessment', 'Task'],
        record.reader,
      )),
    );
  const risk = standing.find(({ resourceType }) => resourceType === 'RiskAssessment');
  const tasks = standing.filter((one) => one.resourceType === 'Task');
  const taskInHand = tasks.find(
    ({ status }) => !['requested', 'cancelled', 'entered-in-error'].includes(status),
  );
  return { replaces: risk === undefined ? undefined : `RiskAssessment/${risk.id}`, taskInHand };
}

/** Opens the follow-up of a flagged film; false while it waits for DXA capacity or somebody is at it already. */
async function mayFollowUp(
  assessment: StoredAssessment,
  evidence: AvailableImageEvidence,
  owner: 'primary-care' | 'pool',
  tenant: WriteBackTenant,
  ports: WriteBackPorts,
): Promise<boolean> {
  const { tenantId, patientId, assessmentKey, studyInstanceUid } = assessment;
  return ports.referrals.open(
    {
      tenantId,
      patientId,
      assessmentKey,
      studyInstanceUid,
      risk: riskOf(evidence),
      flaggedAt: assessment.assessedAt,
      owner,
    },
    tenant.pool?.dxaPerWeek,
  );
}

/** A Task that was cancelled for a reason has none any more. */
function reinstated(standing: Resource, printed: Resource): Resource {
  const { status } = printed as { status?: string };
  if (standing.resourceType !== 'Task' || printed.resourceType !== 'Task')
    return { ...standing, status } as Resource;
  const { statusReason: _ended, ...task } = standing;
  const { businessStatus } = printed;
  return { ...task, status: printed.status, ...(businessStatus && { businessStatus }) };
}

/** A resource that is in the record already but was undone counts again: its status is set back. */
async function reinstate(
  bundle: Bundle,
  written: readonly WrittenEntry[],
  record: HealthRecord,
): Promise<void> {
  const undone = ['cancelled', 'entered-in-error', 'superseded', 'inactive'];
  const entries: BundleEntry[] = [];
  for (const [index, { outcome, resourceType, id }] of written.entries()) {
    const printed = bundle.entry?.[index]?.resource;
    if (outcome !== 'unchanged' || printed === undefined || ['Device', 'Provenance'].includes(resourceType))
      continue;
    const standing = await record.reader.read<Resource>(resourceType, id);
    if (standing === undefined || !undone.includes((standing as { status?: string }).status ?? '')) continue;
    entries.push({
      resource: reinstated(standing, printed),
      request: { method: 'PUT', url: `${resourceType}/${id}`, ifMatch: `W/"${standing.meta?.versionId}"` },
    });
  }
  if (entries.length > 0)
    await record.writer.transaction({ resourceType: 'Bundle', type: 'transaction', entry: entries });
}

/**
 * Writes one current assessment to the record, once however often it is tried; nothing of a patient who refuses it by
 * now, whose result waited.
 */
export async function writeAssessment(
  assessment: StoredAssessment,
  tenant: WriteBackTenant,
  record: HealthRecord,
  ports: WriteBackPorts,
): Promise<Written> {
  const { evidence } = assessment;
  if (evidence.kind === 'unavailable' || evidence.outcome === 'not-flagged')
    return { path: 'not-needed', references: [] };
  if (ports.optOuts.hasOptedOut(assessment.tenantId, assessment.patientId))
    return { path: 'not-needed', references: [] };
  const chosen = await chooseForms(tenant.writeBack, record.writer);
  if (chosen === undefined) return { path: 'card-only', references: [] };
  const owner = await ownerOf(assessment, tenant, record);
  const { replaces, taskInHand } = await replacedBy(assessment, record, ports);
  const followsUp =
    owner !== undefined &&
    evidence.outcome === 'flagged' &&
    (await mayFollowUp(assessment, evidence, owner.kind, tenant, ports));
  const forms: PrintedForms = { ...chosen, task: chosen.task && followsUp && taskInHand === undefined };
  const bundle = printAssessment(
    { ...assessment, evidence },
    {
      models: ports.models,
      owner,
      patientVisible: ports.patientVisible,
      replaces,
      inputs: [],
      recordedAt: ports.clock(),
    },
    forms,
  );
  if (bundle === undefined) return { path: 'not-needed', references: [] };
  const written = await record.writer.transaction(bundle);
  await reinstate(bundle, written, record);
  const references = written.map(({ resourceType, id }) => ({ resourceType, id }));
  const result = references.find(({ resourceType }) => resourceType === RESULT_TYPE[forms.form]);
  if (taskInHand === undefined || result === undefined) return { path: forms.form, references };
  const task = await handOverTask(taskInHand, assessment.assessmentKey, result, record, ports.clock());
  return { path: forms.form, references: [...references, task] };
}
