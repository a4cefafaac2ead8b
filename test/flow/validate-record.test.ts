import type { MedicationRequest, Observation, Patient } from '@medplum/fhirtypes';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import type { FilmReading } from '../../src/flow/ports/film-reader.ts';
import type { JournalEntry } from '../../src/flow/ports/validation-journal.ts';
import { validateRecord, type RecordValidationPorts } from '../../src/flow/validate-record.ts';
import { rules, setting } from '../core/validation/simulated-site.ts';
import { Hospital, TENANT } from '../fakes/hospital.ts';

const tenant = { id: TENANT, fhirBaseUrl: 'https://ehr.example.org/fhir' };
const signal = new AbortController().signal;

/** A hospital of people p0, p1, ... with a film and a DXA of the same day; every third has osteoporosis. */
class Site {
  readonly hospital = new Hospital();
  readonly journal: JournalEntry[] = [];
  readonly filmsRead: string[] = [];
  people: string[] = [];
  optedOut: string[] = [];
  /** Films whose score is high; all others are low. */
  readonly high = new Set<string>();
  onFilm = (): void => undefined;

  constructor(count: number) {
    for (let i = 0; i < count; i++) this.add(`p${i}`, i % 3 === 0 ? -2.8 : -1.5);
  }

  add(id: string, tScore: number, given: Partial<Patient> = {}): void {
    this.people.push(id);
    this.hospital.patient(id, `${id}-number`, { birthDate: '1950-01-01', gender: 'female', ...given });
    this.measure(id, tScore, '2026-06-01');
    this.film(id, `2.25.${this.people.length}`);
  }

  measure(id: string, tScore: number, effectiveDateTime: string): void {
    const observation: Observation = {
      resourceType: 'Observation',
      id: `${id}-${effectiveDateTime}`,
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '38267-1' }] },
      subject: { reference: `Patient/${id}` },
      effectiveDateTime,
      valueQuantity: { value: tScore },
    };
    this.hospital.fhir.put(observation, this.hospital.now.toISOString());
  }

  film(id: string, study: string, patientNumber = `${id}-number`): void {
    this.hospital.charted(`${id}-${study}`, study, id);
    this.hospital.film(study, patientNumber, { sop: `${study}.1` });
  }

  treat(id: string, authoredOn: string): void {
    const request: MedicationRequest = {
      resourceType: 'MedicationRequest',
      id: `${id}-drug`,
      status: 'active',
      intent: 'order',
      authoredOn,
      subject: { reference: `Patient/${id}` },
      medicationCodeableConcept: { text: 'alendronate 70 mg tablet' },
    };
    this.hospital.fhir.put(request, this.hospital.now.toISOString());
  }

  validate(stop = signal) {
    const site = { tenant, rules, setting, precision: 'fp32' as const };
    return validateRecord(site, this.ports(), 2, stop);
  }

  private ports(): RecordValidationPorts {
    const { fhir, archive } = this.hospital;
    const { people, journal, optedOut } = this;
    return {
      people: async function* () {
        yield* people;
      },
      journal: {
        entries: [...journal],
        append: async (entry) => void journal.push(JSON.parse(JSON.stringify(entry)) as JournalEntry),
      },
      sources: {
        fhir: {
          read: (type, id) => fhir.read(type, id),
          // The fake knows no code: the chart's own reading sorts the observations out.
          search: (type, { patient = '' }) => fhir.search(type, { patient: patient.replace('Patient/', '') }),
        },
        archive: {
          findStudies: async () => [],
          listInstances: (study) => archive.listInstances(study),
          fetchInstance: async ({ sopInstanceUid }) => new Uint8Array(Buffer.from(sopInstanceUid)),
        },
      },
      filmReader: {
        modelVersions: { ap: 'a'.repeat(64), lateral: 'b'.repeat(64) },
        trainingData: 'clinical',
        read: async (bytes) => this.reading(Buffer.from(bytes).toString()),
      },
      studyReader: {
        combination: { kind: 'absent', reason: 'no-site-fit' },
        cutsOf: {
          ap: { flaggedAtOrAbove: 0, uncertainAtOrAbove: 0 },
          lateral: { flaggedAtOrAbove: 0, uncertainAtOrAbove: 0 },
        },
        trainingData: 'clinical',
      },
      rules: { viewRules: defaultViewRules, acceptsForProcessing: false },
      studyRules: { viewRules: defaultViewRules, cardAgeLimitMonths: 24 },
      issuerSystems: {},
      localCodes: [],
      digestOf: (text) => text,
      isOptedOut: (patientId) => optedOut.includes(patientId),
      onImageRead: async () => undefined,
      onPersonDone: () => undefined,
      clock: () => this.hospital.now,
    };
  }

  private reading(sop: string): FilmReading {
    this.filmsRead.push(sop);
    this.onFilm();
    const film = this.hospital.archive.films.find((each) => each.sop === sop);
    const identity = {
      studyInstanceUid: film?.study ?? '',
      seriesInstanceUid: '1',
      sopInstanceUid: sop,
      acquiredOn: '2026-06-01',
    };
    return {
      kind: 'scored',
      film: {
        identity,
        view: 'ap',
        viewEvidence: 'test',
        pixelDigest: sop,
        score: this.high.has(identity.studyInstanceUid) ? 1 : 0,
        modelVersion: 'a'.repeat(64),
        modelId: 'm',
        attention: { rows: 1, columns: 1, values: [0] },
        novelty: 0,
        acquisition: { manufacturer: 'Maker', modelName: undefined, tubeVoltageKv: undefined },
      },
      patient: { patientId: film?.patientId, issuer: undefined, birthDate: undefined, sex: undefined },
    };
  }
}

