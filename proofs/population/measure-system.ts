/**
 * One size of the synthetic health system on one engine, in a process of its own so that its peak memory is its own:
 * imports it, imports 1 % again, asks every question three times, and sends what it measured to its parent.
 */
import { createHash } from 'node:crypto';
import { populationQuestions } from '../../src/adapters/population/population-questions.ts';
import { populationTables } from '../../src/compose/population-tables.ts';
import { openDatabase } from '../../src/adapters/store/open-database.ts';
import { importPopulation } from '../../src/flow/import-population.ts';
import { insertAssessments } from './bulk-assessments.ts';
import type { MeasuredSystem, SystemSettings } from './measured-system.ts';
import { syntheticFeed } from './synthetic-health-system.ts';

const tenantId = 'synthetic';
const today = '2026-11-01';
const filmShare = 0.3;
/** The largest page of the API. */
const page = { offset: 0, limit: 1000 };

const settings = JSON.parse(process.argv[2] ?? '') as SystemSettings;
const { patients, seed } = settings;
const database = await openDatabase(settings.location);
const store = populationTables(database, []);
const questions = populationQuestions(database);

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  const from = performance.now();
  const result = await work();
  return { result, ms: performance.now() - from };
}

const importPatients = (from: number, to: number) =>
  timed(() =>
    importPopulation(
      tenantId,
      syntheticFeed(from, to, seed, filmShare),
      {
        store,
        optOuts: { learnImported: () => Promise.resolve() },
        clock: () => new Date(),
        onProgress: () => undefined,
      },
      new AbortController().signal,
    ),
  );

async function askAll(): Promise<Pick<MeasuredSystem, 'questionMs' | 'answers' | 'careGap'>> {
  const questionMs: Record<string, number> = {};
  const answers: Record<string, string> = {};
  let careGap = 0;
  for (const { name } of questions.list()) {
    const runs = [];
    for (let run = 0; run < 3; run++)
      runs.push(await timed(() => questions.ask(tenantId, name, {}, today, page)));
    questionMs[name] = Math.round(runs.map(({ ms }) => ms).toSorted((a, b) => a - b)[1] ?? Infinity);
    const answer = runs[0]?.result;
    answers[name] = createHash('sha256')
      .update(JSON.stringify([answer?.rowsInAll, answer?.rows]))
      .digest('hex')
      .slice(0, 16);
    if (name === 'care-gap') careGap = answer?.rowsInAll ?? 0;
  }
  return { questionMs, answers, careGap };
}

const first = await importPatients(0, patients);
const assessments = await insertAssessments(database, tenantId, { patients, seed, filmShare });
const incrementalPatients = Math.ceil(patients / 100);
const again = await importPatients(0, incrementalPatients);
const asked = await askAll();
await database.close();

const [slowestQuestion, slowestQuestionMs] = Object.entries(asked.questionMs).reduce((a, b) =>
  b[1] > a[1] ? b : a,
);
const measured: MeasuredSystem = {
  engine: database.engine,
  patients,
  resources: first.result.resources,
  assessments,
  importSeconds: Math.round(first.ms / 100) / 10,
  patientsImportedPerSecond: Math.round((patients / first.ms) * 1000),
  incrementalPatients,
  incrementalSeconds: Math.round(again.ms / 10) / 100,
  peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  slowestQuestion,
  slowestQuestionMs,
  ...asked,
};
process.send?.(measured);
