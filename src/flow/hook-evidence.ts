import type { Resource } from '@medplum/fhirtypes';
import { OPTED_OUT, type FilmRefusal } from '../core/film/film.ts';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import { findLumbarStudies, type StudyRules } from '../core/study/study-choice.ts';
import { studyOfImagingStudy } from '../fhir/imaging-study.ts';
import type { AssessmentOutcome } from './assess-patient.ts';
import type { HookCall } from './hook-call.ts';
import type { AssessmentJobs } from './ports/assessment-jobs.ts';
import type { AssessmentStore, StoredAssessment } from './ports/assessment-store.ts';
import type { OptOuts } from './ports/opt-outs.ts';
import type { Tenant } from './tenant.ts';

/** What the films say as far as a hook may wait for it. */
export interface HookEvidence {
  readonly image: ImageEvidence;
  readonly assessmentKey: string | undefined;
  /** Reference of the ImagingStudy in the EHR, when the assessment has one. */
  readonly imagingStudyReference: string | undefined;
  readonly assessment: 'finished' | 'waited' | 'not-finished' | 'no-study' | 'overloaded' | 'opted-out';
}

export interface HookEvidencePorts {
  readonly store: AssessmentStore;
  readonly jobs: AssessmentJobs;
  readonly optOuts: OptOuts;
  readonly studyRulesOf: (tenant: Tenant) => StudyRules;
  /** Within the call, with the call's own token: for tenants without credentials of their own. */
  readonly assessWithinCall: (
    call: HookCall,
    studyInstanceUid: string,
    signal: AbortSignal,
  ) => Promise<AssessmentOutcome>;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** How often a hook looks whether the assessment it waits for is there: it may be made by another process. */
const lookAgainMs = 50;

/**
 * The finished assessment of the patient's newest lumbar film. A film without one is asked for (or assessed within the
 * call where the tenant has no credentials of its own) and waited for until the deadline; after that an older film's
 * assessment still speaks, and else the answer goes without the film, with the reason.
 */
export async function evidenceForHook(
  call: HookCall,
  imagingStudies: readonly Resource[],
  ports: HookEvidencePorts,
): Promise<HookEvidence> {
  const { tenant } = call.client;
  const { patientId } = call.request.context;
  if (ports.optOuts.hasOptedOut(tenant.id, patientId)) return without(OPTED_OUT, undefined, 'opted-out');
  const stored = await ports.store.currentFor(tenant.id, patientId);
  const newest = newestStudyUid(call, imagingStudies, ports.studyRulesOf(tenant));
  const finished = stored.find(({ studyInstanceUid }) => newest === undefined || studyInstanceUid === newest);
  if (finished) return evidenceOf(finished, 'finished');
  if (newest === undefined)
    return without(
      { reason: 'no-lumbar-study', detail: 'the chart names no lumbar radiograph' },
      undefined,
      'no-study',
    );
  if (call.load === 'overloaded')
    return stored[0] ? evidenceOf(stored[0], 'overloaded') : without(NOT_FINISHED, newest, 'overloaded');
  const deadline = AbortSignal.any([call.signal, AbortSignal.timeout(tenant.hookDeadlineMs)]);
  const waited =
    tenant.backend === undefined
      ? await assessNow(call, newest, ports, deadline)
      : await askAndWait(call, newest, ports, deadline);
  if (waited) return evidenceOf(waited, 'waited');
  if (stored[0]) return evidenceOf(stored[0], 'not-finished');
  return without(tenant.backend === undefined ? NO_CREDENTIALS : NOT_FINISHED, newest, 'not-finished');
}

const NOT_FINISHED: FilmRefusal = {
  reason: 'assessment-not-finished',
  detail: 'the film is still being assessed',
};
const NO_CREDENTIALS: FilmRefusal = {
  reason: 'no-backend-credentials',
  detail: 'the film could not be assessed within the call, and no credentials are configured for later work',
};

function newestStudyUid(
  call: HookCall,
  imagingStudies: readonly Resource[],
  rules: StudyRules,
): string | undefined {
  const described = imagingStudies.map(studyOfImagingStudy).filter((study) => study !== undefined);
  const { lumbar } = findLumbarStudies(described, call.receivedAt, rules);
  return lumbar.find(({ study }) => study.studyInstanceUid !== undefined)?.study.studyInstanceUid;
}

/** The job carries the tenant, the patient and the study: never the call's token. */
async function askAndWait(
  call: HookCall,
  studyInstanceUid: string,
  ports: HookEvidencePorts,
  deadline: AbortSignal,
): Promise<StoredAssessment | undefined> {
  const tenantId = call.client.tenant.id;
  const { patientId } = call.request.context;
  await ports.jobs.ask({ tenantId, patientId, studyInstanceUid, askedBy: 'hook' });
  while (!deadline.aborted) {
    await ports.sleep(lookAgainMs, deadline).catch(() => undefined);
    const stored = await ports.store.currentFor(tenantId, patientId);
    const finished = stored.find((assessment) => assessment.studyInstanceUid === studyInstanceUid);
    if (finished) return finished;
  }
  return undefined;
}

async function assessNow(
  call: HookCall,
  studyInstanceUid: string,
  ports: HookEvidencePorts,
  deadline: AbortSignal,
): Promise<StoredAssessment | undefined> {
  const outcome = await ports.assessWithinCall(call, studyInstanceUid, deadline).catch(() => undefined);
  return outcome?.kind === 'assessed' ? outcome.assessment : undefined;
}

const evidenceOf = (stored: StoredAssessment, assessment: HookEvidence['assessment']): HookEvidence => ({
  image: stored.evidence,
  assessmentKey: stored.assessmentKey,
  imagingStudyReference: stored.imagingStudyReference,
  assessment,
});

const without = (
  refusal: FilmRefusal,
  studyInstanceUid: string | undefined,
  assessment: HookEvidence['assessment'],
): HookEvidence => ({
  image: { kind: 'unavailable', refusal, studyInstanceUid },
  assessmentKey: undefined,
  imagingStudyReference: undefined,
  assessment,
});
