import { TrabeculaError } from '../../src/errors.ts';
import type { ScreeningRequest } from '../../src/flow/plan-screening.ts';
import type { ListedQuestion, PopulationQuestions } from '../../src/flow/ports/population-questions.ts';
import type { AttestedDxa, PopulationStore } from '../../src/flow/ports/population-store.ts';
import type { ScreeningLedger, ScreeningRun } from '../../src/flow/ports/screening-ledger.ts';
import type { ImportSource, PopulationApi } from '../../src/http/population/population-routes.ts';

/** Ports of the population API that remember what they were asked: five patients, one run with studies waiting. */
export interface PopulationInMemory {
  readonly ports: Pick<
    PopulationApi,
    'questions' | 'ledger' | 'planScreening' | 'lookAhead' | 'lookAhead' | 'store' | 'startImport'
  >;
  readonly asked: unknown[];
  readonly planned: ScreeningRequest[];
  readonly states: unknown[];
  readonly imports: (readonly [string, ImportSource])[];
  readonly attested: AttestedDxa[];
}

const listed: readonly ListedQuestion[] = [
  { name: 'gaps', title: 'Gaps', description: '', parameters: [], rowsAre: 'patients' },
  { name: 'counts', title: 'Counts', description: '', parameters: [], rowsAre: 'counts' },
];

export function populationInMemory(now: Date): PopulationInMemory {
  const asked: unknown[] = [];
  const planned: ScreeningRequest[] = [];
  const states: unknown[] = [];
  const imports: (readonly [string, ImportSource])[] = [];
  const attested: AttestedDxa[] = [];
  const run: ScreeningRun = {
    tenantId: 'north',
    runId: 'run-1',
    cohort: 'all',
    state: 'running',
    askedBy: 'staff-1',
    createdAt: now,
  };
  const ports: PopulationInMemory['ports'] = {
    questions: rememberingQuestions(asked),
    ledger: oneRun(run, states),
    planScreening: (request) => {
      planned.push(request);
      return Promise.resolve({ run, patients: 1, studies: 1, listedWithoutFilm: 0 });
    },
    lookAhead: () =>
      Promise.resolve({ patients: 2, studies: 3, listedWithoutFilm: 1, secondsPerStudy: 4, hours: 1 / 300 }),
    store: attestationsOnly(attested),
    startImport: (tenantId, source) => Promise.resolve(void imports.push([tenantId, source])),
  };
  return { ports, asked, planned, states, imports, attested };
}

function rememberingQuestions(asked: unknown[]): PopulationQuestions {
  return {
    list: () => listed,
    ask(tenantId, name, parameters, today, page) {
      const question = listed.find((one) => one.name === name);
      if (question === undefined)
        return Promise.reject(new TrabeculaError('not-found', `there is no question "${name}"`));
      asked.push({ tenantId, name, parameters, today, page });
      const all =
        question.rowsAre === 'patients'
          ? Array.from({ length: 5 }, (_, index) => ({ patient_id: `p${index}` }))
          : [{ stratum: 'all', flagged: 12 }];
      return Promise.resolve({
        question,
        parameters: {},
        columns: Object.keys(all[0] ?? {}),
        rows: all.slice(page.offset, page.offset + page.limit),
        rowsInAll: all.length,
      });
    },
  };
}

/** As the port promises: a run that is not there changes no state. */
const oneRun = (run: ScreeningRun, states: unknown[]): ScreeningLedger => ({
  plan: uncalled,
  claim: uncalled,
  finish: uncalled,
  putBack: uncalled,
  giveUp: uncalled,
  setState(tenantId, runId, state) {
    if (runId !== run.runId) return Promise.resolve(false);
    states.push([tenantId, runId, state]);
    return Promise.resolve(true);
  },
  progress: () =>
    Promise.resolve([
      { run, studies: 60, waiting: 40, scored: 20, refused: 0, setAside: 0, finishedLastTenMinutes: 20 },
    ]),
  secondsPerStudy: uncalled,
  setAside: () => Promise.resolve([]),
});

const attestationsOnly = (attested: AttestedDxa[]): PopulationStore => ({
  imports: () => Promise.resolve([]),
  importState: uncalled,
  beginImport: uncalled,
  applyBatch: uncalled,
  endImport: uncalled,
  renewStatistics: () => Promise.resolve(),
  attestDxa: (attestation) => Promise.resolve(void attested.push(attestation)),
});

const uncalled = (): never => {
  throw new Error('the population API does not call this');
};
