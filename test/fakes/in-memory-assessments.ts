import type { AssessmentJob, AssessmentJobs } from '../../src/flow/ports/assessment-jobs.ts';
import type {
  AssessmentIdentity,
  AssessmentStore,
  StoredAssessment,
} from '../../src/flow/ports/assessment-store.ts';
import type { AuditEntry, AuditTrail } from '../../src/flow/ports/audit.ts';
import type { Cursors } from '../../src/flow/ports/cursors.ts';

/** Assessments in memory, with why each withdrawn one was withdrawn. */
export class InMemoryAssessments implements AssessmentStore {
  readonly all: StoredAssessment[] = [];
  readonly withdrawals: (readonly [patientId: string, studyInstanceUid: string, reason: string])[] = [];

  currentFor(tenantId: string, patientId: string): Promise<readonly StoredAssessment[]> {
    return this.#current((each) => each.tenantId === tenantId && each.patientId === patientId);
  }

  currentOfStudy(tenantId: string, studyInstanceUid: string): Promise<readonly StoredAssessment[]> {
    return this.#current((each) => each.tenantId === tenantId && each.studyInstanceUid === studyInstanceUid);
  }

  find(identity: AssessmentIdentity): Promise<StoredAssessment | undefined> {
    return Promise.resolve(this.all.find(({ assessmentKey }) => assessmentKey === identity.assessmentKey));
  }

  save(assessment: StoredAssessment): Promise<'stored' | 'unchanged'> {
    const known = this.all.findIndex(({ assessmentKey }) => assessmentKey === assessment.assessmentKey);
    if (this.all[known]?.state === 'current') return Promise.resolve('unchanged');
    this.#become('superseded', (each) => sameStudy(each, assessment));
    this.all.splice(known < 0 ? this.all.length : known, 1, assessment);
    return Promise.resolve('stored');
  }

  withdraw(identity: AssessmentIdentity, reason: string): Promise<void> {
    const isMeant = (each: StoredAssessment) =>
      each.state === 'current' && each.assessmentKey === identity.assessmentKey;
    for (const each of this.all.filter(isMeant)) {
      this.withdrawals.push([each.patientId, each.studyInstanceUid, reason]);
    }
    this.#become('withdrawn', isMeant);
    return Promise.resolve();
  }

  supersededBy(): Promise<readonly AssessmentIdentity[]> {
    throw new TypeError('a watch asks for no earlier assessments');
  }

  retractModel(): Promise<number> {
    throw new TypeError('a watch retracts no model');
  }

  #become(state: StoredAssessment['state'], isMeant: (each: StoredAssessment) => boolean): void {
    for (const [index, each] of this.all.entries()) {
      if (each.state === 'current' && isMeant(each)) this.all[index] = { ...each, state };
    }
  }

  #current(isMeant: (each: StoredAssessment) => boolean): Promise<readonly StoredAssessment[]> {
    return Promise.resolve(this.all.filter((each) => each.state === 'current' && isMeant(each)));
  }
}

const sameStudy = (a: StoredAssessment, b: StoredAssessment) =>
  a.tenantId === b.tenantId && a.patientId === b.patientId && a.studyInstanceUid === b.studyInstanceUid;

/** Jobs that wait to be worked off by the test; a waiting one is not queued twice. */
export class InMemoryJobs implements AssessmentJobs {
  waiting: AssessmentJob[] = [];

  ask(job: AssessmentJob): Promise<void> {
    const isSame = (each: AssessmentJob) =>
      each.patientId === job.patientId && each.studyInstanceUid === job.studyInstanceUid;
    if (!this.waiting.some(isSame)) this.waiting.push(job);
    return Promise.resolve();
  }

  work(): Promise<() => Promise<void>> {
    throw new TypeError('a watch works off no jobs');
  }
}

export class InMemoryCursors implements Cursors {
  readonly positions = new Map<string, string>();

  read(tenantId: string, name: string): Promise<string | undefined> {
    return Promise.resolve(this.positions.get(`${tenantId}/${name}`));
  }

  move(tenantId: string, name: string, position: string): Promise<void> {
    this.positions.set(`${tenantId}/${name}`, position);
    return Promise.resolve();
  }
}

export class InMemoryAudit implements AuditTrail {
  readonly entries: AuditEntry[] = [];

  record(entry: AuditEntry): Promise<void> {
    this.entries.push(entry);
    return Promise.resolve();
  }
}
