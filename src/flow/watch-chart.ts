import type { Consent, ImagingStudy, Patient, Resource } from '@medplum/fhirtypes';
import { findLumbarStudies, type StudyRules } from '../core/study/study-choice.ts';
import type { StudyDescription } from '../core/study/study-description.ts';
import { consentingPatientId } from '../fhir/ai-consent.ts';
import { replacedBy } from '../fhir/chart-patient.ts';
import { studyOfImagingStudy } from '../fhir/imaging-study.ts';
import { survivorOf } from './arrivals/find-chart-patient.ts';
import { withdrawAssessments, type WithdrawalPorts } from './arrivals/withdraw-assessments.ts';
import type { AssessmentJobs } from './ports/assessment-jobs.ts';
import type { Cursors } from './ports/cursors.ts';
import type { FhirReader } from './ports/fhir.ts';
import type { ImageArchive } from './ports/image-archive.ts';
import type { OptOuts } from './ports/opt-outs.ts';
import { learnConsents } from './learn-consents.ts';
import { TrabeculaError } from '../errors.ts';

export interface WatchChartPorts extends WithdrawalPorts {
  readonly fhir: FhirReader;
  readonly archive: ImageArchive;
  readonly jobs: AssessmentJobs;
  readonly cursors: Cursors;
  readonly optOuts: OptOuts;
  readonly studyRules: StudyRules;
  /** How far back the first round looks; older studies are the population import's. */
  readonly firstLookBackMs: number;
}

export interface ChartReport {
  readonly studies: number;
  readonly patients: number;
  readonly asked: number;
  readonly withdrawn: number;
}

/**
 * One round of the watch over a tenant's chart by `_lastUpdated`: new lumbar studies are asked for; an ImagingStudy
 * that is cancelled, entered in error or now another patient's, and a patient merged into another, have their old
 * assessments withdrawn and the films assessed under the right patient; what patients consent to is learnt first, so that
 * a refusal holds for the films that came with it. Notifications are hints, this is the truth.
 */
export async function watchChart(
  tenantId: string,
  ports: WatchChartPorts,
  asOf: Date,
  signal: AbortSignal,
): Promise<ChartReport> {
  const total = { studies: 0, patients: 0, asked: 0, withdrawn: 0 };
  const changes = { asked: 0, withdrawn: 0 };
  await followConsents(tenantId, ports, asOf);
  total.studies = await sweep<ImagingStudy>(tenantId, 'ImagingStudy', ports, asOf, async (resource) => {
    add(changes, await followStudy(tenantId, resource, ports, asOf, signal));
  });
  total.patients = await sweep<Patient>(tenantId, 'Patient', ports, asOf, async (patient) => {
    add(changes, await followMerge(tenantId, patient, ports, asOf));
  });
  return { ...total, ...changes };
}

interface Changes {
  asked: number;
  withdrawn: number;
}

function add(total: Changes, more: Changes): void {
  total.asked += more.asked;
  total.withdrawn += more.withdrawn;
}

/** Where a sweep by `_lastUpdated` stands; `done` names the versions of that instant that have been followed. */
interface ChartCursor {
  readonly since: string;
  readonly done: readonly string[];
}

/** Reads what changed since the cursor, and moves it when all of it is done: what failed comes again. */
async function sweep<T extends Resource>(
  tenantId: string,
  resourceType: T['resourceType'],
  { cursors, fhir, firstLookBackMs }: WatchChartPorts,
  asOf: Date,
  follow: (resource: T) => Promise<void>,
): Promise<number> {
  const name = `chart:${resourceType}`;
  const stored = await cursors.read(tenantId, name);
  const from: ChartCursor =
    stored === undefined
      ? { since: new Date(asOf.getTime() - firstLookBackMs).toISOString(), done: [] }
      : (JSON.parse(stored) as ChartCursor);
  // "ge", because two resources can be written in one instant and the second be seen only now.
  const found = await fhir.search<T>(resourceType, { _lastUpdated: `ge${from.since}` });
  const changed = found.filter((resource) => !from.done.includes(versionOf(resource)));
  for (const resource of changed) await follow(resource);
  if (changed.length > 0) await cursors.move(tenantId, name, JSON.stringify(cursorAfter(from, found)));
  return changed.length;
}

