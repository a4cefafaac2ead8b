import { effectiveMode, type GoLiveTenant, type RunningModels } from '../core/go-live/effective-mode.ts';
import { missingForLive, newest, ofKind } from '../core/go-live/live-requirements.ts';
import type { ModeDecision } from '../core/go-live/mode-decision.ts';
import type {
  AcceptanceCriteria,
  GoLiveRecord,
  ModelSet,
  SignOffRole,
  ValidationFigures,
} from '../core/go-live/records.ts';
import { figuresOf, measuredIn, wordsOf } from '../core/go-live/report-figures.ts';
import type { SiteReport } from '../core/validation/site-report.ts';
import { TrabeculaError } from '../errors.ts';
import type { AuditTrail } from './ports/audit.ts';
import type { Clock } from './ports/clock.ts';
import type { GoLiveRecords } from './ports/go-live-records.ts';

export interface GoLivePorts {
  readonly records: GoLiveRecords;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** A validation report as a file: what it says, and the digest that a sign-off signs. */
export interface ReportFile {
  readonly report: SiteReport;
  /** SHA-256 of the file, hex. */
  readonly digest: string;
}

/** Every step is one appended record and one audit line; none is ever changed. */
export async function lockCriteria(
  tenant: GoLiveTenant,
  criteria: AcceptanceCriteria,
  by: string,
  ports: GoLivePorts,
): Promise<void> {
  const shares = [criteria.sensitivityLowerLimit, criteria.ppvLowerLimit];
  if (shares.some((share) => !(share > 0 && share < 1)))
    throw new TrabeculaError('bad-request', 'limits are shares between 0 and 1, like 0.7');
  const people = [criteria.fewestPeople, criteria.fewestWithOsteoporosis];
  if (people.some((count) => !Number.isInteger(count) || count < 1))
    throw new TrabeculaError('bad-request', 'numbers of people are whole and at least 1');
  await append({ kind: 'criteria-locked', criteria }, tenant, by, ports);
}

/**
 * Records a validation of this tenant. Throws TrabeculaError "bad-input-file" for simulated people outside the sandbox
 * and for a report from the future, "conflict" when the same file is recorded already.
 */
export async function recordValidation(
  tenant: GoLiveTenant,
  { report, digest }: ReportFile,
  by: string,
  ports: GoLivePorts,
): Promise<ValidationFigures> {
  if (report.patients === 'simulated' && !tenant.sandbox)
    throw new TrabeculaError(
      'bad-input-file',
      'the report is of simulated patients: it says nothing about this site',
    );
  const resultsAt = new Date(report.madeAt);
  if (!(resultsAt <= ports.clock()))
    throw new TrabeculaError('bad-input-file', 'the report is dated in the future');
  const earlier = await ports.records.of(tenant.id);
  if (earlier.some((r) => r.kind === 'validation-report' && r.reportDigest === digest))
    throw new TrabeculaError('conflict', 'this report is recorded already');
  const figures = figuresOf(report);
  await append(
    {
      kind: 'validation-report',
      reportDigest: digest,
      models: report.models,
      figures,
      words: wordsOf(report),
      measured: measuredIn(report),
      resultsAt,
    },
    tenant,
    by,
    ports,
  );
  return figures;
}

/**
 * Throws TrabeculaError "not-found" when no report with this digest is recorded, "conflict" when the same person has
 * signed it already: two roles are two people.
 */
export async function signOff(
  tenant: GoLiveTenant,
  reportDigest: string,
  role: SignOffRole,
  by: string,
  ports: GoLivePorts,
): Promise<void> {
  const records = await ports.records.of(tenant.id);
  if (!records.some((r) => r.kind === 'validation-report' && r.reportDigest === reportDigest))
    throw new TrabeculaError('not-found', 'no validation report with this digest is recorded');
  // A silence made earlier signatures void: after it everybody may sign again, each once.
  const silencedAt = newest(ofKind(records, 'silenced'))?.at;
  const isSigned = ofKind(records, 'sign-off').some(
    (earlier) =>
      earlier.by === by.trim() &&
      earlier.reportDigest === reportDigest &&
      (silencedAt === undefined || earlier.at > silencedAt),
  );
  if (isSigned)
    throw new TrabeculaError('conflict', 'you have signed this report; the other role is another person');
  await append({ kind: 'sign-off', role, reportDigest }, tenant, by, ports);
}

export async function silence(
  tenant: GoLiveTenant,
  reason: string,
  by: string,
  ports: GoLivePorts,
): Promise<void> {
  await append({ kind: 'silenced', reason: stated(reason) }, tenant, by, ports);
}

export async function liftSilence(
  tenant: GoLiveTenant,
  reason: string,
  by: string,
  ports: GoLivePorts,
): Promise<void> {
  await append({ kind: 'silence-lifted', reason: stated(reason) }, tenant, by, ports);
}

/**
 * Makes a tenant's other model set the one that speaks. A live tenant's needs what going live needs: a validation of
 * exactly these models that meets criteria locked beforehand, and two sign-offs. Throws TrabeculaError "conflict".
 */
export async function promote(
  tenant: GoLiveTenant,
  models: ModelSet,
  reason: string,
  by: string,
  ports: GoLivePorts,
): Promise<void> {
  const missing =
    tenant.mode === 'live' ? missingForLive(models, await ports.records.of(tenant.id), ports.clock()) : [];
  if (missing.length > 0)
    throw new TrabeculaError('conflict', `not promoted: ${missing.map(({ text }) => text).join('; ')}`);
  const { versions, precision } = models;
  await append(
    { kind: 'promoted', models: { versions, precision }, reason: stated(reason) },
    tenant,
    by,
    ports,
  );
}

/** The mode now, and why it is not the one asked for. */
export async function currentMode(
  tenant: GoLiveTenant,
  models: RunningModels,
  ports: Pick<GoLivePorts, 'records' | 'clock'>,
): Promise<ModeDecision> {
  return effectiveMode(tenant, models, await ports.records.of(tenant.id), ports.clock());
}

function stated(reason: string): string {
  if (reason.trim() === '') throw new TrabeculaError('bad-request', 'a reason is needed');
  return reason.trim();
}

type Content = GoLiveRecord extends infer R
  ? R extends GoLiveRecord
    ? Omit<R, 'tenantId' | 'at' | 'by'>
    : never
  : never;

async function append(content: Content, tenant: GoLiveTenant, by: string, ports: GoLivePorts): Promise<void> {
  if (by.trim() === '') throw new TrabeculaError('bad-request', 'who does this must be named');
  const at = ports.clock();
  await ports.records.append({ ...content, tenantId: tenant.id, at, by: by.trim() } as GoLiveRecord);
  await ports.audit.record({
    tenantId: tenant.id,
    action: 'admin',
    actor: by.trim(),
    subject: undefined,
    object: `go-live/${content.kind}`,
    outcome: 'success',
    at,
  });
}
