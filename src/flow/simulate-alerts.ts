import type { Resource } from '@medplum/fhirtypes';
import { alertBurden, type AlertBurden } from '../core/decision/alert-burden.ts';
import { decide } from '../core/decision/decide.ts';
import type { Decision } from '../core/decision/decision.ts';
import type { DecisionPolicy } from '../core/decision/policy.ts';
import type { DecisionHistory } from '../core/decision/request.ts';
import type { ImageEvidence, ImageOutcome } from '../core/evidence/image-evidence.ts';
import { absent } from '../core/patient/known.ts';
import { findLumbarStudies, type StudyRules } from '../core/study/study-choice.ts';
import type { StudyDescription } from '../core/study/study-description.ts';
import { studyOfImagingStudy } from '../fhir/imaging-study.ts';
import { patientContextFrom } from '../fhir/patient-context-from.ts';
import type { PatientRecord } from '../fhir/patient-record.ts';

/** How charts are opened and films flagged in a simulation; shares in percent of the films. */
export interface SimulatedUse {
  readonly asOf: Date;
  readonly openingsPerPatient: number;
  readonly daysBetweenOpenings: number;
  /** Users take turns, so that the cap per user and the one per patient both bite. */
  readonly usersPerPatient: number;
  readonly flaggedPercent: number;
  readonly uncertainPercent: number;
}

export interface AlertSimulation {
  readonly patients: number;
  readonly withLumbarFilm: number;
  readonly openings: number;
  readonly cards: number;
  readonly cardsByReason: Readonly<Record<string, number>>;
  /** Patients whom the work list would hold after the last opening, by kind. */
  readonly workList: Readonly<Record<string, number>>;
  readonly burden: AlertBurden;
}

/**
 * The cards that a population's charts would raise if the service were live, nobody answered them and the stated share
 * of films were flagged. No film is read: which ones are flagged is drawn from the patient's id, the same each time.
 */
export async function simulateAlerts(
  charts: AsyncIterable<PatientRecord> | Iterable<PatientRecord>,
  use: SimulatedUse,
  policy: DecisionPolicy,
  studyRules: StudyRules,
): Promise<AlertSimulation> {
  const cardsByReason: Record<string, number> = {};
  const workList: Record<string, number> = {};
  let patients = 0;
  let withLumbarFilm = 0;
  for await (const record of charts) {
    patients += 1;
    const image = imageOf(record, use, studyRules);
    if (image.kind === 'available') withLumbarFilm += 1;
    const decisions = openings(record, image, use, policy);
    for (const { showing, reasonCode } of decisions)
      if (showing.kind === 'card') cardsByReason[reasonCode] = (cardsByReason[reasonCode] ?? 0) + 1;
    const kind = decisions.at(-1)?.workList?.kind;
    if (kind !== undefined) workList[kind] = (workList[kind] ?? 0) + 1;
  }
  const cards = Object.values(cardsByReason).reduce((sum, count) => sum + count, 0);
  const all = patients * use.openingsPerPatient;
  const counts = { openings: all, cards, answered: 0, overridden: 0 };
  return {
    patients,
    withLumbarFilm,
    openings: all,
    cards,
    cardsByReason,
    workList,
    burden: alertBurden(counts, policy.thresholds),
  };
}

/** One patient's chart opened again and again, each showing remembered for the caps. */
function openings(
  record: PatientRecord,
  image: ImageEvidence,
  use: SimulatedUse,
  policy: DecisionPolicy,
): Decision[] {
  const showings: DecisionHistory['showings'][number][] = [];
  const decisions: Decision[] = [];
  for (let opening = 0; opening < use.openingsPerPatient; opening += 1) {
    const asOf = new Date(use.asOf.getTime() + opening * use.daysBetweenOpenings * 86_400_000);
    const userId = `Practitioner/${(opening % use.usersPerPatient) + 1}`;
    const user = { id: userId, kind: 'Practitioner', roleCodes: absent('not-read') } as const;
    const decision = decide(
      {
        context: patientContextFrom(record, asOf),
        image,
        history: { showings: [...showings], feedback: [] },
        request: { hook: 'patient-view', user, draftOrders: [] },
      },
      policy,
      asOf,
    );
    if (decision.showing.kind === 'card')
      showings.push({ userId, channel: decision.showing.channel, issuedAt: asOf });
    decisions.push(decision);
  }
  return decisions;
}

function imageOf(
  { patientId, resources }: PatientRecord,
  use: SimulatedUse,
  rules: StudyRules,
): ImageEvidence {
  const described = resources.map(studyOf).filter((study) => study !== undefined);
  const newest = findLumbarStudies(described, use.asOf, rules).lumbar[0];
  if (newest === undefined)
    return {
      kind: 'unavailable',
      refusal: { reason: 'no-lumbar-study', detail: 'the chart names no lumbar radiograph' },
      studyInstanceUid: undefined,
    };
  return {
    kind: 'available',
    studyInstanceUid: newest.study.studyInstanceUid ?? '',
    acquiredOn: newest.study.startedOn,
    films: [],
    refused: [],
    outcome: drawnOutcome(patientId, use),
    filmScore: 0,
    flaggedAtOrAbove: 0,
    probability: { kind: 'absent', reason: 'no-site-fit' },
    trainingData: 'simulated',
    imageResultKey: '',
  };
}

const studyOf = (resource: Resource): StudyDescription | undefined => studyOfImagingStudy(resource);

function drawnOutcome(patientId: string, { flaggedPercent, uncertainPercent }: SimulatedUse): ImageOutcome {
  const drawn = 100 * shareOf(patientId);
  if (drawn < flaggedPercent) return 'flagged';
  return drawn < flaggedPercent + uncertainPercent ? 'uncertain' : 'not-flagged';
}

/** A number from 0 to 1 out of a text, evenly spread (FNV-1a, 32 bit, with a final mix). */
function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