function cursorAfter(from: ChartCursor, found: readonly Resource[]): ChartCursor {
  const timeOf = (resource: Resource) => resource.meta?.lastUpdated ?? from.since;
  const since = found.map(timeOf).reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a), from.since);
  return { since, done: found.filter((resource) => timeOf(resource) === since).map(versionOf) };
}

const versionOf = ({ id, meta }: Resource) => `${id ?? ''}/${meta?.versionId ?? meta?.lastUpdated ?? ''}`;

/** A server that keeps no Consent has nothing to follow. */
async function followConsents(tenantId: string, ports: WatchChartPorts, asOf: Date): Promise<void> {
  try {
    await sweep<Consent>(tenantId, 'Consent', ports, asOf, async (consent) => {
      const patientId = consentingPatientId(consent);
      if (patientId !== undefined) await learnConsents({ tenantId, patientId }, ports, ports);
    });
  } catch (error) {
    if (!(error instanceof TrabeculaError) || error.code !== 'upstream-refused') throw error;
  }
}

const patientIdIn = (reference: string | undefined): string | undefined =>
  /(?:^|\/)Patient\/([A-Za-z0-9.-]{1,64})$/.exec(reference ?? '')?.[1];

async function followStudy(
  tenantId: string,
  resource: ImagingStudy,
  ports: WatchChartPorts,
  asOf: Date,
  signal: AbortSignal,
): Promise<Changes> {
  const study = studyOfImagingStudy(resource);
  const patientId = patientIdIn(resource.subject?.reference);
  if (study === undefined || patientId === undefined) return { asked: 0, withdrawn: 0 };
  const lumbar = findLumbarStudies([study], asOf, ports.studyRules).lumbar.length > 0;
  let withdrawn = 0;
  let asked = 0;
  for (const studyInstanceUid of await uidsOf(study, ports, signal)) {
    const held = await ports.store.currentOfStudy(tenantId, studyInstanceUid);
    if (study.state === 'withdrawn') {
      // An error that another ImagingStudy of another patient corrects withdraws that patient's alone.
      const own = held.filter((assessment) => assessment.patientId === patientId);
      withdrawn += await withdrawAssessments(own, 'study-withdrawn', ports, asOf);
      continue;
    }
    const others = held.filter((assessment) => assessment.patientId !== patientId);
    withdrawn += await withdrawAssessments(others, 'film-moved', ports, asOf);
    if (!lumbar) continue;
    await ports.jobs.ask({ tenantId, patientId, studyInstanceUid, askedBy: 'arrival' });
    asked += 1;
  }
  return { asked, withdrawn };
}

/** The study UID, from the archive by accession number when the chart has none. */
async function uidsOf(
  study: StudyDescription,
  { archive }: WatchChartPorts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (study.studyInstanceUid !== undefined) return [study.studyInstanceUid];
  if (study.accessionNumber === undefined) return [];
  const found = await archive.findStudies(
    { by: 'accession', accessionNumber: study.accessionNumber },
    signal,
  );
  return found.map(({ studyInstanceUid }) => studyInstanceUid);
}

async function followMerge(
  tenantId: string,
  patient: Patient,
  ports: WatchChartPorts,
  asOf: Date,
): Promise<Changes> {
  if (patient.id === undefined || replacedBy(patient) === undefined) return { asked: 0, withdrawn: 0 };
  const held = await ports.store.currentFor(tenantId, patient.id);
  if (held.length === 0) return { asked: 0, withdrawn: 0 };
  const survivor = await survivorOf(patient, ports.fhir);
  if (survivor === patient.id) return { asked: 0, withdrawn: 0 };
  // Asked first: a crash in between leaves one assessment too many, which the next round withdraws, not one too few.
  for (const { studyInstanceUid } of held) {
    await ports.jobs.ask({ tenantId, patientId: survivor, studyInstanceUid, askedBy: 'arrival' });
  }
  return { asked: held.length, withdrawn: await withdrawAssessments(held, 'patient-merged', ports, asOf) };
}
