import type { FilmRefusalReason } from '../film/film.ts';
import type { ImageOutcome } from '../evidence/image-evidence.ts';
import type { AbsentReason } from '../patient/known.ts';
import type { CalendarDay, RecordedDate } from '../patient/recorded-date.ts';
import type {
  BoneDrug,
  CareLimit,
  DxaRegion,
  DxaTScore,
  FactReference,
  FractureCharacter,
  FractureSite,
  RecordPart,
  RiskDrugClass,
} from '../patient/patient-context.ts';

export type ToolName = 'ost' | 'orai' | 'osiris' | 'frax';
export type ToolInput = 'age' | 'weight' | 'oestrogen' | 'prior-fracture';

/** One thing that a decision leaned on; the printers turn each kind into a sentence. */
export type Fact =
  | { readonly kind: 'age'; readonly least: number; readonly most: number }
  | { readonly kind: 'age-unknown'; readonly reason: AbsentReason }
  | { readonly kind: 'sex'; readonly sex: 'female' | 'male' }
  | { readonly kind: 'sex-unknown'; readonly reason: AbsentReason }
  | { readonly kind: 'care-limit'; readonly limit: CareLimit; readonly reference: FactReference }
  | {
      readonly kind: 'fracture';
      readonly site: FractureSite;
      readonly character: FractureCharacter;
      readonly occurredOn: RecordedDate | undefined;
      readonly reference: FactReference;
    }
  | {
      readonly kind: 'osteoporosis-diagnosis' | 'osteopenia-diagnosis' | 'hypogonadism' | 'signed-report';
      readonly text: string;
      readonly recordedOn: RecordedDate | undefined;
      readonly reference: FactReference;
    }
  | {
      readonly kind: 't-score';
      readonly region: DxaRegion;
      readonly value: number;
      readonly comparator: DxaTScore['comparator'];
      readonly measuredOn: RecordedDate;
      readonly reference: FactReference;
    }
  | {
      readonly kind: 'dxa';
      readonly performedOn: RecordedDate;
      readonly repeatFrom: CalendarDay;
      readonly withTScore: boolean;
      readonly reference: FactReference;
    }
  | {
      readonly kind: 'dxa-order';
      readonly state: 'ordered' | 'scheduled';
      readonly on: RecordedDate | undefined;
      readonly reference: FactReference;
    }
  | {
      readonly kind: 'bone-drug';
      readonly drug: BoneDrug;
      readonly lastRecordedOn: RecordedDate | undefined;
      readonly coversUntil: CalendarDay | undefined;
      readonly reference: FactReference;
    }
  | {
      readonly kind: 'risk-drug';
      readonly drugClass: RiskDrugClass;
      readonly from: RecordedDate | undefined;
      readonly reference: FactReference;
    }
  | { readonly kind: 'no-osteoporosis-drug-recorded' }
  | { readonly kind: 'menopause'; readonly state: 'premenopausal' | 'postmenopausal' }
  | { readonly kind: 'menopause-unknown'; readonly reason: AbsentReason }
  | {
      readonly kind: 'tool-result';
      readonly tool: ToolName;
      readonly value: number;
      readonly positive: boolean;
      readonly cut: number;
      /** Inputs on which the record is silent and that were taken as "no"; empty for a result that was read. */
      readonly assumedNo: readonly ToolInput[];
      /** Set when it was read from the record and not computed. */
      readonly reference: FactReference | undefined;
    }
  | { readonly kind: 'tool-not-computed'; readonly tool: ToolName; readonly missing: readonly ToolInput[] }
  | { readonly kind: 'snooze'; readonly until: CalendarDay; readonly setOn: CalendarDay }
  | { readonly kind: 'film-refused'; readonly reason: FilmRefusalReason }
  | {
      readonly kind: 'film';
      readonly acquiredOn: string | undefined;
      readonly outcome: ImageOutcome;
      readonly studyInstanceUid: string;
    }
  | { readonly kind: 'spine-not-measurable' | 'hip-not-measurable'; readonly reference: FactReference }
  | { readonly kind: 'not-read'; readonly part: RecordPart }
  | { readonly kind: 'draft-order'; readonly reference: string };
