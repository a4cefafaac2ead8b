import type { Patient } from '@medplum/fhirtypes';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import { OPTED_OUT, type FilmRefusalReason } from '../core/film/film.ts';
import { yearsBetween } from '../core/patient/recorded-date.ts';
import type { Person } from '../core/model/combination.ts';
import { valueOf } from '../core/patient/known.ts';
import { matchIdentity, type IssuerSystems } from '../core/study/identity-match.ts';
import type { LumbarStudy, StudyRules } from '../core/study/study-choice.ts';
import { TrabeculaError } from '../errors.ts';
import { chartPatientOf, replacedBy } from '../fhir/chart-patient.ts';
import { birthDateOf, sexOf } from '../fhir/normalise/person.ts';
import { archiveOfStudy } from './archive-of-study.ts';
import { findPatientStudies } from './find-patient-studies.ts';
import type { PatientSources } from './patient-sources.ts';
import { learnConsents } from './learn-consents.ts';
import type { AssessmentStore, StoredAssessment, WriteIntent } from './ports/assessment-store.ts';
import type { Clock } from './ports/clock.ts';
import type { OptOuts } from './ports/opt-outs.ts';
import { readFirstLumbar } from './read-first-lumbar.ts';
import { readStudy, type ReadStudyPorts } from './read-study.ts';

/** What is to be assessed: the patient's newest lumbar study, or the one named. */
export interface AssessmentRequest {
  readonly tenantId: string;
  readonly patientId: string;
  readonly studyInstanceUid: string | undefined;
}

/** What a tenant decides about its assessments. */
export interface AssessmentSettings {
  readonly studyRules: StudyRules;
  readonly issuerSystems: IssuerSystems;
  /** Digest of the decision policy: part of the assessment's key. */
  readonly policyVersion: string;
  /** What is to be written to the record for this evidence, by mode and write-back settings. */
  readonly intentsOf: (evidence: ImageEvidence) => readonly WriteIntent['kind'][];
}

export interface AssessPatientPorts extends Omit<ReadStudyPorts, 'archive'> {
  readonly store: AssessmentStore;
  readonly optOuts: OptOuts;
  readonly settings: AssessmentSettings;
  readonly clock: Clock;
}

export type AssessmentOutcome =
  | { readonly kind: 'assessed'; readonly assessment: StoredAssessment }
  /** Nothing to store: no lumbar study, the patient opted out, or trouble that may pass and is worth another try. */
  | {
      readonly kind: 'nothing';
      readonly evidence: Extract<ImageEvidence, { kind: 'unavailable' }>;
      readonly mayPass: boolean;
    };

/**
 * The film's half of the story, from a chart to a stored assessment, told once for the hook, the queue worker, the
 * screening run and the command line. Throws TrabeculaError "not-found" for a patient that the EHR does not have, and
 * "upstream-unavailable" when the EHR cannot be reached; trouble with a film is a value.
 */
