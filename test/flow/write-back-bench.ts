import { openAssessmentStore } from '../../src/adapters/store/assessment-store.ts';
import { openAuditStore } from '../../src/adapters/store/audit-store.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { openOutbox } from '../../src/adapters/store/outbox-store.ts';
import { openReferrals } from '../../src/adapters/store/referral-store.ts';
import { fixedToken } from '../../src/adapters/fhir-client/access-token.ts';
import { openFhirHttp } from '../../src/adapters/fhir-client/fhir-http.ts';
import { openFhirReader } from '../../src/adapters/fhir-client/fhir-reader.ts';
import { openFhirWriter } from '../../src/adapters/fhir-client/fhir-writer.ts';
import { checkedWriter } from '../../src/flow/write-back/checked-writer.ts';
import type { OutgoingCheck } from '../../src/flow/ports/outgoing-check.ts';
import type { StoredAssessment } from '../../src/flow/ports/assessment-store.ts';
import type { WriteBackPorts, WriteBackTenant } from '../../src/flow/write-back/write-ports.ts';
import { workOffOutbox } from '../../src/flow/write-back/work-off-outbox.ts';
import { InMemoryOptOuts } from '../fakes/in-memory-opt-outs.ts';
import { storedAssessment } from '../adapters/store/stored-assessments.ts';

export const START = new Date('2026-03-02T08:00:00Z');

/** Write-back on a real store towards one FHIR server, with a clock that the test moves. */
export class WriteBackBench {
  now = START;
  tenant: WriteBackTenant = {
    id: 'clinic',
    pool: { name: 'Bone-health pool', reference: undefined, dxaPerWeek: 1_000_000 },
    writeBack: {
      enabled: true,
      types: ['RiskAssessment', 'Observation', 'DocumentReference', 'Communication', 'Flag'],
      tasks: true,
    },
  };
  writingStopped: readonly string[] = [];
  readonly optOuts = new InMemoryOptOuts();
  readonly ports: WriteBackPorts;

  /**
   * @param scopes - granted with the token; undefined: the server is not asked about scopes
   * @param check - holds what is written against our profiles; undefined: it is written unchecked
   * @param timeoutMs - for one request
   */
  constructor(
    database: Database,
    baseUrl: string,
    scopes?: readonly string[],
    check?: OutgoingCheck,
    timeoutMs = 5_000,
  ) {
    const http = openFhirHttp({
      baseUrl,
      token: fixedToken('own', scopes),
      timeoutMs,
      readRetries: 0,
      clock: () => this.now,
    });
    const writer = openFhirWriter(http);
    const record = {
      reader: openFhirReader(http),
      writer: check === undefined ? writer : checkedWriter(writer, check),
    };
    this.ports = {
      outbox: openOutbox(database, 'bench'),
      assessments: openAssessmentStore(database),
      referrals: openReferrals(database),
      optOuts: this.optOuts,
      audit: openAuditStore(database),
      tenant: (id) => (id === this.tenant.id ? this.tenant : undefined),
      record: () => record,
      writingStopped: () => this.writingStopped,
      models: {},
      patientVisible: false,
      clock: () => this.now,
      random: () => 1,
    };
  }

  /** Stores an assessment that is to be written, `minutes` after the start. */
  async assess(over: Partial<StoredAssessment> = {}): Promise<StoredAssessment> {
    const assessment = storedAssessment({ assessedAt: this.now, ...over });
    await this.ports.assessments.save(assessment, [
      { kind: 'write-assessment', assessmentKey: assessment.assessmentKey },
    ]);
    return assessment;
  }

  later(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }

  /** Works until nothing waits any more, moving the clock to what is due next. */
  async workOff(): Promise<void> {
    for (let round = 0; round < 200; round++) {
      while ((await workOffOutbox(this.ports, 8)) > 0);
      const waiting = await this.ports.outbox.list('waiting', 1000);
      if (waiting.length === 0) return;
      const times = waiting.map((entry) => entry.nextAttemptAt.getTime());
      const future = times.filter((time) => time > this.now.getTime());
      this.now = new Date(future.length > 0 ? Math.min(...future) : this.now.getTime() + 1000);
    }
    throw new Error('the outbox does not empty');
  }
}
