import type { Known } from './known.ts';
import type { RecordedDate } from './recorded-date.ts';

/** Parts of the record that a decision leans on; "no fracture recorded" can only be said of a part that was read. */
export const RECORD_PARTS = ['conditions', 'dxa-results', 'medications', 'dxa-orders', 'encounter'] as const;
export type RecordPart = (typeof RECORD_PARTS)[number];
export type ReadState = 'read' | 'not-read' | 'failed';

/** A relative reference of the FHIR resource that a fact comes from ("Condition/12"), for the facts on demand. */
export type FactReference = string;

export type FractureSite =
  'hip' | 'vertebra' | 'pelvis' | 'humerus' | 'forearm' | 'rib' | 'ankle' | 'site-unknown';

/** What the record says of how the bone broke; only "not-stated" and "low-trauma" can open the fracture pathway. */
export type FractureCharacter = 'low-trauma' | 'not-stated' | 'high-energy' | 'pathological';

export interface RecordedFracture {
  readonly site: FractureSite;
  readonly character: FractureCharacter;
  /** Onset, else the day it was recorded; undefined when neither is there. */
  readonly occurredOn: RecordedDate | undefined;
  readonly reference: FactReference;
}

export interface RecordedCondition {
  readonly recordedOn: RecordedDate | undefined;
  /** The code's display or text as it stands in the record. */
  readonly text: string;
  readonly reference: FactReference;
}

export type DxaRegion =
  | 'lumbar-spine'
  | 'total-hip'
  | 'femoral-neck'
  /** "Hip" or "femur" without saying which part: read as the hip. */
  | 'hip-part-not-stated'
  | 'forearm-one-third'
  /** Trochanter, Ward's triangle, other forearm parts, heel: never answers. */
  | 'does-not-answer';

/** A T-score as recorded: "<" and ">" mean that only a bound is known. */
export interface DxaTScore {
  readonly region: DxaRegion;
  /** Lumbar vertebrae that it was taken from ("L1-L4" is four); undefined: not stated, the region as a whole. */
  readonly vertebrae: number | undefined;
  readonly value: number;
  readonly comparator: '<' | '<=' | '>=' | '>' | undefined;
  readonly measuredOn: RecordedDate;
  readonly reference: FactReference;
}

/** A DXA that took place, with or without a T-score that could be read. */
export interface DxaStudy {
  readonly extent: 'central' | 'peripheral' | 'not-stated';
  readonly performedOn: RecordedDate;
  readonly reference: FactReference;
}

/** A DXA that is ordered or has a day. */
export interface DxaOrder {
  readonly extent: 'central' | 'peripheral' | 'not-stated';
  readonly state: 'ordered' | 'scheduled';
  readonly authoredOn: RecordedDate | undefined;
  readonly scheduledOn: RecordedDate | undefined;
  readonly reference: FactReference;
}

export type BoneDrug =
  | 'alendronate'
  | 'risedronate'
  | 'ibandronate'
  | 'zoledronic-acid'
  | 'denosumab'
  | 'raloxifene'
  | 'teriparatide'
  | 'abaloparatide'
  | 'romosozumab';

/** One record of a drug that treats osteoporosis. */
export interface BoneDrugRecord {
  readonly drug: BoneDrug;
  /** Denosumab 120 mg and zoledronic acid 4 mg are given for cancer and are no osteoporosis treatment. */
  readonly doseUse: 'osteoporosis' | 'oncology' | 'not-stated';
  /** A given dose outweighs an order: what "last recorded dose" is counted from. */
  readonly evidence: 'administered' | 'dispensed' | 'stated' | 'ordered';
  /** First day at which this entry shows the drug in use; absent where it names none. */
  readonly firstRecordedOn?: RecordedDate | undefined;
  /** Last day at which this entry shows the drug in use: dose, dispensing, prescription or statement. */
  readonly lastRecordedOn: RecordedDate | undefined;
  /** The entry says that the drug was stopped, and when. */
  readonly stoppedOn: RecordedDate | undefined;
  /** The entry calls the drug active. */
  readonly ongoing: boolean;
  readonly reference: FactReference;
}

/** Drugs that raise the risk: they never suppress anything. Oestrogen is read for the risk tools. */
export type RiskDrugClass =
  'systemic-glucocorticoid' | 'aromatase-inhibitor' | 'androgen-deprivation' | 'systemic-oestrogen';

export interface RiskDrugRecord {
  readonly drugClass: RiskDrugClass;
  readonly from: RecordedDate | undefined;
  readonly until: RecordedDate | undefined;
  readonly ongoing: boolean;
  readonly reference: FactReference;
}

export type CareLimit = 'hospice' | 'palliative-care' | 'pregnancy';

export type EncounterSetting = 'ambulatory' | 'emergency' | 'inpatient' | 'perioperative' | 'other';

/** A risk-tool result that stands in the record (FRAX is only ever read). */
export interface RecordedToolResult {
  readonly tool: 'frax-major-fracture-without-bmd' | 'ost' | 'orai' | 'osiris';
  readonly value: number;
  readonly recordedOn: RecordedDate;
  readonly reference: FactReference;
}

export interface Measured {
  readonly value: number;
  readonly measuredOn: RecordedDate;
  readonly reference: FactReference;
}

/**
 * The facts of one patient that the decision reads, normalised from FHIR at one time. Entries that are refuted, entered
 * in error or a relative's are not in it. Lists are empty when nothing is recorded; `read` says whether that part of
 * the record was read at all.
 */
export interface PatientContext {
  readonly patientId: string;
  readonly birthDate: Known<RecordedDate>;
  /** Patient.gender; "conflicting" when a recorded birth sex differs. */
  readonly sex: Known<'female' | 'male'>;
  readonly deceased: boolean;
  readonly careLimits: readonly (RecordedCondition & { readonly limit: CareLimit })[];
  readonly fractures: readonly RecordedFracture[];
  readonly osteoporosisDiagnoses: readonly RecordedCondition[];
  /** Low bone mass, localised osteoporosis: named as risk, never suppress. */
  readonly osteopeniaDiagnoses: readonly RecordedCondition[];
  readonly hypogonadism: readonly RecordedCondition[];
  readonly tScores: readonly DxaTScore[];
  readonly dxaStudies: readonly DxaStudy[];
  readonly dxaOrders: readonly DxaOrder[];
  readonly boneDrugs: readonly BoneDrugRecord[];
  readonly riskDrugs: readonly RiskDrugRecord[];
  /** The newest statement; an old "premenopausal" is not today's (`core/decision/menopause.ts`). */
  readonly menopause: Known<{
    readonly state: 'premenopausal' | 'postmenopausal';
    readonly recordedOn: RecordedDate | undefined;
    readonly reference: FactReference;
  }>;
  readonly weightKg: Known<Measured>;
  readonly toolResults: readonly RecordedToolResult[];
  /** Instrumentation or fusion: the lumbar spine cannot be measured, the forearm is. */
  readonly lumbarHardwareOrFusion: readonly RecordedCondition[];
  readonly hipHardware: readonly RecordedCondition[];
  /** A signed radiology report that codes osteopenia or a vertebral fracture: the only basis for ACR and Medicare. */
  readonly signedReportFindings: readonly RecordedCondition[];
  readonly encounterSetting: Known<EncounterSetting>;
  readonly read: Readonly<Record<RecordPart, ReadState>>;
}