test('people with film and DXA are found in chart and archive, paired and reported as from a folder', async () => {
  const site = new Site(12);
  // studies 2.25.1, 2.25.4, 2.25.7, 2.25.10 are of people with osteoporosis
  for (const study of ['2.25.1', '2.25.4', '2.25.2']) site.high.add(study);
  const { report, people } = await site.validate();
  expect(people).toBe(12);
  expect(report.found).toBe('12 people with a DXA in the record');
  expect(report.pairing).toMatchObject({ studies: 12, analysed: 12, excluded: {} });
  expect(report.scores[0]!.accuracy).toMatchObject({
    table: { truePositives: 2, falseNegatives: 2, falsePositives: 1, trueNegatives: 7 },
  });
  expect(report.models.versions.ap).toBe('a'.repeat(64));
  expect(report.scores[0]!.subgroups.find((s) => s.attribute === 'manufacturer')?.groups).toMatchObject([
    { name: 'Maker', people: 12 },
  ]);
});

test('everybody who is left out is counted with the reason, in people and in studies', async () => {
  const site = new Site(12);
  site.add('treated', -2.9);
  site.measure('treated', -2.9, '2026-06-20');
  site.hospital.fhir.resources.splice(
    site.hospital.fhir.resources.findIndex(({ id }) => id === 'treated-2026-06-01'),
    1,
  );
  site.treat('treated', '2026-06-10');
  site.add('swapped', -2.9);
  site.hospital.archive.films = site.hospital.archive.films.map((film) =>
    film.patientId === 'swapped-number' ? { ...film, patientId: 'somebody-else' } : film,
  );
  site.add('twice', -2.9);
  site.film('twice', '2.25.99');
  site.add('long-ago', -2.9);
  site.hospital.fhir.resources.splice(
    site.hospital.fhir.resources.findIndex(({ id }) => id === 'long-ago-2026-06-01'),
    1,
  );
  site.measure('long-ago', -2.9, '2020-01-01');
  site.add('merged', -2.9, { link: [{ type: 'replaced-by', other: { reference: 'Patient/p1' } }] });
  site.add('declined', -2.9);
  site.optedOut.push('declined');
  site.people.push('p1', 'nobody');
  const { report, people } = await site.validate();
  expect(people).toBe(19);
  expect(report.found).toBe(
    '19 people with a DXA in the record; left out: 1 whose record was merged into another, 1 who are not to be assessed, 1 whose record is gone',
  );
  // 12 and one of the two studies of "twice"
  expect(report.pairing).toMatchObject({
    studies: 17,
    analysed: 13,
    excluded: {
      'treatment-between': 1,
      'identity-mismatch': 1,
      'other-pair-nearer': 1,
      'dxa-outside-window': 1,
    },
  });
  // their charts and films are never opened
  expect(site.filmsRead.filter((sop) => /^2\.25\.1[78]\./.test(sop))).toEqual([]);
});

test('a validation that was ended goes on where it stood: nobody is read twice, and the report is the same', async () => {
  const whole = await new Site(12).validate();
  const site = new Site(12);
  const stop = new AbortController();
  site.onFilm = () => site.filmsRead.length >= 5 && stop.abort();
  await expect(site.validate(stop.signal)).rejects.toThrow();
  const kept = site.journal.length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(12);
  site.onFilm = () => undefined;
  const readBefore = site.filmsRead.length;
  expect((await site.validate()).report).toEqual(whole.report);
  expect(site.filmsRead.length - readBefore).toBe(12 - kept);
});

test('who could not be reached is tried once more, then counted and left to a later start', async () => {
  const site = new Site(12);
  const { archive } = site.hospital;
  const listInstances = archive.listInstances.bind(archive);
  let failures = 0;
  archive.listInstances = (study) => {
    const isDown = study === '2.25.5' || (study === '2.25.6' && failures < 1);
    if (!isDown) return listInstances(study);
    failures += 1;
    archive.down = true;
    try {
      return listInstances(study);
    } finally {
      archive.down = false;
    }
  };
  const { report, unreachable } = await site.validate();
  expect(unreachable).toBe(1);
  expect(report.pairing.analysed).toBe(11);
  expect(report.found).toContain('left out: 1 whose chart or films could not be read');
  archive.listInstances = listInstances;
  expect((await site.validate()).report.pairing.analysed).toBe(12);
});

test('an archive that is away ends the validation with what to do, and nobody is counted as refused', async () => {
  const site = new Site(25);
  site.hospital.archive.down = true;
  await expect(site.validate()).rejects.toThrow('run the command again to go on');
  expect(site.journal).toEqual([]);
});
