import type { DateRule } from '../../core/population/safe-harbor.ts';
import type { AnswerCell } from './population-questions.ts';

/** One patient with an assessed film, as the store holds it: identified, never to leave like this. Days are ISO. */
export interface ResearchPatient {
  readonly patientId: string;
  /** Whole years on the day of the film; of the assessment where that is not known. */
  readonly ageYears: number;
  readonly gender: string | undefined;
  readonly race: string | undefined;
  readonly ethnicity: string | undefined;
  readonly zip3: string | undefined;
  readonly filmOn: string | undefined;
  readonly assessedOn: string;
  readonly outcome: string | undefined;
  readonly refusalReason: string | undefined;
  readonly probability: number | undefined;
  readonly modelVersions: readonly string[];
  readonly cardShown: boolean;
  readonly osteoporosis: boolean;
  readonly fragilityFracture: boolean;
  readonly drugFirstOn: string | undefined;
  readonly dxaBeforeOn: string | undefined;
  readonly dxaBeforeTScore: number | undefined;
  readonly dxaOrderedOn: string | undefined;
  readonly dxaAfterOn: string | undefined;
  readonly dxaAfterTScore: number | undefined;
}

/** Living patients with an assessed film, page by page. */
export interface ResearchSource {
  patients(tenantId: string, signal: AbortSignal): AsyncIterable<readonly ResearchPatient[]>;
}

/** What stands for a patient in one project: not to be undone, nor tied to another project, without the secret key. */
export interface Pseudonyms {
  researchId(patientId: string): string;
  /** -365 to -1. */
  offsetDays(patientId: string): number;
}

export type ResearchRow = Readonly<Record<string, AnswerCell>>;

/** Rows on disk until all are there and checked; they come out in the order of their research id. */
export interface ResearchSpool {
  add(row: ResearchRow): Promise<void>;
  /** CSV with a header, in pieces. */
  csv(): AsyncIterable<string>;
  remove(): Promise<void>;
}

/** A count, or "under 11" for one that could point at somebody. */
export type CellCount = number | `under ${number}`;

/** What an export held and what it held back; kept for good. */
export interface ResearchExportReport {
  readonly exportId: string;
  readonly tenantId: string;
  readonly project: string;
  readonly dates: DateRule;
  readonly askedBy: string;
  readonly madeAt: string;
  readonly fewestAlike: number;
  readonly rows: number;
  /** Rows by what was taken out of them (columns "generalised" 1, 2 and 3). */
  readonly generalised: { readonly place: CellCount; readonly origin: CellCount; readonly age: CellCount };
  readonly withheld: {
    /** Too rare whatever was taken out. */
    readonly tooRare: CellCount;
    readonly optedOut: CellCount;
  };
  readonly note: string;
}

export interface ResearchExportRecords {
  keep(report: ResearchExportReport): Promise<void>;
  list(tenantId: string): Promise<readonly ResearchExportReport[]>;
}
