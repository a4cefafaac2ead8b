import { TrabeculaError } from '../errors.ts';
import {
  quietStudies,
  readArrivalState,
  withBatch,
  withFailure,
  withoutOld,
  withPlaced,
  writeArrivalState,
  type ArrivalRules,
  type ArrivalState,
} from './arrivals/arrival-state.ts';
import { placeStudy, type PlaceStudyPorts } from './arrivals/place-study.ts';
import type { ArrivalFeed } from './ports/arrival-feed.ts';
import type { Cursors } from './ports/cursors.ts';

export interface WatchArchivePorts extends PlaceStudyPorts {
  readonly feed: ArrivalFeed;
  readonly cursors: Cursors;
  readonly rules: ArrivalRules;
}

/** What one round did, for the log and the metrics: counts only. */
export interface ArrivalReport {
  readonly reported: number;
  readonly asked: number;
  readonly withdrawn: number;
  readonly withoutFilm: number;
  /** Studies whose patient no chart, or more than one, answers to. */
  readonly unmatched: number;
  readonly failed: number;
  readonly givenUp: number;
  /** Studies that are still growing or are to be tried again. */
  readonly waiting: number;
}

/**
 * One round of the watch over a tenant's archive, to be repeated every half minute or so: takes in what came, waits
 * until a study is quiet, then asks for its assessment ahead of any hook. The cursor moves with what is waiting, in
 * one text, before anything is done: a process that dies between two steps does a study again, never skips it.
 *
 * Throws TrabeculaError "upstream-unavailable" when the feed itself cannot be read; trouble with one study is counted.
 */
export async function watchArchive(
  tenantId: string,
  ports: WatchArchivePorts,
  asOf: Date,
  signal: AbortSignal,
): Promise<ArrivalReport> {
  const cursor = `arrivals:${ports.feed.name}`;
  const save = (state: ArrivalState) => ports.cursors.move(tenantId, cursor, writeArrivalState(state));
  let state = readArrivalState(await ports.cursors.read(tenantId, cursor));
  let reported = 0;
  for (let more = true; more;) {
    const batch = await ports.feed.since(state.position, asOf, signal);
    state = withBatch(state, batch, asOf);
    reported += batch.studies.length;
    more = batch.more;
    await save(state);
  }

  const counts = { asked: 0, withdrawn: 0, withoutFilm: 0, unmatched: 0, failed: 0, givenUp: 0 };
  for (const studyInstanceUid of quietStudies(state, asOf, ports.rules)) {
    try {
      const placement = await placeStudy(tenantId, studyInstanceUid, ports, asOf, signal);
      counts[COUNT_OF[placement.kind]] += 1;
      counts.withdrawn += placement.withdrawn;
      state = withPlaced(state, studyInstanceUid, asOf);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof TrabeculaError)) throw error;
      const failure = withFailure(state, studyInstanceUid, asOf, ports.rules);
      state = failure.state;
      counts.failed += 1;
      counts.givenUp += Number(failure.givenUp);
    }
  }
  state = withoutOld(state, asOf, ports.rules);
  await save(state);
  return { reported, ...counts, waiting: Object.keys(state.waiting).length };
}

const COUNT_OF = { asked: 'asked', 'no-film': 'withoutFilm', unmatched: 'unmatched' } as const;
