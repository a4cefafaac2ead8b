import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICE_ID } from '../src/cds-hooks/discovery.ts';
import { signingClient, type SigningClient } from '../test/fakes/signing-client.ts';
import { startPostgres } from '../test/peers/postgres-harness.ts';
import { startChild, type Child } from './soak/child.ts';
import { hospitalTenant } from './soak/hospital-tenant.ts';
import { arrive, Caller, type Answers } from './soak/arrivals.ts';
import { charts, type ChartKind } from './soak/chart.ts';
import { least, mean, memoryTrend, type Trend } from './soak/memory-trend.ts';
import type { SoakSettings, Usage } from './soak/service.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';
import { seededRandom } from './simulated-sites/random.ts';

export const title =
  'Under 50 signed hook calls a second with a screening run beside them the service answers every call, logs no error and, in the full size of one hour, its memory is flat';

/** Calls a second, seconds, and seconds after which memory counts: caches fill and the heap finds its size before. */
const SIZES = {
  full: { perSecond: 50, seconds: 3_600, warmUpSeconds: 900, finished: 20_000, screened: 20_000 },
  small: { perSecond: 50, seconds: 30, warmUpSeconds: 10, finished: 200, screened: 200 },
} as const;
/** Flat: the upper end of the 95 % interval of the slope over five-minute blocks lies below this. */
const FLAT_MIB_PER_HOUR = { residentSet: 30, heapAfterCollection: 10 };
const BLOCK_MS = 5 * 60_000;
const LOOK_MS = 5_000;
const MIB = 2 ** 20;

/** Rejects when the process ends, saying by what. */
async function endsUnasked(child: ChildProcess): Promise<never> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  throw new Error(`the service ended in the middle of the soak: ${signal ?? `exit code ${code}`}`);
}

/** 90 % of charts have a finished assessment, 8 % no film, 2 % a film that the screening run has not come to. */
function kindOf(drawn: number): ChartKind {
  if (drawn < 0.9) return 'finished';
  return drawn < 0.98 ? 'without-film' : 'in-the-run';
}

const FEEDBACK_SHARE = 0.05;

function hookCalls(
  caller: Caller,
  ehr: SigningClient,
  url: string,
  size: ProofArguments['size'],
  random: () => number,
) {
  const { finished, screened } = SIZES[size];
  const openedChart = charts(studyDateOf(new Date()));
  const path = `/cds-services/${SERVICE_ID}`;
  return async (index: number, dueAt: number): Promise<void> => {
    const kind = kindOf(random());
    const number = Math.floor(random() * (kind === 'in-the-run' ? screened : finished));
    const { patientId, prefetch } = openedChart(kind, number);
    const call = {
      hook: 'patient-view',
      hookInstance: crypto.randomUUID(),
      context: { userId: `Practitioner/${index % 200}`, patientId },
    };
    const body = `${JSON.stringify(call).slice(0, -1)},"prefetch":${prefetch}}`;
    const givesFeedback = random() < FEEDBACK_SHARE;
    const { text } = await caller.post(path, body, await ehr.token(`${url}${path}`), dueAt);
    const report = givesFeedback ? acceptedOf(text) : undefined;
    if (report !== undefined)
      await caller.post(
        `${path}/feedback`,
        report,
        await ehr.token(`${url}${path}/feedback`),
        performance.now(),
      );
  };
}

/** The first card of an answer with a suggestion, as accepted. */
function acceptedOf(text: string): string | undefined {
  interface Card {
    readonly uuid: string;
    readonly suggestions?: readonly { readonly uuid: string }[];
  }
  const { cards = [] } = JSON.parse(text === '' ? '{}' : text) as { cards?: readonly Card[] };
  const card = cards.find(({ suggestions }) => suggestions?.[0] !== undefined);
  if (card === undefined) return undefined;
  const acceptedSuggestions = [{ id: card.suggestions?.[0]?.uuid }];
  const outcomeTimestamp = new Date().toISOString();
  return JSON.stringify({
    feedback: [{ card: card.uuid, outcome: 'accepted', acceptedSuggestions, outcomeTimestamp }],
  });
}

/** Films of two months ago: within what a card may speak of, before what the archive's watch looks at. */
const studyDateOf = (today: Date): string =>
  new Date(today.getTime() - 60 * 86_400_000).toISOString().slice(0, 10);

interface Look extends Usage {
  readonly atMs: number;
}

