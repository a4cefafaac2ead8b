import { createHash } from 'node:crypto';
import type { ScoredFilm, View } from '../../src/core/film/film.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import { assessPatient, type AssessPatientPorts } from '../../src/flow/assess-patient.ts';
import type { PatientSources } from '../../src/flow/patient-sources.ts';
import type { FilmReader, FilmReading } from '../../src/flow/ports/film-reader.ts';
import { Hospital, TENANT } from '../fakes/hospital.ts';

const signal = new AbortController().signal;
const cuts = { flaggedAtOrAbove: 0, uncertainAtOrAbove: -1 };

/** The archive hands out "study/sop/patient" as bytes; the reader scores by view, or refuses what it is told to. */
function readerOf(hospital: Hospital, version = 'v1', refuse?: 'implant'): FilmReader {
  return {
    modelVersions: { ap: version, lateral: version },
    trainingData: 'simulated',
    read: (bytes): Promise<FilmReading> => {
      const sop = Buffer.from(bytes).toString();
      const film = hospital.archive.films.find((each) => each.sop === sop);
      if (film === undefined) throw new TypeError(`no film ${sop}`);
      const view: View = film.view === 'LL' ? 'lateral' : 'ap';
      const identity = {
        studyInstanceUid: film.study,
        seriesInstanceUid: '1.2',
        sopInstanceUid: sop,
        acquiredOn: '2026-06-01',
      };
      const patient = { patientId: film.patientId, issuer: undefined, birthDate: undefined, sex: undefined };
      if (refuse)
        return Promise.resolve({
          kind: 'refused',
          identity,
          view,
          refusal: { reason: refuse, detail: 'metal' },
          patient,
        });
      return Promise.resolve({ kind: 'scored', film: scored(identity, view, version), patient });
    },
  };
}

const scored = (identity: ScoredFilm['identity'], view: View, modelVersion: string): ScoredFilm => ({
  identity,
  view,
  viewEvidence: 'ViewPosition',
  pixelDigest: identity.sopInstanceUid,
  score: 0.5,
  modelVersion,
  modelId: view,
  attention: { rows: 1, columns: 1, values: [0] },
  novelty: 0,
});

function portsOf(hospital: Hospital, filmReader: FilmReader): AssessPatientPorts {
  return {
    filmReader,
    studyReader: {
      combination: { kind: 'absent', reason: 'no-site-fit' },
      cutsOf: { ap: cuts, lateral: cuts },
      trainingData: 'simulated',
    },
    rules: { viewRules: defaultViewRules, acceptsForProcessing: false },
    digestOf: (text) => createHash('sha256').update(text).digest('hex'),
    onImageRead: () => Promise.resolve(),
    store: hospital.store,
    optOuts: hospital.optOuts,
    settings: {
      studyRules: { viewRules: defaultViewRules, cardAgeLimitMonths: 24 },
      issuerSystems: {},
      policyVersion: 'p1',
      intentsOf: () => ['write-assessment'],
    },
    clock: () => hospital.now,
  };
}

function hospitalWithFilms(): Hospital {
  const hospital = new Hospital();
  hospital.patient('anna', 'A-1', { birthDate: '1950-03-01', gender: 'female' });
  hospital.charted('film-study', '2.25.7', 'anna');
  for (const [sop, view] of [
    ['2.25.71', 'AP'],
    ['2.25.72', 'LL'],
  ] as const) {
    hospital.archive.store({ study: '2.25.7', sop, patientId: 'A-1', view });
  }
  return hospital;
}

/** The hospital's archive with films to fetch: the "file" of a film is its SOP Instance UID. */
const sourcesOf = ({ fhir, archive }: Hospital): PatientSources => ({
  fhir,
  archive: {
    findStudies: (query) => (query.by === 'patient' ? Promise.resolve([]) : archive.findStudies(query)),
    listInstances: (study) => archive.listInstances(study),
    fetchInstance: ({ sopInstanceUid }) => Promise.resolve(new Uint8Array(Buffer.from(sopInstanceUid))),
  },
});

const request = { tenantId: TENANT, patientId: 'anna', studyInstanceUid: undefined };
const assess = (hospital: Hospital, reader = readerOf(hospital)) =>
  assessPatient(request, sourcesOf(hospital), portsOf(hospital, reader), signal);

