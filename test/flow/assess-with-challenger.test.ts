import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import type { ImageEvidence } from '../../src/core/evidence/image-evidence.ts';
import { assessWithChallenger, type ChallengerPorts } from '../../src/flow/assess-with-challenger.ts';
import { Hospital, TENANT } from '../fakes/hospital.ts';

const signal = new AbortController().signal;
const cuts = { flaggedAtOrAbove: 0, uncertainAtOrAbove: 0 };

/** Three people with a film each that the champion assessed; the challenger scores every film 1. */
async function challenged(limit = 10) {
  const hospital = new Hospital();
  for (const [n, id] of ['a', 'b', 'c'].entries()) {
    const study = `2.25.${n + 1}`;
    hospital.patient(id, `${id}-number`);
    hospital.charted(`${id}-study`, study, id);
    hospital.film(study, `${id}-number`, { sop: `${study}.1` });
    await hospital.store.save({
      assessmentKey: `key-${id}`,
      tenantId: TENANT,
      patientId: id,
      studyInstanceUid: study,
      imagingStudyReference: undefined,
      evidence: {
        kind: 'unavailable',
        refusal: { reason: 'clipped', detail: '' },
        studyInstanceUid: study,
      },
      assessedAt: hospital.now,
      state: 'current',
    });
  }
  const kept = new Map<string, ImageEvidence>();
  const ports: ChallengerPorts = {
    models: { versions: { ap: 'ap-2' }, precision: 'fp32' },
    store: {
      waiting: async (_, __, most) =>
        hospital.store.all.filter(({ assessmentKey }) => !kept.has(assessmentKey)).slice(0, most),
      keep: async ({ assessmentKey }, _, evidence) => void kept.set(assessmentKey, evidence),
      pairs: async () => [],
    },
    sources: {
      fhir: hospital.fhir,
      archive: {
        findStudies: async () => [],
        listInstances: (study) => hospital.archive.listInstances(study),
        fetchInstance: async ({ sopInstanceUid }) => new Uint8Array(Buffer.from(sopInstanceUid)),
      },
    },
    filmReader: {
      modelVersions: { ap: 'ap-2', lateral: 'lateral-2' },
      trainingData: 'clinical',
      read: async (bytes) => {
        const sopInstanceUid = Buffer.from(bytes).toString();
        const film = hospital.archive.films.find(({ sop }) => sop === sopInstanceUid);
        return {
          kind: 'scored',
          film: {
            identity: {
              studyInstanceUid: film?.study ?? '',
              seriesInstanceUid: '1',
              sopInstanceUid,
              acquiredOn: '2026-06-01',
            },
            view: 'ap',
            viewEvidence: 'test',
            pixelDigest: '',
            score: 1,
            modelVersion: 'ap-2',
            modelId: 'm',
            attention: { rows: 1, columns: 1, values: [0] },
            novelty: 0,
          },
          patient: { patientId: film?.patientId, issuer: undefined, birthDate: undefined, sex: undefined },
        };
      },
    },
    studyReader: {
      combination: { kind: 'absent', reason: 'no-site-fit' },
      cutsOf: { ap: cuts, lateral: cuts },
      trainingData: 'clinical',
    },
    rules: { viewRules: defaultViewRules, acceptsForProcessing: false },
    studyRules: { viewRules: defaultViewRules, cardAgeLimitMonths: 24 },
    issuerSystems: {},
    digestOf: (text) => text,
    onImageRead: async () => undefined,
    clock: () => hospital.now,
  };
  return { hospital, kept, round: () => assessWithChallenger(TENANT, ports, limit, signal) };
}

test('the challenger reads what the champion assessed, once, and no assessment and no writing comes of it', async () => {
  const { hospital, kept, round } = await challenged();
  const before = structuredClone(hospital.store.all);
  expect(await round()).toEqual({ read: 3, unreachable: 0 });
  expect(kept.get('key-a')).toMatchObject({ kind: 'available', outcome: 'flagged', filmScore: 1 });
  expect(await round()).toEqual({ read: 0, unreachable: 0 });
  expect(hospital.store.all).toEqual(before);
});

test('a round takes no more than its share', async () => {
  const { round } = await challenged(2);
  expect([await round(), await round()]).toEqual([
    { read: 2, unreachable: 0 },
    { read: 1, unreachable: 0 },
  ]);
});

test('an archive that is away leaves the study for the next round', async () => {
  const { hospital, kept, round } = await challenged();
  hospital.archive.down = true;
  expect(await round()).toEqual({ read: 0, unreachable: 3 });
  hospital.archive.down = false;
  expect(await round()).toEqual({ read: 3, unreachable: 0 });
  expect(kept.size).toBe(3);
});

test("a film of another person's gives the challenger no score either", async () => {
  const { hospital, kept, round } = await challenged();
  hospital.archive.films = hospital.archive.films.map((film) => ({ ...film, patientId: 'somebody-else' }));
  await round();
  expect(kept.get('key-b')).toMatchObject({ kind: 'unavailable', refusal: { reason: 'identity-mismatch' } });
});
