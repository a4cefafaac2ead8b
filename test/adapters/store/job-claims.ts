import { openAssessmentJobs } from '../../../src/adapters/store/assessment-jobs.ts';
import { statement, type Database } from '../../../src/adapters/store/database.ts';
import type { AssessmentJob } from '../../../src/flow/ports/assessment-jobs.ts';

const job = (over: Partial<AssessmentJob>): AssessmentJob => ({
  tenantId: 'clinic',
  patientId: 'p1',
  studyInstanceUid: '2.25.1',
  askedBy: 'arrival',
  ...over,
});

/** The same claims for PGlite and PostgreSQL. */
export function claimJobs(database: () => Database): void {
  let jobs: Awaited<ReturnType<typeof openAssessmentJobs>>;
  beforeAll(async () => {
    jobs = await openAssessmentJobs(database(), (error) => {
      throw error;
    });
  });
  afterAll(() => jobs.stop(1000));

  /** Works until `count` jobs were handed out, then stops. */
  async function workOff(count: number, assess: (job: AssessmentJob) => Promise<void>): Promise<void> {
    const done = Promise.withResolvers<void>();
    let seen = 0;
    const stop = await jobs.work(async (one) => {
      try {
        await assess(one);
      } finally {
        if (++seen === count) done.resolve();
      }
    }, 1);
    await done.promise;
    await stop();
  }

  it('queues a patient and study once, hands a hook out first, and keeps "no study known"', async () => {
    await jobs.ask(job({}));
    await jobs.ask(job({ askedBy: 'screening' }));
    await jobs.ask(job({ patientId: 'p2', studyInstanceUid: undefined, askedBy: 'hook' }));
    const seen: AssessmentJob[] = [];
    await workOff(2, async (one) => void seen.push(one));
    expect(seen).toEqual([
      job({ patientId: 'p2', studyInstanceUid: undefined, askedBy: 'hook' }),
      job({ askedBy: 'arrival' }),
    ]);
  });

  it('hands a job out again when it failed', async () => {
    await jobs.ask(job({ patientId: 'p3' }));
    let tries = 0;
    await workOff(2, async () => {
      if (++tries === 1) throw new Error('archive down');
    });
    expect(tries).toBe(2);
  });

  it('queues a study once more while it is being read, so that a film which arrives then is not lost', async () => {
    await jobs.ask(job({ patientId: 'p4' }));
    let tries = 0;
    await workOff(2, async (one) => {
      if (++tries === 1) await jobs.ask(one);
    });
    expect(tries).toBe(2);
  });

  it('fetches over a long backlog by an index that needs no sort', async () => {
    const indexes = await database().query<{ indexdef: string }>(
      statement('test.indexes', `SELECT indexdef FROM pg_indexes WHERE schemaname = 'pgboss'`),
    );
    expect(indexes.map((row) => row.indexdef)).toContainEqual(
      expect.stringMatching(/\(name, priority DESC, created_on, start_after\) WHERE/),
    );
  });
}
