import { TrabeculaError } from '../errors.ts';
import type { Clock } from './ports/clock.ts';
import type { PopulationQuestions } from './ports/population-questions.ts';
import type { ScreeningLedger, ScreeningProgress, ScreeningRun } from './ports/screening-ledger.ts';

/** Whom a screening run takes: patients with a lumbar film that was not assessed, all of them or those listed. */
export interface ScreeningRequest {
  readonly tenantId: string;
  readonly askedBy: string;
  /** Films of the last so many months. */
  readonly filmMonths: number;
  /** Instead: films from this day on (ISO date). */
  readonly filmsSince?: string | undefined;
  /** Only these patients (a Group, a cohort file); undefined: the whole population. */
  readonly patientIds: readonly string[] | undefined;
}

export interface ScreeningPlan {
  readonly run: ScreeningRun;
  readonly patients: number;
  readonly studies: number;
  /** Patients of the list that have no lumbar film waiting: said, so that a short run is not taken for a mistake. */
  readonly listedWithoutFilm: number;
}

const pageSize = 10_000;

/** Studies that a run of this request would take, in the order newest film first. */
export async function screeningCohort(
  request: ScreeningRequest,
  questions: PopulationQuestions,
  today: string,
): Promise<readonly { readonly patientId: string; readonly studyInstanceUid: string }[]> {
  const listed = request.patientIds === undefined ? undefined : new Set(request.patientIds);
  const since = request.filmsSince ?? '';
  const studies: { patientId: string; studyInstanceUid: string }[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const parameters = { filmMonths: String(monthsOf(request, today)) };
    const answer = await questions.ask(request.tenantId, 'films-not-assessed', parameters, today, {
      offset,
      limit: pageSize,
    });
    for (const row of answer.rows) {
      const patientId = String(row['patient_id']);
      if (String(row['film_on']) < since) continue;
      if (!listed || listed.has(patientId))
        studies.push({ patientId, studyInstanceUid: String(row['study_instance_uid']) });
    }
    if (answer.rows.length < pageSize) return studies;
  }
}

/** Whole months that reach back to the day and beyond it; the day itself is held against each film. */
function monthsOf({ filmMonths, filmsSince }: ScreeningRequest, today: string): number {
  if (filmsSince === undefined) return filmMonths;
  const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return Math.max(1, monthOf(today) - monthOf(filmsSince) + 1);
}

const filmsOf = ({ filmMonths, filmsSince }: ScreeningRequest): string =>
  filmsSince === undefined ? `of the last ${filmMonths} months` : `since ${filmsSince}`;

/** What a run of a request would be: told before it is begun. */
export interface ScreeningOutlook {
  readonly patients: number;
  readonly studies: number;
  readonly listedWithoutFilm: number;
  /** At the pace of earlier runs; undefined before the first. */
  readonly secondsPerStudy: number | undefined;
  readonly hours: number | undefined;
}

/** Looks ahead and begins nothing. */
export async function outlookOf(
  request: ScreeningRequest,
  ports: {
    readonly questions: PopulationQuestions;
    readonly ledger: Pick<ScreeningLedger, 'secondsPerStudy'>;
    readonly clock: Clock;
  },
): Promise<ScreeningOutlook> {
  const today = ports.clock().toISOString().slice(0, 10);
  const studies = await screeningCohort(request, ports.questions, today);
  const secondsPerStudy = await ports.ledger.secondsPerStudy(request.tenantId);
  const patients = new Set(studies.map(({ patientId }) => patientId));
  return {
    patients: patients.size,
    studies: studies.length,
    listedWithoutFilm: withoutFilm(request, patients),
    secondsPerStudy,
    hours: secondsPerStudy === undefined ? undefined : (studies.length * secondsPerStudy) / 3600,
  };
}

const withoutFilm = ({ patientIds = [] }: ScreeningRequest, patients: ReadonlySet<string>): number =>
  patientIds.filter((patientId) => !patients.has(patientId)).length;

/** Plans and begins a run. Throws TrabeculaError "conflict" when there is nothing to do: an empty run would look finished. */
export async function planScreening(
  request: ScreeningRequest,
  ports: {
    readonly questions: PopulationQuestions;
    readonly ledger: ScreeningLedger;
    readonly clock: Clock;
    readonly newId: () => string;
  },
): Promise<ScreeningPlan> {
  const at = ports.clock();
  const studies = await screeningCohort(request, ports.questions, at.toISOString().slice(0, 10));
  if (studies.length === 0)
    throw new TrabeculaError(
      'conflict',
      'no patient of that cohort has a lumbar film that waits for assessment',
    );
  const patients = new Set(studies.map(({ patientId }) => patientId));
  const run: ScreeningRun = {
    tenantId: request.tenantId,
    runId: ports.newId(),
    cohort: `films ${filmsOf(request)} without assessment${request.patientIds ? `, ${request.patientIds.length} listed patients` : ''}`,
    state: 'running',
    askedBy: request.askedBy,
    createdAt: at,
  };
  const held = await ports.ledger.plan(run, studies);
  return {
    run,
    patients: patients.size,
    studies: held,
    listedWithoutFilm: withoutFilm(request, patients),
  };
}

/** Minutes that a run still needs at the pace of its last ten minutes; undefined while it has none. */
export function minutesLeft(progress: ScreeningProgress): number | undefined {
  if (progress.waiting === 0) return 0;
  if (progress.finishedLastTenMinutes === 0) return undefined;
  return Math.ceil(progress.waiting / (progress.finishedLastTenMinutes / 10));
}
