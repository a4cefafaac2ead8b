import { populationQuestions } from '../../src/adapters/population/population-questions.ts';
import { populationTables } from '../../src/compose/population-tables.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { screeningLedger } from '../../src/adapters/store/screening-ledger.ts';
import { archiveFilms } from '../../src/flow/arrivals/archive-films.ts';
import { importPopulation } from '../../src/flow/import-population.ts';
import { planScreening } from '../../src/flow/plan-screening.ts';
import type { ImageArchive } from '../../src/flow/ports/image-archive.ts';
import type { PopulationBatch, PopulationFeed } from '../../src/flow/ports/population-feed.ts';
import { Hospital, TENANT } from '../fakes/hospital.ts';

const today = new Date('2025-03-04T12:00:00Z');

/** The charts of the archive under contract: of P1 only, and without any ImagingStudy. */
function chartsOf(): Hospital {
  const hospital = new Hospital();
  hospital.patient('ann', 'P1', { birthDate: '1955-04-05', gender: 'female' });
  return hospital;
}

const feedOf = (archive: ImageArchive, since: string, hospital = chartsOf()): PopulationFeed => {
  const { studyRules, filmRules, issuerSystems, fhir } = hospital.ports;
  return archiveFilms(since, { archive, fhir, studyRules, filmRules, issuerSystems, clock: () => today });
};

async function batchesOf(feed: PopulationFeed, position?: string): Promise<PopulationBatch[]> {
  const batches: PopulationBatch[] = [];
  for await (const batch of feed.open(position, new AbortController().signal)) batches.push(batch);
  return batches;
}

/** How films that only the archive knows come into a screening run, from an archive that holds CONTRACT_FILMS. */
export function describeArchiveFilms(name: string, opened: () => ImageArchive): void {
  describe(`films known to ${name} alone`, () => {
    test('a run since a day takes the film of the patient whose it is, though no chart names it', async () => {
      const database = await openDatabase({ kind: 'memory' });
      const store = populationTables(database, []);
      const hospital = chartsOf();
      const charts: PopulationFeed = {
        name: 'charts',
        async *open() {
          const batch = { resources: hospital.fhir.resources, deleted: [], problems: [], position: '1' };
          yield await Promise.resolve({ ...batch, progress: { filesDone: 1, filesInAll: 1 } });
        },
      };
      const ports = {
        store,
        optOuts: { learnImported: () => Promise.resolve() },
        clock: () => today,
        onProgress: () => undefined,
      };
      const { signal } = new AbortController();
      await importPopulation(TENANT, charts, ports, signal);
      const planning = {
        questions: populationQuestions(database),
        ledger: screeningLedger(database),
        clock: () => today,
        newId: () => 'run',
      };
      const request = { tenantId: TENANT, askedBy: 'staff', filmMonths: 24, patientIds: undefined };
      const since = { ...request, filmsSince: '2025-03-01' };
      await expect(planScreening(since, planning)).rejects.toMatchObject({ code: 'conflict' });
      await importPopulation(TENANT, feedOf(opened(), '2025-02-27'), ports, signal);
      expect(await planScreening(since, planning)).toMatchObject({ patients: 1, studies: 1 });
      const [item] = await planning.ledger.claim(1, today, today);
      expect(item).toMatchObject({ patientId: 'ann', studyInstanceUid: '1.2.826.0.1.1' });
      const later = { ...request, filmsSince: '2025-03-02' };
      await expect(planScreening(later, planning)).rejects.toMatchObject({ code: 'conflict' });
      await database.close();
    });

    test('day by day to today; a broken import goes on after the last day that was done', async () => {
      const days = (batches: readonly PopulationBatch[]) => batches.map(({ position }) => position);
      const feed = feedOf(opened(), '2025-03-01');
      const batches = await batchesOf(feed);
      expect(days(batches)).toEqual(['2025-03-01', '2025-03-02', '2025-03-03', '2025-03-04']);
      expect(batches.map(({ resources }) => resources.length)).toEqual([1, 0, 0, 0]);
      expect(days(await batchesOf(feed, '2025-03-02'))).toEqual(['2025-03-03', '2025-03-04']);
    });

    test('a lumbar film that fits no chart is said, without a word of the patient', async () => {
      const feed = feedOf(opened(), '2025-03-01', new Hospital());
      expect(
        (await batchesOf(feed)).flatMap(({ resources, problems }) => [...resources, ...problems]),
      ).toEqual(['2025-03-01: a lumbar study belongs to no chart: no chart has the patient identifier']);
    });
  });
}
