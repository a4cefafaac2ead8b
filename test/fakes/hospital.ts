import type { Consent, ImagingStudy, Patient } from '@medplum/fhirtypes';
import { AI_ASSESSMENT_CODES } from '../../src/fhir/ai-consent.ts';
import { defaultViewRules } from '../../src/core/film/default-view-rules.ts';
import type { WatchArchivePorts } from '../../src/flow/watch-archive.ts';
import type { WatchChartPorts } from '../../src/flow/watch-chart.ts';
import { InMemoryArchive } from './in-memory-archive.ts';
import {
  InMemoryAssessments,
  InMemoryAudit,
  InMemoryCursors,
  InMemoryJobs,
} from './in-memory-assessments.ts';
import { InMemoryFhir } from './in-memory-fhir.ts';
import { InMemoryOptOuts } from './in-memory-opt-outs.ts';

export const TENANT = 'general';

/** A hospital in memory: chart, archive, store and queue of one tenant, at a time that the test moves. */
export class Hospital {
  readonly fhir = new InMemoryFhir();
  readonly archive = new InMemoryArchive();
  readonly store = new InMemoryAssessments();
  readonly jobs = new InMemoryJobs();
  readonly cursors = new InMemoryCursors();
  readonly audit = new InMemoryAudit();
  readonly optOuts = new InMemoryOptOuts();
  now = new Date('2026-06-15T08:00:00Z');
  #films = 0;

  get ports(): WatchArchivePorts & WatchChartPorts {
    return {
      fhir: this.fhir,
      archive: this.archive,
      store: this.store,
      jobs: this.jobs,
      optOuts: this.optOuts,
      cursors: this.cursors,
      audit: this.audit,
      feed: this.archive.feed,
      filmRules: { viewRules: defaultViewRules, acceptsForProcessing: false },
      studyRules: { viewRules: defaultViewRules, cardAgeLimitMonths: 24 },
      issuerSystems: {},
      rules: { quietMs: 120_000, maxTries: 3, rememberMs: 86_400_000 },
      firstLookBackMs: 86_400_000,
    };
  }

  later(minutes: number): Date {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
    return this.now;
  }

  patient(id: string, patientId: string, given: Partial<Patient> = {}): void {
    this.fhir.put(
      { resourceType: 'Patient', id, identifier: [{ value: patientId }], ...given },
      this.now.toISOString(),
    );
  }

  charted(id: string, study: string, patient: string, status: ImagingStudy['status'] = 'available'): void {
    this.fhir.put(
      {
        resourceType: 'ImagingStudy',
        id,
        status,
        identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
        subject: { reference: `Patient/${patient}` },
        modality: [{ code: 'DX' }],
        description: 'Lumbar spine',
      },
      this.now.toISOString(),
    );
  }

  /** A Consent by which the patient denies that films are assessed. */
  consent(id: string, patient: string, status: Consent['status']): void {
    this.fhir.put(
      {
        resourceType: 'Consent',
        id,
        status,
        scope: { coding: [{ code: 'patient-privacy' }] },
        category: [{ text: 'privacy' }],
        patient: { reference: `Patient/${patient}` },
        provision: { type: 'deny', code: [{ coding: [...AI_ASSESSMENT_CODES] }] },
      },
      this.now.toISOString(),
    );
  }

  film(
    study: string,
    patientId: string,
    given: { view?: 'AP' | 'LL'; bodyPart?: string; sop?: string } = {},
  ): string {
    this.#films += 1;
    const sop = given.sop ?? `${study}.1.${this.#films}`;
    this.archive.store({ ...given, study, sop, patientId });
    return sop;
  }

  /** The worker: every waiting job becomes an assessment whose key names patient, study and films. */
  async workOff(): Promise<void> {
    const jobs = this.jobs.waiting;
    this.jobs.waiting = [];
    for (const { patientId, studyInstanceUid = '' } of jobs) {
      const films = this.archive.films
        .filter(({ study }) => study === studyInstanceUid)
        .map(({ sop }) => sop);
      await this.store.save({
        assessmentKey: [patientId, studyInstanceUid, ...films.sort()].join('|'),
        tenantId: TENANT,
        patientId,
        studyInstanceUid,
        imagingStudyReference: undefined,
        evidence: {
          kind: 'unavailable',
          refusal: { reason: 'model-not-available', detail: 'the fake has no model' },
          studyInstanceUid,
        },
        assessedAt: this.now,
        state: 'current',
      });
    }
  }

  /** Who has a current assessment of which study: "ann 1.2" and so on. */
  get current(): readonly string[] {
    return this.store.all
      .filter(({ state }) => state === 'current')
      .map(({ patientId, studyInstanceUid }) => `${patientId} ${studyInstanceUid}`)
      .sort();
  }
}
