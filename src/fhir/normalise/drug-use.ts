import type {
  CodeableConcept,
  MedicationAdministration,
  MedicationDispense,
  MedicationRequest,
  MedicationStatement,
  Quantity,
  Timing,
} from '@medplum/fhirtypes';
import type { BoneDrugRecord } from '../../core/patient/patient-context.ts';
import { addDays, earliestDay, type RecordedDate } from '../../core/patient/recorded-date.ts';
import { endOrStart, firstDay, latestOf } from '../recorded-day.ts';

export type MedicationEntry =
  MedicationRequest | MedicationStatement | MedicationAdministration | MedicationDispense;

/** One entry's use of a drug, whatever its type: when it began, was last seen, ended. */
export interface DrugSpan {
  readonly evidence: BoneDrugRecord['evidence'];
  readonly from: RecordedDate | undefined;
  readonly lastRecordedOn: RecordedDate | undefined;
  readonly until: RecordedDate | undefined;
  readonly stoppedOn: RecordedDate | undefined;
  readonly ongoing: boolean;
  readonly doses: readonly (Quantity | undefined)[];
  readonly routes: readonly (CodeableConcept | undefined)[];
}

/** The use that an entry shows; undefined when its status says that there was none (not taken, draft, in error). */
export function drugSpan(entry: MedicationEntry): DrugSpan | undefined {
  switch (entry.resourceType) {
    case 'MedicationRequest':
      return requestSpan(entry);
    case 'MedicationStatement':
      return statementSpan(entry);
    case 'MedicationAdministration':
      return administrationSpan(entry);
    case 'MedicationDispense':
      return dispenseSpan(entry);
  }
}

const boundsEnd = (timings: readonly (Timing | undefined)[]): RecordedDate | undefined =>
  timings.map((timing) => firstDay(timing?.repeat?.boundsPeriod?.end)).find((day) => day !== undefined);

type Dosage = NonNullable<MedicationRequest['dosageInstruction']>[number];

const dosageOf = (dosages: readonly Dosage[] = []): Pick<DrugSpan, 'doses' | 'routes'> => ({
  doses: dosages.flatMap(({ doseAndRate }) => (doseAndRate ?? []).map(({ doseQuantity }) => doseQuantity)),
  routes: dosages.map(({ route }) => route),
});

function requestSpan(request: MedicationRequest): DrugSpan | undefined {
  const { status, intent, doNotPerform, authoredOn, dosageInstruction } = request;
  if (!['active', 'on-hold', 'completed', 'stopped'].includes(status ?? '') || doNotPerform === true)
    return undefined;
  if (intent === 'proposal' || intent === 'plan' || intent === 'option') return undefined;
  const authored = firstDay(authoredOn);
  const end = boundsEnd((dosageInstruction ?? []).map(({ timing }) => timing));
  return {
    evidence: 'ordered',
    from: authored,
    lastRecordedOn: authored,
    until: end ?? (status === 'stopped' ? authored : undefined),
    // Stopped without a day: it holds no longer than the day on which it is known to have begun.
    stoppedOn: status === 'stopped' ? (end ?? authored) : undefined,
    ongoing: status === 'active',
    ...dosageOf(dosageInstruction),
  };
}

function statementSpan(statement: MedicationStatement): DrugSpan | undefined {
  const { status, effectiveDateTime, effectivePeriod, dateAsserted, dosage } = statement;
  if (!['active', 'completed', 'stopped', 'on-hold'].includes(status ?? '')) return undefined;
  const end = firstDay(effectivePeriod?.end);
  const start = firstDay(effectivePeriod?.start, effectiveDateTime);
  const ended = status === 'stopped' || status === 'completed';
  return {
    evidence: 'stated',
    from: start,
    lastRecordedOn: ended ? (end ?? start) : latestOf(start, firstDay(dateAsserted)),
    until: end,
    stoppedOn: ended ? (end ?? start) : undefined,
    ongoing: status === 'active' && end === undefined,
    ...dosageOf(dosage),
  };
}

function administrationSpan(administration: MedicationAdministration): DrugSpan | undefined {
  const { status, effectiveDateTime, effectivePeriod, dosage } = administration;
  if (status !== 'completed' && status !== 'in-progress') return undefined;
  const day = firstDay(effectiveDateTime) ?? endOrStart(effectivePeriod);
  return {
    evidence: 'administered',
    from: firstDay(effectiveDateTime, effectivePeriod?.start),
    lastRecordedOn: day,
    until: day,
    stoppedOn: undefined,
    ongoing: false,
    doses: [dosage?.dose],
    routes: [dosage?.route],
  };
}

function dispenseSpan(dispense: MedicationDispense): DrugSpan | undefined {
  const { status, whenHandedOver, whenPrepared, daysSupply, dosageInstruction } = dispense;
  if (status !== 'completed' && status !== 'in-progress') return undefined;
  const day = firstDay(whenHandedOver, whenPrepared);
  const lasts = day === undefined ? undefined : addDays(earliestDay(day), Math.round(daysSupply?.value ?? 0));
  return {
    evidence: 'dispensed',
    from: day,
    lastRecordedOn: day,
    until: lasts,
    stoppedOn: undefined,
    ongoing: false,
    ...dosageOf(dosageInstruction),
  };
}
