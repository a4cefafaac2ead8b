import type { Patient } from '@medplum/fhirtypes';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import { challengerName } from '../core/go-live/champion.ts';
import type { ModelSet } from '../core/go-live/records.ts';
import { matchIdentity, type IssuerSystems } from '../core/study/identity-match.ts';
import type { StudyRules } from '../core/study/study-choice.ts';
import { chartPatientOf } from '../fhir/chart-patient.ts';
import { archiveOfStudy } from './archive-of-study.ts';
import { findPatientStudies } from './find-patient-studies.ts';
import type { PatientSources } from './patient-sources.ts';
import type { StoredAssessment } from './ports/assessment-store.ts';
import type { ChallengerStore } from './ports/challenger-store.ts';
import type { Clock } from './ports/clock.ts';
import { readStudy, type ReadStudyPorts } from './read-study.ts';

export interface ChallengerPorts extends Omit<ReadStudyPorts, 'archive' | 'onImageRead'> {
  readonly models: ModelSet;
  readonly store: ChallengerStore;
  /** The tenant's chart and archive with the tenant's own credentials. */
  readonly sources: PatientSources;
  readonly studyRules: StudyRules;
  readonly issuerSystems: IssuerSystems;
  readonly onImageRead: (patientId: string, sopInstanceUid: string) => Promise<void>;
  readonly clock: Clock;
}

/**
 * Lets the challenger read what the champion assessed, at most `limit` studies, one after the other: a round of its own,
 * so that no hook and no assessment waits for it. What it reads is kept apart and shown to nobody. A study that cannot
 * be reached now waits for the next round.
 */
export async function assessWithChallenger(
  tenantId: string,
  ports: ChallengerPorts,
  limit: number,
  signal: AbortSignal,
): Promise<{ readonly read: number; readonly unreachable: number }> {
  const challenger = challengerName(ports.models);
  let read = 0;
  let unreachable = 0;
  for (const assessment of await ports.store.waiting(tenantId, challenger, limit)) {
    signal.throwIfAborted();
    const evidence = await readAgain(assessment, ports, signal);
    if (evidence.kind === 'unavailable' && evidence.refusal.reason === 'archive-unreachable') {
      unreachable += 1;
      continue;
    }
    await ports.store.keep(assessment, challenger, evidence, ports.clock());
    read += 1;
  }
  return { read, unreachable };
}

async function readAgain(
  { tenantId, patientId, studyInstanceUid, person }: StoredAssessment,
  ports: ChallengerPorts,
  signal: AbortSignal,
): Promise<ImageEvidence> {
  const { sources } = ports;
  const patient = await sources.fhir.read<Patient>('Patient', patientId);
  const studies =
    patient &&
    (await findPatientStudies(patient, studyInstanceUid, sources, ports.studyRules, ports.clock(), signal));
  const found = studies?.lumbar.find(({ study }) => study.studyInstanceUid === studyInstanceUid);
  if (patient === undefined || found === undefined)
    return {
      kind: 'unavailable',
      refusal: { reason: 'no-lumbar-study', detail: 'the chart no longer names the study' },
      studyInstanceUid,
    };
  const chart = chartPatientOf(patient);
  return readStudy(
    {
      tenantId,
      studyInstanceUid,
      person: person ?? { ageYears: undefined, sex: undefined },
      identityRefusal: (filmPatient) => {
        const match = matchIdentity(filmPatient, chart, ports.issuerSystems);
        return match.kind === 'mismatch' ? match.refusal : undefined;
      },
    },
    {
      ...ports,
      archive: await archiveOfStudy(found.study, sources),
      onImageRead: ({ sopInstanceUid }) => ports.onImageRead(patientId, sopInstanceUid),
    },
    signal,
  );
}
