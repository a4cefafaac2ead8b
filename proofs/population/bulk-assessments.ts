import { statement, type Database } from '../../src/adapters/store/database.ts';
import { seededRandom } from '../simulated-sites/random.ts';
import { syntheticPatient } from './synthetic-health-system.ts';

/** Nine films in ten are assessed, 4 % of those refused; the rest wait for a screening run. */
const assessedShare = 0.9;
const refusedShare = 0.04;
const rowsInStatement = 5_000;
/** The flag's probability rises as T falls: 0.5 at T = -2.2, noise of +-1 on the logit. */
const probabilityOf = (tScore: number, noise: number): number =>
  1 / (1 + Math.exp(1.8 * (tScore + 2.2) + 2 * (noise - 0.5)));

interface AssessedFilm {
  readonly patient_id: string;
  readonly study: string;
  readonly acquired_on: string;
  readonly evidence: unknown;
}

/** Assessments of the synthetic films, and a card for every second flag, in bulk; how many assessments there are. */
export async function insertAssessments(
  database: Database,
  tenantId: string,
  system: { readonly patients: number; readonly seed: number; readonly filmShare: number },
): Promise<number> {
  let inserted = 0;
  let waiting: AssessedFilm[] = [];
  const flush = async () => {
    await database.query(INSERT_ASSESSMENTS, [tenantId, JSON.stringify(waiting)]);
    inserted += waiting.length;
    waiting = [];
  };
  for (let index = 0; index < system.patients; index++) {
    const film = assessedFilm(index, system.seed, system.filmShare);
    if (film !== undefined) waiting.push(film);
    if (waiting.length === rowsInStatement) await flush();
  }
  await flush();
  await database.query(INSERT_CARDS, [tenantId]);
  return inserted;
}

function assessedFilm(index: number, seed: number, filmShare: number): AssessedFilm | undefined {
  const { patientId, tScore, studyInstanceUid, resources } = syntheticPatient(index, seed, filmShare);
  const { uniform: random } = seededRandom(seed * 7_000_003 + index);
  if (studyInstanceUid === undefined || random() > assessedShare) return undefined;
  const study = resources.find((resource) => resource.resourceType === 'ImagingStudy');
  const probability = probabilityOf(tScore, random());
  return {
    patient_id: patientId,
    study: studyInstanceUid,
    acquired_on: study?.started ?? '',
    evidence:
      random() < refusedShare
        ? { kind: 'unavailable', refusal: { reason: 'implant' } }
        : {
            kind: 'available',
            outcome: probability >= 0.5 ? 'flagged' : 'not-flagged',
            probability: { value: Math.round(probability * 1000) / 1000 },
          },
  };
}

const INSERT_ASSESSMENTS = statement(
  'proof.assessments',
  `INSERT INTO trabecula.assessment
     (tenant_id, patient_id, assessment_key, study_instance_uid, evidence, model_versions, acquired_on, assessed_at, state)
   SELECT $1, patient_id, 'key-' || patient_id, study, evidence, ARRAY['model-1'], acquired_on,
          CAST(acquired_on AS date) + interval '1 day', 'current'
     FROM jsonb_to_recordset($2::jsonb) AS row(patient_id text, study text, acquired_on text, evidence jsonb)`,
);
const INSERT_CARDS = statement(
  'proof.cards',
  `INSERT INTO trabecula.issued_card
     (tenant_id, patient_id, card_uuid, service_id, hook, hook_instance, user_id, reason_code, channel, assessment_key,
      model_versions, suggestion_uuids, issued_at)
   SELECT tenant_id, patient_id, 'card-' || patient_id, 'screening', 'patient-view', 'hook-' || patient_id, 'user', 'at-risk',
          'ai', assessment_key, model_versions, '{}', assessed_at + interval '7 days'
     FROM population.assessment WHERE tenant_id = $1 AND outcome = 'flagged' AND hashtext(patient_id) % 2 = 0`,
);
