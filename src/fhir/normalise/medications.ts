import type { Medication, Procedure } from '@medplum/fhirtypes';
import { LONGEST_HOLD_MONTHS } from '../../core/decision/treatment.ts';
import type { BoneDrugRecord, RiskDrugRecord } from '../../core/patient/patient-context.ts';
import { addMonths, latestDay, type CalendarDay } from '../../core/patient/recorded-date.ts';
import { endOrStart, firstDay, referenceTo } from '../recorded-day.ts';
import { doseUseOf } from './dose-use.ts';
import { boneDrugOf, drugConcept, injectedDrugOf, namesDrug, riskDrugOf } from './drug-of.ts';
import { drugSpan, type MedicationEntry } from './drug-use.ts';

export interface RecordedDrugs {
  readonly boneDrugs: readonly BoneDrugRecord[];
  readonly riskDrugs: readonly RiskDrugRecord[];
  /** False when an entry that may be current treatment does not say which drug it is: then none can be called absent. */
  readonly allNamed: boolean;
}

/** Drugs that treat osteoporosis and drugs that raise its risk, entry by entry. */
export function drugsFrom(
  entries: readonly MedicationEntry[],
  medications: readonly Medication[],
  procedures: readonly Procedure[],
  today: CalendarDay,
): RecordedDrugs {
  const boneDrugs: BoneDrugRecord[] = [];
  const riskDrugs: RiskDrugRecord[] = [];
  let allNamed = true;
  for (const entry of entries) {
    const span = drugSpan(entry);
    if (span === undefined) continue;
    const concept = drugConcept(entry, medications);
    const reference = referenceTo(entry);
    const { evidence, from, until, lastRecordedOn, stoppedOn, ongoing, doses, routes } = span;
    const mayHold =
      lastRecordedOn === undefined || today <= addMonths(latestDay(lastRecordedOn), LONGEST_HOLD_MONTHS);
    if (mayHold && !namesDrug(concept)) allNamed = false;
    const drug = boneDrugOf(concept);
    if (drug !== undefined) {
      const doseUse = doseUseOf(drug, concept, doses);
      boneDrugs.push({
        drug,
        doseUse,
        evidence,
        firstRecordedOn: from,
        lastRecordedOn,
        stoppedOn,
        ongoing,
        reference,
      });
    }
    const drugClass = riskDrugOf(concept, ...routes);
    if (drugClass !== undefined) riskDrugs.push({ drugClass, from, until, ongoing, reference });
  }
  return { boneDrugs: [...boneDrugs, ...injectionsFrom(procedures)], riskDrugs, allNamed };
}

/** Doses that were given in clinic and stand as Procedures with a billing code. */
const injectionsFrom = (procedures: readonly Procedure[]): BoneDrugRecord[] =>
  procedures.flatMap((procedure): BoneDrugRecord[] => {
    const { status, code, performedDateTime, performedPeriod } = procedure;
    const drug = injectedDrugOf(code);
    if (status !== 'completed' || drug === undefined) return [];
    return [
      {
        drug,
        doseUse: doseUseOf(drug, code, []),
        evidence: 'administered',
        lastRecordedOn: firstDay(performedDateTime) ?? endOrStart(performedPeriod),
        stoppedOn: undefined,
        ongoing: false,
        reference: referenceTo(procedure),
      },
    ];
  });
