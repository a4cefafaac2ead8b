import { setTimeout as sleepFor } from 'node:timers/promises';
import type { ModelSet } from '../adapters/model-registry.ts';
import type { ViewRules } from '../core/film/view-rules.ts';
import type { FilmRules } from '../core/study/film-candidate.ts';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import { TrabeculaError, type ErrorCode } from '../errors.ts';
import { assessPatient, type AssessmentOutcome, type AssessmentSettings } from '../flow/assess-patient.ts';
import type { PatientSources } from '../flow/patient-sources.ts';
import type { AssessmentJob } from '../flow/ports/assessment-jobs.ts';
import type { WriteIntent } from '../flow/ports/assessment-store.ts';
import type { StudyOutcome } from '../flow/screen-population.ts';
import type { StudyRules } from '../core/study/study-choice.ts';
import type { Tenant } from '../flow/tenant.ts';
import { auditImageRead } from './image-read-audit.ts';
import type { SharedParts } from './shared-parts.ts';
import { digestOf } from './digest.ts';
import { policyVersionOf, thresholdsOf } from './tenant-policy.ts';

export type AssessWith = (
  tenant: Tenant,
  sources: PatientSources,
  request: { readonly patientId: string; readonly studyInstanceUid: string | undefined },
  signal: AbortSignal,
) => Promise<AssessmentOutcome>;

/** Settings of a tenant's choice of studies. */
export const studyRulesOf = (tenant: Tenant, { viewRules }: SharedParts): StudyRules => ({
  viewRules,
  cardAgeLimitMonths: thresholdsOf(tenant).filmHoldsMonths,
});

/** For-processing films are read only when every model was trained for them. */
export const filmRulesOf = (tenant: Tenant, { viewRules, filmReaders }: SharedParts): FilmRules =>
  filmRulesWith(filmReaders.of(tenant).models, viewRules);

export const filmRulesWith = (models: ModelSet, viewRules: ViewRules): FilmRules => ({
  viewRules,
  acceptsForProcessing: Object.values(models.score).every(
    ({ manifest }) => manifest.input.acceptsForProcessing,
  ),
});

/** The film's half of the story with the parts that it needs, for any credential. */
export function assessWith(parts: SharedParts): AssessWith {
  const settings = new Map(parts.config.tenants.map((tenant) => [tenant.id, settingsOf(tenant, parts)]));
  return async (tenant, sources, request, signal) => {
    const settingsOfTenant = settings.get(tenant.id);
    if (settingsOfTenant === undefined) throw new TypeError(`tenant ${tenant.id} is not configured`);
    const filmReader = parts.filmReaders.of(tenant);
    const outcome = await assessPatient(
      { tenantId: tenant.id, ...request },
      sources,
      {
        filmReader,
        studyReader: filmReader.studyReader,
        rules: filmRulesOf(tenant, parts),
        digestOf,
        onImageRead: (identity) =>
          auditImageRead(tenant.id, 'trabecula', parts)(request.patientId, identity.sopInstanceUid),
        store: parts.store,
        optOuts: parts.optOuts,
        settings: settingsOfTenant,
        clock: parts.clock,
      },
      signal,
    );
    const evidence = outcome.kind === 'assessed' ? outcome.assessment.evidence : outcome.evidence;
    if (evidence.kind === 'unavailable') parts.metrics.filmRefused(evidence.refusal.reason);
    return outcome;
  };
}

function settingsOf(tenant: Tenant, parts: SharedParts): AssessmentSettings {
  return {
    studyRules: studyRulesOf(tenant, parts),
    issuerSystems: tenant.imaging?.issuerSystems ?? {},
    policyVersion: policyVersionOf(tenant),
    intentsOf: (evidence) => intentsOf(evidence, tenant),
  };
}

/** Only what was flagged or uncertain reaches the record, and only where somebody may see it. */
function intentsOf(evidence: ImageEvidence, tenant: Tenant): readonly WriteIntent['kind'][] {
  const worthWriting = evidence.kind === 'available' && evidence.outcome !== 'not-flagged';
  const maySee =
    tenant.mode !== 'silent' &&
    (tenant.sandbox || (evidence.kind === 'available' && evidence.trainingData === 'clinical'));
  return worthWriting && maySee && tenant.writeBack.enabled && tenant.backend !== undefined
    ? ['write-assessment']
    : [];
}

/** A queued job, with the tenant's own credentials. Throws what is worth another try, for the queue to repeat. */
export function jobAssessor(
  parts: SharedParts,
): (job: AssessmentJob, signal: AbortSignal) => Promise<AssessmentOutcome> {
  const assess = assessWith(parts);
  return async (job, signal) => {
    const tenant = parts.tenantOf(job.tenantId);
    const own = tenant && parts.accessOf(tenant).own;
    if (tenant === undefined || own === undefined) {
      throw new TrabeculaError(
        'bad-configuration',
        `tenant ${job.tenantId} has no credentials for work outside a hook`,
      );
    }
    if (parts.cardSwitch.stopped(tenant.id)?.assessments === 'stop')
      throw new TrabeculaError('overloaded', `assessments of tenant ${tenant.id} are stopped by an operator`);
    const outcome = await assess(tenant, own, job, signal);
    if (outcome.kind === 'nothing' && outcome.mayPass) {
      throw new TrabeculaError(
        'upstream-unavailable',
        `the archive of tenant ${job.tenantId} cannot be reached`,
      );
    }
    return outcome;
  };
}

/** The queue repeats a job that throws; the log says why it did. */
export function jobWorker(parts: SharedParts): (job: AssessmentJob, signal: AbortSignal) => Promise<void> {
  const assess = jobAssessor(parts);
  return async (job, signal) => {
    try {
      await assess(job, signal);
    } catch (error) {
      parts.log.warn(
        { tenant: job.tenantId, askedBy: job.askedBy, err: error },
        'an assessment failed and is tried again',
      );
      throw error;
    }
  };
}

/** Failures that are more likely a server's than the study's. */
const unreachable: ReadonlySet<ErrorCode> = new Set([
  'upstream-unavailable',
  'overloaded',
  'too-many-requests',
  'store-unavailable',
]);

/** The same for a screening run, where trouble is counted instead of thrown. */
export function screeningAssessor(
  parts: SharedParts,
): (job: AssessmentJob, signal: AbortSignal) => Promise<StudyOutcome> {
  const assess = jobAssessor(parts);
  return async (job, signal) => {
    if (parts.cardSwitch.stopped(job.tenantId)?.assessments === 'stop')
      return { kind: 'held', reason: 'stopped-by-operator' };
    try {
      const outcome = await assess(job, signal);
      const evidence = outcome.kind === 'assessed' ? outcome.assessment.evidence : outcome.evidence;
      return evidence.kind === 'available'
        ? { kind: 'scored' }
        : { kind: 'refused', reason: evidence.refusal.reason };
    } catch (error) {
      if (error instanceof TrabeculaError && error.code === 'not-found')
        return { kind: 'refused', reason: 'patient-not-found' };
      if (!(error instanceof TrabeculaError) && !signal.aborted)
        parts.log.error({ err: error }, 'a screening study failed');
      if (!(error instanceof TrabeculaError)) return { kind: 'trouble', reason: 'internal' };
      return { kind: unreachable.has(error.code) ? 'unreachable' : 'trouble', reason: error.code };
    }
  };
}

export const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleepFor(milliseconds, undefined, { signal });
