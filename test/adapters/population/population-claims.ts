import type { Resource } from '@medplum/fhirtypes';
import type { Classify } from '../../../src/adapters/population/flat-rows.ts';
import { shippedViews } from '../../../src/adapters/population/flat-views.ts';
import { populationQuestions } from '../../../src/adapters/population/population-questions.ts';
import { populationStore } from '../../../src/adapters/population/population-store.ts';
import { questions } from '../../../src/adapters/population/questions/all.ts';
import { openAiConsents } from '../../../src/adapters/store/ai-consent-store.ts';
import { screeningLedger } from '../../../src/adapters/store/screening-ledger.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import { populationFacts, type PopulationConcept } from '../../../src/fhir/population/population-facts.ts';
import { followUpClaims } from './follow-up-claims.ts';
import { researchClaims } from './research-claims.ts';
import type { PopulationBatch } from '../../../src/flow/ports/population-feed.ts';
import type { AnswerCell, AnswerPage } from '../../../src/flow/ports/population-questions.ts';
import type { ScreeningRun } from '../../../src/flow/ports/screening-ledger.ts';

const at = new Date('2026-11-01T10:00:00Z');
const today = '2026-11-01';
const everything = { offset: 0, limit: 1000 };

/** Codes of the test's charts; the terminology itself is tested where it stands. */
const conceptOfCode: Readonly<Record<string, PopulationConcept>> = {
  'M81.0': 'osteoporosis',
  '46041': 'osteoporosis-drug',
  '38267-1': 'central-t-score',
  '77080': 'dxa-central',
  '24970-6': 'lumbar-radiograph',
  'Z51.5': 'palliative-care',
};
const classify: Classify = ({ codings }) =>
  codings.flatMap(({ code }) => {
    const concept = conceptOfCode[code];
    return concept === undefined ? [] : [{ concept }];
  });

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const coding = (code: string) => ({ coding: [{ system: 'urn:test', code }] });
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const patient = (id: string, gender: 'female' | 'male', birthDate: string): Resource => ({
  resourceType: 'Patient',
  id,
  gender,
  birthDate,
});
const of = (id: string) => ({ reference: `Patient/${id}` });
const condition = (id: string, code: string): Resource => ({
  resourceType: 'Condition',
  id: `${id}-${code}`,
  subject: of(id),
  code: coding(code),
});
const osteoporosisOf = (id: string): Resource => ({
  resourceType: 'Condition',
  id: `${id}-osteoporosis`,
  subject: of(id),
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'M81.0' }] },
});
const tScore = (id: string, value: number, day: string): Resource => ({
  resourceType: 'Observation',
  id: `${id}-t`,
  status: 'final',
  subject: of(id),
  code: loinc('38267-1'),
  effectiveDateTime: day,
  valueQuantity: { value },
});
const order = (id: string, day: string): Resource => ({
  resourceType: 'ServiceRequest',
  id: `${id}-order`,
  status: 'active',
  intent: 'order',
  subject: of(id),
  authoredOn: day,
  code: coding('77080'),
});
const film = (id: string, uid: string, day: string): Resource => ({
  resourceType: 'ImagingStudy',
  id: `${id}-film`,
  status: 'available',
  subject: of(id),
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${uid}` }],
  started: day,
  modality: [{ code: 'DX' }],
  procedureCode: [loinc('24970-6')],
});

const batch = (resources: readonly Resource[], deleted: readonly string[] = []): PopulationBatch => ({
  resources,
  deleted,
  problems: [],
  position: 'p1',
  progress: { filesDone: 1, filesInAll: 1 },
});

const ADD_ASSESSMENT = statement(
  'test.assessment',
  `INSERT INTO trabecula.assessment (tenant_id, patient_id, assessment_key, study_instance_uid, evidence, model_versions, acquired_on, assessed_at, state)
   VALUES ($1, $2, $3, $4, $5::jsonb, ARRAY['m1'], '2026-01-01', $6, 'current')`,
);

const assess = (database: Database, patientId: string, outcome: string, day: string): Promise<unknown> =>
  database.query(ADD_ASSESSMENT, [
    't',
    patientId,
    `key-${patientId}`,
    `study-${patientId}`,
    JSON.stringify({ kind: 'available', outcome }),
    new Date(day),
  ]);

/**
 * What the population store promises, on whichever engine. The charts: a (70, flagged, nothing done), b (70, flagged,
 * ordered), c (66, flagged, DXA -2.7 after), d (70, osteoporosis, untreated), e (64, flagged), f (70, palliative, flagged),
 * g (man of 71, film not assessed), h (72, DXA on her 70th birthday).
 */
export function populationClaims(open: () => Promise<Database>): void {
  let database: Database;
  beforeAll(async () => {
    database = await open();
    const store = populationStore(database, shippedViews(), classify);
    await store.beginImport('t', 'feed', at);
    await store.applyBatch('t', 'feed', batch(charts), at);
    for (const [id, day] of [
      ['a', '2026-02-01'],
      ['b', '2026-02-01'],
      ['c', '2026-02-01'],
      ['e', '2026-02-01'],
      ['f', '2026-02-01'],
    ] as const) {
      await assess(database, id, 'flagged', day);
    }
  });
  afterAll(() => database.close());

  const ask = async (
    name: string,
    parameters: Record<string, string> = {},
  ): Promise<readonly Readonly<Record<string, AnswerCell>>[]> =>
    (await populationQuestions(database).ask('t', name, parameters, today, everything)).rows;
  const patientsOf = async (name: string): Promise<AnswerCell[]> =>
    (await ask(name)).map((row) => row['patient_id'] ?? null);

  test('the care gap holds who is flagged and of age, without DXA, order, osteoporosis or palliative care', async () => {
    expect(await patientsOf('care-gap')).toEqual(['a']);
  });

  test('the funnel counts each step among the patients of the step before', async () => {
    // Eligible (65+/70+, no palliative care, no osteoporosis before the flag): a, b, c, g, h.
    expect((await ask('funnel')).map(({ patients }) => patients)).toEqual([5, 4, 3, 3, 0, 2, 1, 1]);
  });

  test('untreated osteoporosis: the diagnosis, or a T-score at or below -2.5', async () => {
    expect(
      (await ask('osteoporosis-untreated')).map((row) => [row['patient_id'], row['lowest_t_score']]),
    ).toEqual([
      ['c', -2.7],
      ['d', null],
    ]);
  });

  test('an injection that stands as a procedure is treatment', async () => {
    const store = populationStore(database, shippedViews(), classify);
    const untreated = async () =>
      (await populationQuestions(database).ask('clinic', 'osteoporosis-untreated', {}, today, everything))
        .rows;
    await store.beginImport('clinic', 'feed', at);
    await store.applyBatch(
      'clinic',
      'feed',
      batch([patient('p', 'female', '1950-01-01'), condition('p', 'M81.0')]),
      at,
    );
    expect(await untreated()).toHaveLength(1);
    const given: Resource = {
      resourceType: 'Procedure',
      id: 'p-injection',
      status: 'completed',
      subject: of('p'),
      performedDateTime: '2026-09-01',
      code: coding('46041'),
    };
    await store.applyBatch('clinic', 'feed', batch([given]), at);
    expect(await untreated()).toEqual([]);
  });

  describe('a drug that an entry names by the reference to a Medication alone', () => {
    const prescription: Resource = {
      resourceType: 'MedicationRequest',
      id: 'p-drug',
      status: 'active',
      intent: 'order',
      subject: of('p'),
      authoredOn: '2026-09-01',
      medicationReference: { reference: 'Medication/m' },
    };
    const medication = (code: string): Resource => ({
      resourceType: 'Medication',
      id: 'm',
      code: { coding: [{ system: RXNORM, code }] },
    });
    const importInto = async (tenant: string, ...batches: readonly (readonly Resource[])[]) => {
      const store = populationStore(database, shippedViews(), (resource) => populationFacts(resource, []));
      await store.beginImport(tenant, 'feed', at);
      const chart = [patient('p', 'female', '1950-01-01'), osteoporosisOf('p')];
      for (const resources of [chart, ...batches])
        await store.applyBatch(tenant, 'feed', batch(resources), at);
      return async () =>
        (await populationQuestions(database).ask(tenant, 'osteoporosis-untreated', {}, today, everything))
          .rows;
    };

    test('is treatment, whichever of the two comes first', async () => {
      expect(await (await importInto('drug-1', [prescription], [medication('46041')]))()).toEqual([]);
      expect(await (await importInto('drug-2', [medication('46041')], [prescription]))()).toEqual([]);
      expect(await (await importInto('drug-3', [medication('46041'), prescription]))()).toEqual([]);
    });

    test('is said to be unknown until its Medication is there, and of another kind after', async () => {
      const before = await importInto('drug-4', [prescription]);
      expect(await before()).toMatchObject([{ patient_id: 'p', drug_not_known: true }]);
      const after = await importInto('drug-5', [prescription], [medication('11253')]);
      expect(await after()).toMatchObject([{ patient_id: 'p', drug_not_known: false }]);
    });

    test('follows a Medication that is corrected or deleted', async () => {
      const untreated = await importInto(
        'drug-6',
        [prescription],
        [medication('46041')],
        [medication('11253')],
      );
      expect(await untreated()).toHaveLength(1);
      const store = populationStore(database, shippedViews(), classify);
      await store.applyBatch('drug-6', 'feed', batch([], ['Medication/m']), at);
      expect(await untreated()).toMatchObject([{ drug_not_known: true }]);
    });
  });

  test('a drug treats for 24 months after the day for which it is known, unless the question says otherwise', async () => {
    const store = populationStore(database, shippedViews(), (entry) => populationFacts(entry, []));
    await store.beginImport('held', 'feed', at);
    const drug = { medicationCodeableConcept: { text: 'alendronate' } };
    const order = (id: string, status: 'active' | 'completed', authoredOn?: string): Resource => ({
      resourceType: 'MedicationRequest',
      id: `${id}-drug`,
      status,
      intent: 'order',
      subject: of(id),
      ...(authoredOn !== undefined && { authoredOn }),
      ...drug,
    });
    const stated = (id: string, status: 'active' | 'completed', end?: string): Resource => ({
      resourceType: 'MedicationStatement',
      id: `${id}-drug`,
      status,
      subject: of(id),
      effectivePeriod: { start: '2015-03-01', ...(end !== undefined && { end }) },
      dateAsserted: '2026-06-01',
      ...drug,
    });
    const drugs = {
      'ordered-lately': order('ordered-lately', 'active', '2024-11-02'),
      'ordered-long-ago': order('ordered-long-ago', 'active', '2024-11-01'),
      'active-undated': order('active-undated', 'active'),
      'completed-undated': order('completed-undated', 'completed'),
      'still-taken': stated('still-taken', 'active'),
      'taken-lately': stated('taken-lately', 'completed', '2026-01-01'),
      'taken-once': stated('taken-once', 'completed'),
    };
    const charts = Object.entries(drugs).flatMap(([id, entry]) => [
      patient(id, 'female', '1950-01-01'),
      osteoporosisOf(id),
      entry,
    ]);
    await store.applyBatch('held', 'feed', batch(charts), at);
    const untreated = async (values: Readonly<Record<string, string>>) => {
      const questions = populationQuestions(database);
      const { rows } = await questions.ask('held', 'osteoporosis-untreated', values, today, everything);
      return Object.fromEntries(rows.map((row) => [row['patient_id'], row['last_drug_on']]));
    };
    expect(await untreated({})).toEqual({
      'ordered-long-ago': '2024-11-01',
      'completed-undated': null,
      // Somebody noted this year that she took it in 2015.
      'taken-once': '2015-03-01',
    });
    expect(Object.keys(await untreated({ treatmentMonths: '1' })).toSorted()).toEqual([
      'completed-undated',
      'ordered-lately',
      'ordered-long-ago',
      'still-taken',
      'taken-lately',
      'taken-once',
    ]);
  });

  test('a drug that was stopped treats nobody, and its patient is not "never treated"; hospice that has ended limits nothing', async () => {
    const store = populationStore(database, shippedViews(), (entry) => populationFacts(entry, []));
    await store.beginImport('ended', 'feed', at);
    const stopped = (id: string): Resource => ({
      resourceType: 'MedicationRequest',
      id: `${id}-drug`,
      status: 'stopped',
      intent: 'order',
      subject: of(id),
      authoredOn: '2024-09-01',
      medicationCodeableConcept: { text: 'alendronate' },
    });
    const hospice = (id: string, clinicalStatus: string): Resource => ({
      resourceType: 'Condition',
      id: `${id}-hospice`,
      subject: of(id),
      clinicalStatus: { coding: [{ code: clinicalStatus }] },
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'Z51.5' }] },
    });
    const woman = (id: string) => patient(id, 'female', '1950-01-01');
    await store.applyBatch(
      'ended',
      'feed',
      batch([
        ...[woman('lapsed'), osteoporosisOf('lapsed'), stopped('lapsed')],
        ...[woman('once'), stopped('once')],
        ...[woman('left'), hospice('left', 'resolved')],
        ...[woman('in'), hospice('in', 'active')],
      ]),
      at,
    );
    const asked = async (name: string) =>
      (await populationQuestions(database).ask('ended', name, {}, today, everything)).rows.map(
        ({ patient_id }) => patient_id,
      );
    expect(await asked('osteoporosis-untreated')).toEqual(['lapsed']);
    expect(await asked('eligible-never-tested')).toEqual(['left']);
  });

  test('what no path and no database can read is a problem each, or an empty cell; all else of the batch is kept', async () => {
    const store = populationStore(database, shippedViews(), (entry) => populationFacts(entry, []));
    await store.beginImport('odd', 'feed', at);
    const malformed = [
      { resourceType: 'Condition', id: 'c1', subject: { reference: 5 }, code: { coding: [null] } },
      { resourceType: 'Observation', id: 'o1', status: 'final', component: 5 },
      {
        resourceType: 'Procedure',
        id: 'x1',
        status: 'completed',
        subject: of('p'),
        code: { text: ['a', 'b'] },
      },
      { resourceType: 'Patient', id: 'p\0' },
      { resourceType: 'Patient', id: {} },
    ] as unknown as Resource[];
    const readable = [
      {
        resourceType: 'Patient',
        id: 'p',
        birthDate: '1950-02-30',
        gender: 'fe\0male',
        address: [{ postalCode: '12345' }],
      },
      { ...osteoporosisOf('p'), onsetDateTime: '0000-00-00', recordedDate: '2020' },
      {
        resourceType: 'Coverage',
        id: 'k',
        status: 'active',
        beneficiary: of('p'),
        type: { coding: [{ code: '\ud800' }] },
      },
    ] as unknown as Resource[];
    const { rowsKept, problems } = await store.applyBatch(
      'odd',
      'feed',
      batch([...malformed, ...readable], ['Patient/\0']),
      at,
    );
    expect(rowsKept).toBe(3);
    expect(problems.toSorted()).toEqual(
      ['Condition', 'Observation', 'Patient', 'Patient', 'Procedure'].map(
        (type) => `${type}: could not be read`,
      ),
    );
    expect(await store.importState('odd', 'feed')).toMatchObject({ resources: 8, problems: 5 });
    const [person] = await database.query(
      statement(
        'test.odd',
        `SELECT birth_date, gender, zip3 FROM population.patient WHERE tenant_id = 'odd'`,
      ),
    );
    expect(person).toEqual({ birth_date: null, gender: 'female', zip3: '123' });
  });

  test('lost on the way: not ordered, ordered and not done, result without a plan', async () => {
    expect((await ask('lost-on-the-way')).map((row) => [row['patient_id'], row['lost_at']])).toEqual([
      ['a', 'not ordered'],
      ['b', 'ordered, not done'],
      ['c', 'result without a plan'],
      ['e', 'not ordered'],
    ]);
  });

  test('patients in hospice or palliative care are in no work list', async () => {
    // f is flagged, i has a film that was not assessed; both are palliative.
    for (const name of [
      'lost-on-the-way',
      'films-not-assessed',
      'care-gap',
      'eligible-never-tested',
      'osteoporosis-untreated',
    ])
      expect((await patientsOf(name)).filter((id) => ['f', 'i'].includes(String(id)))).toEqual([]);
  });

  test('a film without an assessment waits for a screening run', async () => {
    expect(await patientsOf('films-not-assessed')).toEqual(['g']);
  });

  test('whom a validation from the record looks at: film and T-score within the window', async () => {
    // c alone has both: film on 1 January, DXA three months later
    expect(await patientsOf('film-and-dxa')).toEqual(['c']);
    expect(await ask('film-and-dxa', { monthsAfter: '2' })).toEqual([]);
  });

  test('yield is PPV among those tested, and the number needed to DXA', async () => {
    const [row] = await ask('yield-by-model');
    expect(row).toMatchObject({ stratum: 'm1', flagged: 5, dxa_done: 1, confirmed: 1, ppv_percent: 100 });
    expect(await ask('number-needed-to-dxa')).toEqual([
      { dxa_with_t_score: 1, confirmed: 1, number_needed: 1 },
    ]);
  });

  test('women of 65 to 75 with a DXA since their 65th birthday', async () => {
    // a, b, c, d, f, h are women of 65 to 75; f is palliative. c and h have a DXA since 65.
    expect(await ask('osw-like')).toEqual([
      // Wilson by hand: (0.4 + 0.384 -+ 1.96 sqrt(0.048 + 0.0384)) / 1.768.
      { denominator: 5, numerator: 2, percent: 40, percent_lower: 11.8, percent_upper: 76.9 },
    ]);
  });

  test.each([...questions.keys()])(
    'the question %s answers, and answers nothing to another tenant',
    async (name) => {
      const counts = (questions.get(name)?.rowsAre ?? 'counts') === 'counts';
      const other = await populationQuestions(database).ask('other', name, {}, today, everything);
      if (!counts) expect(other.rows).toEqual([]);
      else
        for (const row of other.rows)
          expect(Object.values(row).filter((cell) => typeof cell === 'number' && cell !== 0)).toEqual([]);
    },
  );

  test('a page is cut in the store, and the rows in all are told', async () => {
    const answer = await populationQuestions(database).ask('t', 'lost-on-the-way', {}, today, {
      offset: 1,
      limit: 2,
    });
    expect([answer.rows.length, answer.rowsInAll]).toEqual([2, 4]);
  });

  const lostBy = (page: Partial<AnswerPage>) =>
    populationQuestions(database).ask('t', 'lost-on-the-way', {}, today, { offset: 0, limit: 100, ...page });
  const ids = async (page: Partial<AnswerPage>) => (await lostBy(page)).rows.map(({ patient_id: id }) => id);

  test('filters and order are applied before the page is cut; without a value a row meets no filter and comes last', async () => {
    // Only c has a T-score (-2.7); the others follow in one fixed order.
    for (const direction of ['ascending', 'descending'] as const)
      expect(await ids({ sort: { column: 't_score', direction } })).toEqual(['c', 'a', 'b', 'e']);
    expect(await ids({ filters: [{ column: 't_score', is: 'at-most', value: 0 }] })).toEqual(['c']);
    expect(await ids({ filters: [{ column: 't_score', is: 'at-least', value: 0 }] })).toEqual([]);
    const byId = { column: 'patient_id', direction: 'descending' } as const;
    const notOrdered = [{ column: 'lost_at', is: 'equal', value: 'not ordered' }] as const;
    expect(await ids({ sort: byId, filters: notOrdered })).toEqual(['e', 'a']);
    expect(await lostBy({ sort: byId, filters: notOrdered, offset: 1, limit: 1 })).toMatchObject({
      rows: [{ patient_id: 'a' }],
      rowsInAll: 2,
    });
  });

  test('a filter or an order by a column that is not there is refused, not answered with an empty list', async () => {
    const refused = { code: 'bad-request', message: 'the answer has no column "heigth"' };
    await expect(lostBy({ filters: [{ column: 'heigth', is: 'equal', value: 1 }] })).rejects.toMatchObject(
      refused,
    );
    await expect(lostBy({ sort: { column: 'heigth', direction: 'ascending' } })).rejects.toMatchObject(
      refused,
    );
  });

  test('a wrong parameter and an unknown question are named', async () => {
    await expect(ask('care-gap', { asOf: 'yesterday' })).rejects.toThrow(
      '"asOf" must be a day as YYYY-MM-DD',
    );
    await expect(ask('care-gap', { month: '1' })).rejects.toThrow(
      'has no parameter "month"; it has asOf, intervalMonths',
    );
    await expect(ask('nonsense')).rejects.toThrow('there is no question "nonsense"');
  });

  test('the same batch twice, a changed resource, a moved one and a deleted one leave one truth', async () => {
    const store = populationStore(database, shippedViews(), classify);
    const rows = async (): Promise<unknown> =>
      database.query(
        statement(
          'test.conditions',
          `SELECT patient_id, resource_id FROM population.condition WHERE tenant_id = 'x' ORDER BY 1, 2`,
        ),
      );
    await store.beginImport('x', 'feed', at);
    const moved: Resource = {
      ...(condition('one', 'M81.0') as Resource & { resourceType: 'Condition' }),
      subject: of('two'),
    };
    for (const resources of [[condition('one', 'M81.0')], [condition('one', 'M81.0')]])
      await store.applyBatch('x', 'feed', batch(resources), at);
    expect(await rows()).toEqual([{ patient_id: 'one', resource_id: 'one-M81.0' }]);
    await store.applyBatch('x', 'feed', batch([moved]), at);
    expect(await rows()).toEqual([{ patient_id: 'two', resource_id: 'one-M81.0' }]);
    await store.applyBatch('x', 'feed', batch([], ['Condition/one-M81.0']), at);
    expect(await rows()).toEqual([]);
    expect(await store.importState('x', 'feed')).toMatchObject({
      state: 'running',
      position: 'p1',
      resources: 3,
    });
  });

  test.each([
    ['a procedure', { resourceType: 'Procedure', status: 'completed', performedDateTime: '2020-05-01' }],
    ['a report', { resourceType: 'DiagnosticReport', status: 'final', effectiveDateTime: '2020-05-01' }],
    [
      'a report with the day of its issue alone',
      { resourceType: 'DiagnosticReport', status: 'final', issued: '2020-05-01T10:00:00Z' },
    ],
  ])('densitometry that %s alone tells of was done', async (name, dxa) => {
    const store = populationStore(database, shippedViews(), classify);
    const tenantId = `dxa by ${name}`;
    const neverTested = async () =>
      (await populationQuestions(database).ask(tenantId, 'eligible-never-tested', {}, today, everything)).rows
        .length;
    await store.beginImport(tenantId, 'feed', at);
    await store.applyBatch(tenantId, 'feed', batch([patient('w', 'female', '1955-03-01')]), at);
    expect(await neverTested()).toBe(1);
    const resource = { ...dxa, id: 'w-dxa', subject: of('w'), code: coding('77080') } as Resource;
    await store.applyBatch(tenantId, 'feed', batch([resource]), at);
    expect(await neverTested()).toBe(0);
  });

  test('an import that failed leaves statistics of what it brought: without them the questions are planned badly', async () => {
    const store = populationStore(database, shippedViews(), classify);
    const analysed = async (): Promise<unknown> =>
      database.query(
        statement(
          'test.statistics',
          `SELECT DISTINCT tablename::text AS name FROM pg_stats
            WHERE schemaname = 'population' AND tablename IN ('patient', 'film_study') ORDER BY 1`,
        ),
      );
    expect(await analysed()).toEqual([]);
    await store.endImport('t', 'feed', 'failed', undefined, at);
    expect(await analysed()).toEqual([{ name: 'film_study' }, { name: 'patient' }]);
  });

  followUpClaims(() => database);
  researchClaims(() => database);

  test('a patient who refuses is in no list that rests on films, and in those that rest on guidelines', async () => {
    const rowsOf = async (question: string) =>
      (await populationQuestions(database).ask('t', question, {}, today, everything)).rows.map(
        (row) => row['patient_id'],
      );
    const before = await rowsOf('films-not-assessed');
    const [refusing] = before.map(String);
    const consents = openAiConsents(database);
    const denial = { consentId: 'c', effect: 'denies', from: undefined, to: undefined } as const;
    await consents.learn('t', refusing!, [denial], at);
    expect(await rowsOf('films-not-assessed')).toEqual(before.slice(1));
    const flagged = (await rowsOf('care-gap')).map(String)[0]!;
    const eligible = await rowsOf('eligible-never-tested');
    await consents.learn('t', flagged, [denial], at);
    expect(await rowsOf('care-gap')).not.toContain(flagged);
    expect(await rowsOf('eligible-never-tested')).toEqual(eligible);
    await consents.learn('t', refusing!, [], at);
    await consents.learn('t', flagged, [], at);
    expect(await rowsOf('films-not-assessed')).toEqual(before);
  });

  test('a screening run gives each study to one worker; a lease that ran out gives it again; finished is finished', async () => {
    const ledger = screeningLedger(database);
    const run: ScreeningRun = {
      tenantId: 't',
      runId: 'run-1',
      cohort: 'all',
      state: 'running',
      askedBy: 'staff',
      createdAt: at,
    };
    const studies = Array.from({ length: 5 }, (_, i) => ({
      patientId: `s${i}`,
      studyInstanceUid: `2.25.${i}`,
    }));
    expect(await ledger.plan(run, [...studies, studies[0]!])).toBe(5);
    const statistics = await database.query(
      statement(
        'test.item-statistics',
        `SELECT 1 AS one FROM pg_stats WHERE tablename = 'screening_item' LIMIT 1`,
      ),
    );
    expect(statistics).toHaveLength(1);
    const lease = new Date(at.getTime() + 1000);
    const first = await ledger.claim(3, at, lease);
    const second = await ledger.claim(3, at, lease);
    expect([first.length, second.length, (await ledger.claim(3, at, lease)).length]).toEqual([3, 2, 0]);
    expect(new Set([...first, ...second].map(({ patientId }) => patientId)).size).toBe(5);
    for (const item of first) await ledger.finish(item, 'scored', undefined, at);
    const again = await ledger.claim(9, lease, new Date(lease.getTime() + 1000));
    expect(again.map(({ patientId, lostLeases }) => [patientId, lostLeases]).sort()).toEqual(
      second.map(({ patientId }) => [patientId, 1]).sort(),
    );
    await ledger.giveUp(again[0]!, 'archive-unreachable', at);
    await ledger.finish(again[1]!, 'refused', 'implant', at);
    const [progress] = await ledger.progress('t', at);
    expect(progress).toMatchObject({
      studies: 5,
      waiting: 0,
      scored: 3,
      refused: 1,
      setAside: 1,
      finishedLastTenMinutes: 5,
    });
    expect(await ledger.setAside('t', 'run-1')).toMatchObject([{ reason: 'archive-unreachable' }]);
  });

  test('a study that is put back is due later, and counts what it was put back for', async () => {
    const ledger = screeningLedger(database);
    const run: ScreeningRun = {
      tenantId: 't',
      runId: 'run-3',
      cohort: 'one',
      state: 'running',
      askedBy: 'staff',
      createdAt: at,
    };
    await ledger.plan(run, [{ patientId: 's8', studyInstanceUid: '2.25.8' }]);
    const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
    const take = async (minutes: number) => (await ledger.claim(1, later(minutes), later(minutes + 15)))[0];
    const counts = { attempts: 0, outages: 0, lostLeases: 0 };
    const first = await take(0);
    expect(first).toMatchObject(counts);
    await ledger.putBack(first!, 'internal', 'attempt', later(1));
    expect(await take(0)).toBeUndefined();
    const second = await take(1);
    expect(second).toMatchObject({ ...counts, attempts: 1 });
    await ledger.putBack(second!, 'upstream-unavailable', 'outage', later(2));
    const third = await take(2);
    expect(third).toMatchObject({ ...counts, attempts: 1, outages: 1 });
    await ledger.putBack(third!, 'stopped', 'nothing', later(3));
    await take(3);
    // The worker of the fourth lease dies: after 15 minutes the study is due again.
    expect(await take(17)).toBeUndefined();
    expect(await take(18)).toMatchObject({ attempts: 1, outages: 1, lostLeases: 1 });
    await ledger.setState('t', 'run-3', 'cancelled');
  });

  test('a paused run gives nothing until it is resumed; a cancelled one never again', async () => {
    const ledger = screeningLedger(database);
    const run: ScreeningRun = {
      tenantId: 't',
      runId: 'run-2',
      cohort: 'one',
      state: 'running',
      askedBy: 'staff',
      createdAt: at,
    };
    await ledger.plan(run, [{ patientId: 's9', studyInstanceUid: '2.25.9' }]);
    expect(await ledger.setState('t', 'run-2', 'paused')).toBe(true);
    expect(await ledger.claim(9, at, at)).toEqual([]);
    await ledger.setState('t', 'run-2', 'running');
    expect(await ledger.claim(9, at, at)).toHaveLength(1);
    await ledger.setState('t', 'run-2', 'cancelled');
    expect(await ledger.setState('t', 'run-2', 'running')).toBe(false);
  });
}

const charts: readonly Resource[] = [
  ...['a', 'b', 'd', 'f'].map((id) => patient(id, 'female', '1956-05-01')),
  {
    ...patient('c', 'female', '1960-05-01'),
    address: [{ use: 'home', postalCode: '94110-1234' }],
  } as Resource,
  patient('e', 'female', '1962-05-01'),
  patient('g', 'male', '1955-05-01'),
  patient('h', 'female', '1954-05-01'),
  patient('i', 'male', '1980-05-01'),
  order('b', '2026-03-01'),
  tScore('c', -2.7, '2026-04-01'),
  condition('d', 'M81.0'),
  condition('f', 'Z51.5'),
  condition('i', 'Z51.5'),
  condition('a', 'I10'),
  tScore('h', -1.1, '2024-05-01'),
  ...['a', 'b', 'c', 'e', 'f', 'g', 'i'].map((id) => film(id, `study-${id}`, '2026-01-01')),
];