test('from a chart to a stored assessment: both views, under the patient, and the same when done again', async () => {
  const hospital = hospitalWithFilms();
  expect(await assess(hospital)).toMatchObject({
    kind: 'assessed',
    assessment: {
      patientId: 'anna',
      studyInstanceUid: '2.25.7',
      // born on 1 March 1950, assessed on 15 June 2026
      person: { ageYears: 76, sex: 'female' },
      evidence: { kind: 'available', outcome: 'flagged', films: { length: 2 } },
    },
  });
  await assess(hospital);
  expect(hospital.store.all).toHaveLength(1);
});

test('a late lateral view and another model version each supersede the earlier assessment', async () => {
  const hospital = hospitalWithFilms();
  const lateral = hospital.archive.films.pop();
  await assess(hospital);
  hospital.archive.films.push(lateral!);
  await assess(hospital);
  await assess(hospital, readerOf(hospital, 'v2'));
  expect(hospital.store.all.map(({ state }) => state)).toEqual(['superseded', 'superseded', 'current']);
});

test("a film of another person's makes the study unavailable: no score reaches this chart", async () => {
  const hospital = hospitalWithFilms();
  hospital.archive.films = hospital.archive.films.map((film) =>
    film.view === 'LL' ? { ...film, patientId: 'B-9' } : film,
  );
  const outcome = await assess(hospital);
  expect(outcome).toMatchObject({
    kind: 'assessed',
    assessment: { evidence: { kind: 'unavailable', refusal: { reason: 'identity-mismatch' } } },
  });
});

test('a refused film is stored with its reason, and read again by another model', async () => {
  const hospital = hospitalWithFilms();
  await assess(hospital, readerOf(hospital, 'v1', 'implant'));
  await assess(hospital, readerOf(hospital, 'v1', 'implant'));
  expect(hospital.store.all).toMatchObject([
    { evidence: { kind: 'unavailable', refusal: { reason: 'implant' } } },
  ]);
  await assess(hospital, readerOf(hospital, 'v2'));
  expect(hospital.store.all.map(({ state }) => state)).toEqual(['superseded', 'current']);
});

test('an archive that is down is worth another try and stores nothing', async () => {
  const hospital = hospitalWithFilms();
  hospital.archive.down = true;
  expect(await assess(hospital)).toMatchObject({
    kind: 'nothing',
    mayPass: true,
    evidence: { refusal: { reason: 'archive-unreachable' } },
  });
  expect(hospital.store.all).toEqual([]);
});

test('an unknown patient is an error; a merged record and a patient who opted out are left alone', async () => {
  const hospital = hospitalWithFilms();
  const unknown = assessPatient(
    { ...request, patientId: 'nobody' },
    sourcesOf(hospital),
    portsOf(hospital, readerOf(hospital)),
    signal,
  );
  await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
  hospital.optOuts.listed.add('anna');
  expect(await assess(hospital)).toMatchObject({
    kind: 'nothing',
    mayPass: false,
    evidence: { refusal: { reason: 'opted-out' } },
  });
  hospital.optOuts.listed.clear();
  hospital.patient('anna', 'A-1', { link: [{ type: 'replaced-by', other: { reference: 'Patient/bea' } }] });
  expect(await assess(hospital)).toMatchObject({ kind: 'nothing', mayPass: false });
  expect(hospital.store.all).toEqual([]);
});

test('a Consent in the chart that denies it keeps films from being assessed, and no longer when it has ended', async () => {
  const hospital = hospitalWithFilms();
  hospital.consent('no', 'anna', 'active');
  expect(await assess(hospital)).toMatchObject({
    kind: 'nothing',
    evidence: { refusal: { reason: 'opted-out' } },
  });
  expect(hospital.store.all).toEqual([]);
  hospital.consent('no', 'anna', 'inactive');
  expect(await assess(hospital)).toMatchObject({ kind: 'nothing' });
  await hospital.optOuts.learn(TENANT, 'anna', []);
  expect(await assess(hospital)).toMatchObject({ kind: 'assessed' });
});
