import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileAudit } from '../adapters/audit/file-audit.ts';
import { openFilmReader, type FilmReaderPool } from '../adapters/film-reader/film-reader-pool.ts';
import { peopleWithTScore } from '../adapters/fhir-client/people-with-t-score.ts';
import { callLocalService } from '../adapters/local-admin/call-local-service.ts';
import type { ModelSet } from '../adapters/model-registry.ts';
import { openOptOutLists } from '../adapters/opt-out-list.ts';
import { openValidationJournal } from '../adapters/validation-journal/validation-journal.ts';
import { readViewRules } from '../adapters/view-rules-file.ts';
import type { Config } from '../config.ts';
import { localCodesIn } from '../core/decision/policy-overrides.ts';
import { readingRulesOf } from '../core/validation/reading-rules.ts';
import { TrabeculaError } from '../errors.ts';
import type { QuestionAnswer } from '../flow/ports/population-questions.ts';
import type { Clock } from '../flow/ports/clock.ts';
import type { Tenant } from '../flow/tenant.ts';
import { validateRecord, type RecordValidation, type ValidatedRecord } from '../flow/validate-record.ts';
import { filmRulesWith } from './assess.ts';
import { digestOf } from './digest.ts';
import { auditImageRead } from './image-read-audit.ts';
import { runningModelsOf } from './running-models.ts';
import { openTenantAccess, type TenantAccess } from './tenant-access.ts';
import { thresholdsOf } from './tenant-policy.ts';

/** Who is looked at: everybody with a T-score in the EHR, or who the imported population says has film and DXA. */
export type PeopleSource = 'ehr' | 'population';

export interface TenantRecordValidation {
  readonly config: Config;
  readonly tenant: Tenant;
  readonly people: PeopleSource;
  /** The models named as challenger, whether promoted or not, instead of the configuration's own. */
  readonly challenger: boolean;
  readonly setting: RecordValidation['setting'];
  /** Where the journal lies until the report is made. */
  readonly outFolder: string;
  readonly clock: Clock;
  readonly onPersonDone: (doneSoFar: number) => void;
}

const PEOPLE_AT_ONCE = 2;

/**
 * Validates the models that a tenant runs on the tenant's own people, with the tenant's own credentials. Throws
 * TrabeculaError "bad-configuration" for a tenant without them, "conflict" when the journal is of another validation.
 */
export async function validateTenantRecord(
  options: TenantRecordValidation,
  signal: AbortSignal,
): Promise<ValidatedRecord & { readonly models: ModelSet }> {
  const { config, tenant, clock } = options;
  const viewRules = await readViewRules(tenant.viewRulesFile);
  const access = openTenantAccess(tenant, clock);
  try {
    const reader = await openFilmReader({
      ...modelsOf(options),
      viewRules,
      workers: config.workers,
    });
    try {
      return { ...(await validateWith(reader, viewRules, access, options, signal)), models: reader.models };
    } finally {
      await reader.close();
    }
  } finally {
    await access.close();
  }
}

function modelsOf({ config, tenant, challenger }: TenantRecordValidation) {
  if (!challenger) return { modelsFolder: config.modelsFolder, precision: tenant.precision };
  if (tenant.challenger === undefined)
    throw new TrabeculaError('bad-configuration', `tenant ${tenant.id} has no challenger`);
  return tenant.challenger;
}

async function validateWith(
  reader: FilmReaderPool,
  viewRules: Awaited<ReturnType<typeof readViewRules>>,
  { own }: TenantAccess,
  options: TenantRecordValidation,
  signal: AbortSignal,
): Promise<ValidatedRecord> {
  const { config, tenant, setting, clock } = options;
  if (own === undefined)
    throw new TrabeculaError(
      'bad-configuration',
      `tenant ${tenant.id} has no credentials of its own (backend)`,
    );
  const { precision } = runningModelsOf(reader.models);
  await mkdir(options.outFolder, { recursive: true });
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  const path = join(options.outFolder, 'people.ndjson');
  const journal = await openValidationJournal(path, {
    tenant: tenant.id,
    people: options.people,
    models: reader.modelVersions,
    precision,
    window: setting.window,
  });
  const optOuts = openOptOutLists([tenant], clock);
  const audit = openFileAudit(join(config.dataFolder, 'audit.ndjson'));
  const validated = await validateRecord(
    { tenant, rules: readingRulesOf(reader.studyReader), setting, precision },
    {
      sources: own,
      people: (stop) =>
        options.people === 'ehr' ? peopleWithTScore(own.http, stop) : peopleOfPopulation(options, stop),
      journal,
      filmReader: reader,
      studyReader: reader.studyReader,
      rules: filmRulesWith(reader.models, viewRules),
      studyRules: { viewRules, cardAgeLimitMonths: thresholdsOf(tenant).filmHoldsMonths },
      issuerSystems: tenant.imaging?.issuerSystems ?? {},
      localCodes: localCodesIn(tenant.policy),
      digestOf,
      isOptedOut: (patientId) => optOuts.hasOptedOut(tenant.id, patientId),
      onImageRead: auditImageRead(tenant.id, 'trabecula validate', { audit, clock }),
      onPersonDone: options.onPersonDone,
      clock,
    },
    PEOPLE_AT_ONCE,
    signal,
  );
  // Patient ids stand in it. Whoever could not be reached is tried again by a later start.
  if (validated.unreachable === 0) await rm(path);
  return validated;
}

const PAGE = 1000;

/** Asks the service that runs on this machine: it owns the imported population. */
async function* peopleOfPopulation(
  { config, tenant, setting }: TenantRecordValidation,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const { monthsBefore, monthsAfter } = setting.window;
  for (let offset = 0; ; offset += PAGE) {
    signal.throwIfAborted();
    const query = new URLSearchParams({
      monthsBefore: String(monthsBefore),
      monthsAfter: String(monthsAfter),
      offset: String(offset),
      limit: String(PAGE),
    });
    const answer = (await callLocalService(config.dataFolder, {
      method: 'GET',
      path: `/population/questions/film-and-dxa?${query.toString()}`,
      headers: { 'X-Trabecula-Tenant': tenant.id },
    })) as QuestionAnswer;
    for (const row of answer.rows) yield String(row['patient_id']);
    if (answer.rows.length < PAGE) return;
  }
}
