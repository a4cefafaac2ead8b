import type { StoreLocation } from '../../src/adapters/store/open-database.ts';

/** What a child process measures: one size of the synthetic health system on one engine. */
export interface SystemSettings {
  readonly location: StoreLocation;
  readonly patients: number;
  readonly seed: number;
}

/** Times in ms unless the name says seconds. Peak memory is that of the process that imported and asked. */
export interface MeasuredSystem {
  readonly engine: 'postgresql' | 'pglite';
  readonly patients: number;
  readonly resources: number;
  readonly assessments: number;
  readonly importSeconds: number;
  readonly patientsImportedPerSecond: number;
  /** 1 % of the patients imported again: rows replaced. */
  readonly incrementalPatients: number;
  readonly incrementalSeconds: number;
  readonly peakMemoryMiB: number;
  /** Median of three, by question. */
  readonly questionMs: Readonly<Record<string, number>>;
  readonly slowestQuestion: string;
  readonly slowestQuestionMs: number;
  readonly careGap: number;
  /** SHA-256 of each answer: two engines that answer alike have the same. */
  readonly answers: Readonly<Record<string, string>>;
}
