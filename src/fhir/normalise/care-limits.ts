import type { Condition, Observation, Procedure, ServiceRequest } from '@medplum/fhirtypes';
import type { CareLimit, PatientContext } from '../../core/patient/patient-context.ts';
import { addDays, addMonths, earliestDay, type CalendarDay } from '../../core/patient/recorded-date.ts';
import { isIn, textOf } from '../coded.ts';
import { endOrStart, firstDay, referenceTo } from '../recorded-day.ts';
import { HOSPICE, PALLIATIVE_CARE, PREGNANCY, PREGNANCY_STATUS } from '../terminology/care-and-hardware.ts';
import type { ConceptTable } from '../terminology/concept-table.ts';
import { dayOfCondition, recorded } from './conditions.ts';

/** Entries without a status say "now" for this long; our own reading. */
const STATUS_FREE_MONTHS = 12;
/** A pregnancy that is still "active" in the list after ten months has ended without anybody closing the entry. */
const PREGNANCY_DAYS = 300;

type Limits = PatientContext['careLimits'];

const TABLES: readonly (readonly [CareLimit, ConceptTable])[] = [
  ['hospice', HOSPICE],
  ['palliative-care', PALLIATIVE_CARE],
  ['pregnancy', PREGNANCY],
];

const limitOf = (code: Condition['code']): CareLimit | undefined =>
  TABLES.find(([, table]) => isIn(code, table))?.[0];

/** Hospice, palliative care and pregnancy that hold today. */
export function careLimitsFrom(
  conditions: readonly Condition[],
  care: readonly (Procedure | ServiceRequest)[],
  observations: readonly Observation[],
  today: CalendarDay,
): Limits {
  return [
    ...conditions.flatMap((condition) => {
      const limit = limitOf(condition.code);
      return limit !== undefined && holdsNow(condition, limit, today)
        ? [{ ...recorded(condition), limit }]
        : [];
    }),
    ...care.flatMap((entry) => fromCare(entry, today)),
    ...observations.flatMap((observation) => fromPregnancyStatus(observation, today)),
  ];
}

function holdsNow(condition: Condition, limit: CareLimit, today: CalendarDay): boolean {
  const status = condition.clinicalStatus?.coding?.[0]?.code;
  const ended = condition.abatementDateTime ?? condition.abatementPeriod?.end;
  if (ended !== undefined || (status !== undefined && !['active', 'recurrence', 'relapse'].includes(status)))
    return false;
  const day = dayOfCondition(condition);
  if (limit === 'pregnancy') return day !== undefined && today <= addDays(earliestDay(day), PREGNANCY_DAYS);
  if (status !== undefined) return true;
  return day !== undefined && today <= addMonths(earliestDay(day), STATUS_FREE_MONTHS);
}

function fromCare(entry: Procedure | ServiceRequest, today: CalendarDay): Limits {
  const limit = limitOf(entry.code);
  if (limit === undefined || limit === 'pregnancy') return [];
  const day =
    entry.resourceType === 'Procedure'
      ? (firstDay(entry.performedDateTime) ?? endOrStart(entry.performedPeriod))
      : firstDay(entry.authoredOn);
  const open =
    entry.resourceType === 'Procedure' ? entry.status === 'in-progress' : entry.status === 'active';
  const recent =
    entry.status === 'completed' &&
    day !== undefined &&
    today <= addMonths(earliestDay(day), STATUS_FREE_MONTHS);
  if (!open && !recent) return [];
  return [{ limit, recordedOn: day, text: textOf(entry.code), reference: referenceTo(entry) }];
}

function fromPregnancyStatus(observation: Observation, today: CalendarDay): Limits {
  if (!isIn(observation.code, PREGNANCY_STATUS) || !isIn(observation.valueCodeableConcept, PREGNANCY))
    return [];
  const day = firstDay(observation.effectiveDateTime);
  if (day === undefined || today > addDays(earliestDay(day), PREGNANCY_DAYS)) return [];
  const text = textOf(observation.valueCodeableConcept);
  return [{ limit: 'pregnancy', recordedOn: day, text, reference: referenceTo(observation) }];
}
