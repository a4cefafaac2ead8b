import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import { viewScoresOf } from '../core/evidence/study-evidence.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import { valueOf } from '../core/patient/known.ts';
import type { PatientContext } from '../core/patient/patient-context.ts';
import { matchIdentity, type IssuerSystems } from '../core/study/identity-match.ts';
import type { StudyRules } from '../core/study/study-choice.ts';
import type { StudyDescription } from '../core/study/study-description.ts';
import { dxaResultsOf } from '../core/validation/dxa-of-record.ts';
import { couldPair, pairFilms, type PairingWindow } from '../core/validation/pair-films.ts';
import type { ReadStudy } from '../core/validation/validation-case.ts';
import { TrabeculaError } from '../errors.ts';
import { chartPatientOf, replacedBy } from '../fhir/chart-patient.ts';
import { archiveOfStudy } from './archive-of-study.ts';
import { findPatientStudies } from './find-patient-studies.ts';
import type { PatientSources } from './patient-sources.ts';
import type { JournalledPerson } from './ports/validation-journal.ts';
import { readOwnChart } from './read-own-chart.ts';
import { readStudy, type ReadStudyPorts } from './read-study.ts';
import type { Tenant } from './tenant.ts';

export interface RecordPersonPorts extends Omit<ReadStudyPorts, 'archive' | 'onImageRead'> {
  /** The tenant's chart and archive with the tenant's own credentials. */
  readonly sources: PatientSources;
  readonly studyRules: StudyRules;
  readonly issuerSystems: IssuerSystems;
  readonly localCodes: readonly LocalCode[];
  readonly isOptedOut: (patientId: string) => boolean;
  readonly onImageRead: (patientId: string, sopInstanceUid: string) => Promise<void>;
}

/** Without these a chart does not say whether a film and a DXA belong together. */
const NEEDED = ['dxa-results', 'medications'] as const;

/**
 * One person of a validation from the record: DXA results and treatments from the chart, lumbar studies from chart and
 * archive, and the models over those films alone that could make a pair. Throws TrabeculaError "upstream-unavailable"
 * or "upstream-refused" when chart or archive could not be read: then nothing is known of this person.
 */
export async function readRecordPerson(
  tenant: Pick<Tenant, 'id' | 'fhirBaseUrl'>,
  patientId: string,
  window: PairingWindow,
  ports: RecordPersonPorts,
  asOf: Date,
  signal: AbortSignal,
): Promise<JournalledPerson> {
  if (ports.isOptedOut(patientId)) return { kind: 'opted-out' };
  const { fhir } = ports.sources;
  const { patient, context } = await readOwnChart(tenant, patientId, { ...ports, fhir }, asOf);
  if (patient === undefined) return { kind: 'gone' };
  if (replacedBy(patient) !== undefined) return { kind: 'merged' };
  if (NEEDED.some((part) => context.read[part] !== 'read'))
    throw new TrabeculaError('upstream-unavailable', 'a part of the chart could not be read');
  const { lumbar } = await findPatientStudies(
    patient,
    undefined,
    ports.sources,
    ports.studyRules,
    asOf,
    signal,
  );
  const studies = lumbar.map(({ study }) => study).filter((study) => study.studyInstanceUid !== undefined);
  if (studies.length === 0) return { kind: 'without-film' };
  const dxaResults = dxaResultsOf(context);
  const chart = chartPatientOf(patient);
  const read: ReadStudy[] = [];
  for (const study of studies) {
    const unread = unreadStudy(study, context);
    // A study without a date in the chart has one on its films: any that would make a pair makes it worth reading.
    const days =
      unread.acquiredOn === undefined ? dxaResults.map((dxa) => dxa.performedOn) : [unread.acquiredOn];
    const worthReading = days.some((acquiredOn) => couldPair({ ...unread, acquiredOn }, dxaResults, window));
    if (!worthReading) read.push({ ...unread, scores: undefined, refusals: [] });
    else read.push(withEvidence(unread, await evidenceOf(study)));
  }
  return { kind: 'read', pairing: pairFilms(read, dxaResults, window) };

  async function evidenceOf(study: StudyDescription): Promise<ImageEvidence> {
    return readStudy(
      {
        tenantId: tenant.id,
        studyInstanceUid: study.studyInstanceUid ?? '',
        // Scores alone are taken: the report applies age and sex itself.
        person: { ageYears: undefined, sex: undefined },
        identityRefusal: (filmPatient) => {
          const match = matchIdentity(filmPatient, chart, ports.issuerSystems);
          return match.kind === 'mismatch' ? match.refusal : undefined;
        },
      },
      {
        ...ports,
        archive: await archiveOfStudy(study, ports.sources),
        onImageRead: ({ sopInstanceUid }) => ports.onImageRead(patientId, sopInstanceUid),
      },
      signal,
    );
  }
}

type UnreadStudy = Omit<ReadStudy, 'scores' | 'refusals'>;

function unreadStudy(study: StudyDescription, context: PatientContext): UnreadStudy {
  return {
    studyInstanceUid: study.studyInstanceUid ?? '',
    personId: context.patientId,
    acquiredOn: study.startedOn,
    birthDate: valueOf(context.birthDate),
    sex: valueOf(context.sex),
    manufacturer: undefined,
  };
}

/** Throws TrabeculaError "upstream-unavailable" when the archive could not be reached: that says nothing of the films. */
function withEvidence(study: UnreadStudy, evidence: ImageEvidence): ReadStudy {
  if (evidence.kind === 'unavailable') {
    const { reason } = evidence.refusal;
    if (reason === 'archive-unreachable')
      throw new TrabeculaError('upstream-unavailable', 'the archive could not be reached');
    return { ...study, scores: undefined, refusals: [reason] };
  }
  return {
    ...study,
    acquiredOn: evidence.acquiredOn ?? study.acquiredOn,
    manufacturer: evidence.films
      .map((film) => film.acquisition?.manufacturer)
      .find((maker) => maker !== undefined),
    scores: viewScoresOf(evidence.films),
    refusals: [],
  };
}
