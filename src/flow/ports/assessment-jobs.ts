/** A film study to be assessed later, with the tenant's own credentials: a hook's token is never part of it. */
export interface AssessmentJob {
  readonly tenantId: string;
  readonly patientId: string;
  /** Undefined: find the patient's newest lumbar study. */
  readonly studyInstanceUid: string | undefined;
  readonly askedBy: 'hook' | 'arrival' | 'appointment' | 'screening';
}

/** Durable jobs (pg-boss); the same patient and study is queued once however often it is asked for. */
export interface AssessmentJobs {
  ask(job: AssessmentJob): Promise<void>;
  /** Runs `assess` for each job until the returned function is called; that waits for jobs in hand. */
  work(
    assess: (job: AssessmentJob, signal: AbortSignal) => Promise<void>,
    concurrency: number,
  ): Promise<() => Promise<void>>;
}