export async function assessPatient(
  request: AssessmentRequest,
  sources: PatientSources,
  ports: AssessPatientPorts,
  signal: AbortSignal,
): Promise<AssessmentOutcome> {
  const { tenantId, patientId } = request;
  if (ports.optOuts.hasOptedOut(tenantId, patientId)) return nothing(OPTED_OUT.reason, OPTED_OUT.detail);
  const patient = await sources.fhir.read<Patient>('Patient', patientId);
  if (patient === undefined) throw new TrabeculaError('not-found', 'the EHR has no such patient');

  if (replacedBy(patient) !== undefined)
    return nothing('no-lumbar-study', 'the record was merged into another');
  await learnConsents(request, sources, ports);
  if (ports.optOuts.hasOptedOut(tenantId, patientId)) return nothing(OPTED_OUT.reason, OPTED_OUT.detail);

  const asOf = ports.clock();
  const chart = chartPatientOf(patient);
  const studies = await findPatientStudies(
    patient,
    request.studyInstanceUid,
    sources,
    ports.settings.studyRules,
    asOf,
    signal,
  );
  const candidates = studies.lumbar.filter((candidate) => isWanted(candidate, request.studyInstanceUid));
  const read = async (candidate: LumbarStudy) =>
    readStudy(
      {
        tenantId,
        studyInstanceUid: candidate.study.studyInstanceUid ?? '',
        person: personOf(patient, candidate, asOf),
        identityRefusal: (filmPatient) => {
          const match = matchIdentity(filmPatient, chart, ports.settings.issuerSystems);
          return match.kind === 'mismatch' ? match.refusal : undefined;
        },
      },
      { ...ports, archive: await archiveOfStudy(candidate.study, sources) },
      signal,
    );
  const chosen = await readFirstLumbar(candidates, read);
  if (chosen === undefined) {
    const passedOver = studies.passedOver.find(
      ({ study }) => study.studyInstanceUid === request.studyInstanceUid,
    );
    const refusal = request.studyInstanceUid === undefined ? undefined : passedOver?.refusal;
    return nothing(
      refusal?.reason ?? 'no-lumbar-study',
      refusal?.detail ?? 'the chart and the archive name no lumbar radiograph',
    );
  }

  const { evidence, candidate } = chosen;
  if (evidence.kind === 'unavailable' && mayPass(evidence))
    return { kind: 'nothing', evidence, mayPass: true };
  return {
    kind: 'assessed',
    assessment: await store(evidence, request, candidate, personOf(patient, candidate, asOf), ports),
  };
}

const isWanted = ({ study }: LumbarStudy, wanted: string | undefined): boolean =>
  study.studyInstanceUid !== undefined && (wanted === undefined || study.studyInstanceUid === wanted);

const mayPass = ({ refusal }: Extract<ImageEvidence, { kind: 'unavailable' }>): boolean =>
  refusal.reason === 'archive-unreachable';

const nothing = (reason: FilmRefusalReason, detail: string): AssessmentOutcome => ({
  kind: 'nothing',
  evidence: { kind: 'unavailable', refusal: { reason, detail }, studyInstanceUid: undefined },
  mayPass: false,
});

/** Age in whole years when the film was taken; undefined when the birth date leaves it open, for then no probability is fitted. */
function personOf(patient: Patient, chosen: LumbarStudy, asOf: Date): Person {
  const birthDate = valueOf(birthDateOf(patient));
  const filmDay = chosen.study.startedOn ?? asOf.toISOString().slice(0, 10);
  const years = birthDate === undefined ? undefined : yearsBetween(birthDate, filmDay);
  return {
    ageYears: years && years.least === years.most ? years.least : undefined,
    sex: valueOf(sexOf(patient)),
  };
}

async function store(
  evidence: ImageEvidence,
  request: AssessmentRequest,
  { study }: LumbarStudy,
  person: Person,
  ports: AssessPatientPorts,
): Promise<StoredAssessment> {
  const { tenantId, patientId } = request;
  const studyInstanceUid = study.studyInstanceUid ?? '';
  const assessmentKey = ports.digestOf(
    JSON.stringify([resultKeyOf(evidence, tenantId, ports), patientId, ports.settings.policyVersion]),
  );
  const assessment: StoredAssessment = {
    assessmentKey,
    tenantId,
    patientId,
    studyInstanceUid,
    imagingStudyReference: study.reference?.startsWith('ImagingStudy/') ? study.reference : undefined,
    evidence,
    person,
    assessedAt: ports.clock(),
    state: 'current',
  };
  const intents = ports.settings.intentsOf(evidence).map((kind): WriteIntent => ({ kind, assessmentKey }));
  await ports.store.save(assessment, intents);
  return assessment;
}

/** A study that gave no score is identified by why, and by the models that refused it: another model tries again. */
function resultKeyOf(evidence: ImageEvidence, tenantId: string, ports: AssessPatientPorts): string {
  if (evidence.kind === 'available') return evidence.imageResultKey;
  const { ap, lateral } = ports.filmReader.modelVersions;
  return ports.digestOf(
    JSON.stringify([tenantId, evidence.studyInstanceUid, evidence.refusal.reason, ap, lateral]),
  );
}
