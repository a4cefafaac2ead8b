import type { BoneDrug, BoneDrugRecord } from '../patient/patient-context.ts';
import {
  addMonths,
  earliestDay,
  latestDay,
  type CalendarDay,
  type RecordedDate,
} from '../patient/recorded-date.ts';
import { DEFAULT_THRESHOLDS } from './policy.ts';
import type { PolicyFieldName } from './policy-fields.ts';
import { hasHappened, type Question } from './question.ts';

/** How long a last record of a drug holds. Injected drugs hold whatever became of the order. */
const COVERAGE: Readonly<Record<BoneDrug, { holds: PolicyFieldName; injectedDepot: boolean }>> = {
  alendronate: { holds: 'oralDrugHoldsMonths', injectedDepot: false },
  risedronate: { holds: 'oralDrugHoldsMonths', injectedDepot: false },
  ibandronate: { holds: 'oralDrugHoldsMonths', injectedDepot: false },
  raloxifene: { holds: 'oralDrugHoldsMonths', injectedDepot: false },
  'zoledronic-acid': { holds: 'zoledronicAcidHoldsMonths', injectedDepot: true },
  denosumab: { holds: 'denosumabDoseHoldsMonths', injectedDepot: true },
  teriparatide: { holds: 'anabolicDrugHoldsMonths', injectedDepot: false },
  abaloparatide: { holds: 'anabolicDrugHoldsMonths', injectedDepot: false },
  romosozumab: { holds: 'anabolicDrugHoldsMonths', injectedDepot: false },
};

/** By the default policy: what was last recorded before holds no more, whichever drug it was. */
export const LONGEST_HOLD_MONTHS = Math.max(
  ...Object.values(COVERAGE).map(({ holds }) => DEFAULT_THRESHOLDS[holds]),
);

export interface DrugUse {
  readonly record: BoneDrugRecord;
  readonly lastRecordedOn: RecordedDate | undefined;
  /** Undefined when the record gives no day to count from. */
  readonly coversUntil: CalendarDay | undefined;
}

export type TreatmentStatus =
  | { readonly kind: 'none-recorded' }
  | { readonly kind: 'current'; readonly use: DrugUse }
  /** Denosumab ran out and nothing followed: vertebral fractures cluster then, so this is never "treated". */
  | { readonly kind: 'denosumab-gap'; readonly use: DrugUse }
  | { readonly kind: 'lapsed'; readonly use: DrugUse };

/** Treatment as the record shows it; oncology doses are no osteoporosis treatment and are left out. */
export function treatmentStatus(question: Question): TreatmentStatus {
  const uses = usesByDrug(question);
  const current = uses.find((use) => isCurrent(use, question.today));
  if (current !== undefined) return { kind: 'current', use: current };
  const last = uses.reduce<DrugUse | undefined>(later, undefined);
  if (last === undefined) return { kind: 'none-recorded' };
  return { kind: last.record.drug === 'denosumab' ? 'denosumab-gap' : 'lapsed', use: last };
}

function usesByDrug({ context, thresholds, today }: Question): DrugUse[] {
  const usable = context.boneDrugs.filter(
    ({ doseUse, lastRecordedOn }) =>
      doseUse !== 'oncology' && (lastRecordedOn === undefined || hasHappened(lastRecordedOn, today)),
  );
  const drugs = [...new Set(usable.map(({ drug }) => drug))];
  return drugs.map((drug) => {
    const { holds, injectedDepot } = COVERAGE[drug];
    const record = lastRecord(
      usable.filter((candidate) => candidate.drug === drug),
      injectedDepot,
    );
    return useOf(record, thresholds[holds], injectedDepot);
  });
}

/**
 * The newest entry. Of an injection only doses that were given or handed out count where there are any: its order is a
 * plan. Of two entries of one day the one that does not say "stopped" stands: a prescription renewed.
 */
function lastRecord(records: readonly BoneDrugRecord[], injectedDepot: boolean): BoneDrugRecord {
  const given = records.filter(({ evidence }) => evidence === 'administered' || evidence === 'dispensed');
  return (injectedDepot && given.length > 0 ? given : records).reduce((last, record) => {
    if (dayOf(record) === dayOf(last)) return last.stoppedOn === undefined ? last : record;
    return dayOf(record) > dayOf(last) ? record : last;
  });
}

const dayOf = ({ lastRecordedOn }: BoneDrugRecord): CalendarDay =>
  lastRecordedOn === undefined ? '' : earliestDay(lastRecordedOn);

function useOf(record: BoneDrugRecord, holdsMonths: number, injectedDepot: boolean): DrugUse {
  const { lastRecordedOn, stoppedOn } = record;
  if (lastRecordedOn === undefined) return { record, lastRecordedOn, coversUntil: undefined };
  const held = addMonths(earliestDay(lastRecordedOn), holdsMonths);
  const stopped = stoppedOn === undefined || injectedDepot ? held : latestDay(stoppedOn);
  return { record, lastRecordedOn, coversUntil: stopped < held ? stopped : held };
}

/** Undated entries: a tablet that the record calls active is believed; an injection without a day is not. */
function isCurrent({ coversUntil, record }: DrugUse, today: CalendarDay): boolean {
  if (coversUntil !== undefined) return today <= coversUntil;
  return record.ongoing && !COVERAGE[record.drug].injectedDepot;
}

const later = (last: DrugUse | undefined, use: DrugUse): DrugUse =>
  last === undefined || dayOf(use.record) > dayOf(last.record) ? use : last;
