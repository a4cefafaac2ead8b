import { PgBoss } from 'pg-boss';
import type { AssessmentJob, AssessmentJobs } from '../../flow/ports/assessment-jobs.ts';
import type { Database } from './database.ts';

const QUEUE = 'assess-study';

/** A hook is waited for by a person; a screening run has the night. */
const PRIORITY: Readonly<Record<AssessmentJob['askedBy'], number>> = {
  hook: 30,
  appointment: 20,
  arrival: 10,
  screening: 0,
};

const singletonKey = (job: AssessmentJob) =>
  JSON.stringify([job.tenantId, job.patientId, job.studyInstanceUid ?? null]);

/** Undefined is not JSON: the study that is to be looked for is stored as absent. */
type StoredJob = Omit<AssessmentJob, 'studyInstanceUid'> & { readonly studyInstanceUid?: string };

const stored = ({ tenantId, patientId, studyInstanceUid, askedBy }: AssessmentJob): StoredJob => ({
  tenantId,
  patientId,
  askedBy,
  ...(studyInstanceUid === undefined ? {} : { studyInstanceUid }),
});

/**
 * Durable assessment jobs on pg-boss. Its own fetch index (name, priority desc, created_on, start_after; 12.30) keeps
 * a fetch fast over a backlog of any length.
 *
 * @param onError - told of failures in pg-boss's own upkeep; jobs that fail are retried by it
 * @returns the jobs and `stop`, which waits for running ones no longer than `graceMs`
 */
export async function openAssessmentJobs(
  database: Database,
  onError: (error: Error) => void,
): Promise<AssessmentJobs & { stop(graceMs: number): Promise<void> }> {
  const boss = new PgBoss({ ...database.jobs, backend: database.jobs.backend, schema: 'pgboss' });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(QUEUE, {
    // "short": one waiting job a key. A film that arrives while its study is being read is queued once more.
    policy: 'short',
    retryLimit: 5,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 900,
    deleteAfterSeconds: 86_400,
  });
  return {
    ask: async (job) =>
      void (await boss.send(QUEUE, stored(job), {
        singletonKey: singletonKey(job),
        priority: PRIORITY[job.askedBy],
      })),
    work: async (assess, concurrency) => {
      await boss.work<StoredJob>(
        QUEUE,
        { localConcurrency: concurrency, pollingIntervalSeconds: 0.5 },
        async ([job]) => {
          if (job === undefined) return;
          await assess({ ...job.data, studyInstanceUid: job.data.studyInstanceUid }, job.signal);
        },
      );
      return () => boss.offWork(QUEUE, { wait: true });
    },
    stop: (graceMs) => boss.stop({ graceful: true, close: false, timeout: graceMs }),
  };
}