/** Looks at the service until it is told to stop; scrapes metrics and readiness each time, as a site does. */
async function watch(service: Child, url: string, signal: AbortSignal): Promise<readonly Look[]> {
  const looks: Look[] = [];
  const startedAt = performance.now();
  while (!signal.aborted) {
    const ready = await fetch(`${url}/health/ready`);
    const metrics = await fetch(`${url}/metrics`);
    await Promise.all([ready.text(), metrics.text()]);
    if (!ready.ok || !metrics.ok)
      throw new Error(`not ready (${ready.status}) or no metrics (${metrics.status})`);
    looks.push({ atMs: performance.now() - startedAt, ...(await service.ask<Usage>('usage')) });
    await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  return looks;
}

/** Lines of the service's log at the level of an error, and at that of a warning, by their message. */
function countLog(service: ChildProcess): Record<string, number> {
  const counts: Record<string, number> = {};
  let rest = '';
  service.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { level, msg } = readLine(line);
      const name = `${level >= 50 ? 'error' : 'warning'}: ${msg}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
  });
  return counts;
}

function readLine(line: string): { level: number; msg: string } {
  try {
    return JSON.parse(line) as { level: number; msg: string };
  } catch {
    return { level: 50, msg: 'a line that is not of the log' };
  }
}

export async function run({ size, seed }: ProofArguments): Promise<ProofResult> {
  const { perSecond, seconds, finished, screened } = SIZES[size];
  const postgres = existsSync('/usr/lib/postgresql') ? startPostgres() : undefined;
  const dataFolder = mkdtempSync(join(tmpdir(), 'trabecula-soak-'));
  const children: ChildProcess[] = [];
  try {
    const hospital = await startChild('soak/hospital.ts', studyDateOf(new Date()));
    children.push(hospital.process);
    const ehr = await signingClient();
    const settings: SoakSettings = {
      tenant: await hospitalTenant((hospital.said as { origin: string }).origin, ehr),
      dataFolder,
      databaseUrl: postgres?.newDatabase(),
      finished,
      screened,
    };
    const service = await startChild('soak/service.ts', JSON.stringify(settings));
    children.push(service.process);
    const log = countLog(service.process);
    const { url } = service.said as { url: string };

    const caller = new Caller(url);
    const random = seededRandom(seed);
    const watching = new AbortController();
    const looking = watch(service, url, watching.signal);
    const calling = arrive(
      perSecond,
      seconds,
      () => random.uniform(),
      hookCalls(caller, ehr, url, size, () => random.uniform()),
    );
    await Promise.race([calling, looking, endsUnasked(service.process)]);
    watching.abort();
    const looks = await looking;
    const hospitalCounts = await hospital.ask<Record<string, number>>('counts');
    const ended = once(service.process, 'exit');
    service.process.send('stop');
    const [exitCode] = (await ended) as [number | null];
    await caller.close();
    return {
      ...verdict(size, caller.answers(), looks, log, exitCode),
      hospital: hospitalCounts,
      store: postgres === undefined ? 'embedded PGlite' : 'PostgreSQL (fsync off)',
      load: SIZES[size],
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    postgres?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function verdict(
  size: ProofArguments['size'],
  answers: Answers,
  looks: readonly Look[],
  log: Readonly<Record<string, number>>,
  exitCode: number | null,
): ProofResult {
  const warm = looks.filter(({ atMs }) => atMs >= SIZES[size].warmUpSeconds * 1000);
  const residentSet = memoryTrend(
    warm.map(({ atMs, rss }) => ({ atMs, bytes: rss })),
    BLOCK_MS,
    mean,
  );
  const heap = memoryTrend(
    warm.map(({ atMs, heapUsed }) => ({ atMs, bytes: heapUsed })),
    BLOCK_MS,
    least,
  );
  const isFlat = (trend: Trend | undefined, mib: number) => trend !== undefined && trend.high <= mib * MIB;
  const flat =
    isFlat(residentSet, FLAT_MIB_PER_HOUR.residentSet) && isFlat(heap, FLAT_MIB_PER_HOUR.heapAfterCollection);
  const failed = Object.entries(answers.byStatus).reduce(
    (sum, [status, count]) => sum + (status === '200' ? 0 : count),
    0,
  );
  const logged = Object.entries(log).reduce((sum, [name, n]) => sum + (name.startsWith('error') ? n : 0), 0);
  const screening = looks.at(-1)?.screening ?? { scored: 0, refused: 0, setAside: 0 };
  const works =
    failed === 0 && logged === 0 && exitCode === 0 && screening.scored > 0 && screening.setAside === 0;
  return {
    holds: works && (size === 'small' || flat),
    counts: { calls: answers.calls, failed, errorsLogged: logged, screened: screening.scored },
    flat: size === 'small' ? 'not judged in this size' : flat,
    flatMeans: { upperEndOfSlopeBelowMiBPerHour: FLAT_MIB_PER_HOUR, blockMinutes: BLOCK_MS / 60_000 },
    slopeMiBPerHour: { residentSet: inMib(residentSet), heapAfterCollection: inMib(heap) },
    answers,
    screening,
    log,
    eventLoopDelayMs: {
      worst: Math.max(...looks.map(({ delayMs }) => delayMs.worst)),
      worstP99OfFiveSeconds: Math.max(...looks.map(({ delayMs }) => delayMs.p99)),
      medianP50: looks.map(({ delayMs }) => delayMs.p50).sort((a, b) => a - b)[Math.floor(looks.length / 2)],
    },
    cpuSeconds: Math.round(((looks.at(-1)?.cpuMs ?? 0) - (looks[0]?.cpuMs ?? 0)) / 1000),
    memoryMiB: minutely(looks),
    latencyNote: 'Latencies are recorded, not judged: other work ran on the machine.',
  };
}

const inMib = (trend: Trend | undefined) =>
  trend && {
    estimate: Math.round((trend.perHour / MIB) * 10) / 10,
    low: Math.round((trend.low / MIB) * 10) / 10,
    high: Math.round((trend.high / MIB) * 10) / 10,
    blocks: trend.blocks,
  };

/** One look a minute, so that the curve can be drawn again. */
function minutely(looks: readonly Look[]) {
  const byMinute = Map.groupBy(looks, ({ atMs }) => Math.floor(atMs / 60_000));
  return [...byMinute.entries()].map(([minute, [look]]) => [
    minute,
    Math.round((look?.rss ?? 0) / MIB),
    Math.round((look?.heapUsed ?? 0) / MIB),
    Math.round((look?.external ?? 0) / MIB),
  ]);
}
