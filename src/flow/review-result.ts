import type { BundleEntry } from '@medplum/fhirtypes';
import { scopesAllow } from '../cds-hooks/scopes.ts';
import { TrabeculaError } from '../errors.ts';
import {
  awaitsReview,
  isHiddenFromPatient,
  printReview,
  reviewed,
  type ReviewableResult,
} from '../fhir/print/print-review.ts';
import type { AppReview } from './app-view.ts';
import type { AppCaller } from './ports/app-tokens.ts';
import type { AssessmentStore, StoredAssessment } from './ports/assessment-store.ts';
import type { AuditTrail } from './ports/audit.ts';
import type { Clock } from './ports/clock.ts';
import type { FhirReader, FhirWriter } from './ports/fhir.ts';
import type { OptOuts } from './ports/opt-outs.ts';
import type { Outbox } from './ports/outbox.ts';
import type { Tenant } from './tenant.ts';

export interface ReviewPorts {
  readonly store: Pick<AssessmentStore, 'currentFor'>;
  readonly outbox: Pick<Outbox, 'writtenOf'>;
  readonly optOuts: Pick<OptOuts, 'hasOptedOut'>;
  readonly readerFor: (tenant: Tenant, fhirServer: string, accessToken: string) => FhirReader;
  readonly writerFor: (tenant: Tenant, accessToken: string) => FhirWriter;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Where the review of a written result stands, read with the user's token. */
export async function reviewStateOf(
  caller: AppCaller,
  assessment: StoredAssessment,
  ports: Pick<ReviewPorts, 'outbox' | 'readerFor'>,
): Promise<AppReview> {
  const result = await resultOf(caller, assessment, ports).catch((error: unknown) => {
    if (error instanceof TrabeculaError) return undefined;
    throw error;
  });
  if (result === undefined) return 'nothing-to-review';
  if (!awaitsReview(result))
    return result.status === 'final' || isFinal(result) ? 'reviewed' : 'nothing-to-review';
  return mayReview(caller, result) ? 'waiting' : 'not-permitted';
}

const isFinal = (result: ReviewableResult): boolean =>
  result.resourceType === 'DocumentReference' && result.docStatus === 'final';

/**
 * Marks the written result as reviewed by the caller, with the caller's own token: final, no longer kept from the
 * patient, with a Provenance. Done twice it changes nothing. Returns where it stands afterwards. Throws TrabeculaError
 * "not-found" (no such result of this patient), "forbidden" (the token may not, or the patient has refused films by now:
 * making the result final and showing it to the patient would be new; withdrawing it is not the reviewer's), "upstream-refused",
 * "upstream-unavailable".
 */
export async function reviewResult(
  caller: AppCaller,
  assessmentKey: string,
  ports: ReviewPorts,
): Promise<AppReview> {
  if (ports.optOuts.hasOptedOut(caller.tenant.id, caller.patientId))
    throw new TrabeculaError(
      'forbidden',
      'the patient does not want films assessed: the result is neither shown nor reviewed',
    );
  const current = await ports.store.currentFor(caller.tenant.id, caller.patientId);
  const assessment = current.find((one) => one.assessmentKey === assessmentKey);
  const result = assessment && (await resultOf(caller, assessment, ports));
  if (assessment === undefined || result === undefined)
    throw new TrabeculaError('not-found', 'no written result of this assessment');
  if (!awaitsReview(result)) return reviewStateOf(caller, assessment, ports);
  if (!mayReview(caller, result))
    throw new TrabeculaError('forbidden', 'the EHR did not allow this user to mark results as reviewed');
  const reference = `${result.resourceType}/${result.id}`;
  await ports.writerFor(caller.tenant, caller.accessToken).transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entriesOf(assessmentKey, reference, result, caller, ports.clock()),
  });
  await ports.audit.record({
    tenantId: caller.tenant.id,
    action: 'record-write',
    actor: caller.userId,
    subject: `Patient/${caller.patientId}`,
    object: reference,
    outcome: 'success',
    at: ports.clock(),
  });
  const after = await resultOf(caller, assessment, ports);
  // Some servers keep labels that an update leaves out (R4 3.1.0.1.5): then it must be said, not assumed.
  return after !== undefined && isHiddenFromPatient(after) ? 'reviewed-still-hidden' : 'reviewed';
}

function entriesOf(
  assessmentKey: string,
  reference: string,
  result: ReviewableResult,
  caller: AppCaller,
  at: Date,
): BundleEntry[] {
  const version = result.meta?.versionId;
  const provenance = printReview(assessmentKey, reference, caller.userId, at);
  const [tag] = provenance.meta.tag;
  return [
    {
      fullUrl: `urn:trabecula:${reference}`,
      resource: reviewed(result),
      request: {
        method: 'PUT',
        url: reference,
        ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
      },
    },
    {
      resource: provenance,
      request: {
        method: 'POST',
        url: 'Provenance',
        ifNoneExist: `_tag=${encodeURIComponent(`${tag.system}|${tag.code}`)}`,
      },
    },
  ];
}

const REVIEWABLE = ['RiskAssessment', 'Observation', 'DocumentReference'] as const;

async function resultOf(
  caller: AppCaller,
  assessment: StoredAssessment,
  { outbox, readerFor }: Pick<ReviewPorts, 'outbox' | 'readerFor'>,
): Promise<ReviewableResult | undefined> {
  const reader = readerFor(caller.tenant, caller.tenant.fhirBaseUrl, caller.accessToken);
  for (const { resourceType, id } of await outbox.writtenOf(assessment)) {
    const type = REVIEWABLE.find((one) => one === resourceType);
    const resource = type && (await reader.read<ReviewableResult>(type, id));
    if (resource !== undefined) return resource;
  }
  return undefined;
}

const mayReview = ({ scopes }: AppCaller, { resourceType }: ReviewableResult): boolean =>
  scopesAllow(scopes, resourceType, 'update') && scopesAllow(scopes, 'Provenance', 'create');
