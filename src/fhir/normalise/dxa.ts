import type {
  Appointment,
  CodeableConcept,
  DiagnosticReport,
  Observation,
  Procedure,
  ServiceRequest,
} from '@medplum/fhirtypes';
import type { DxaOrder, DxaStudy, RecordedCondition } from '../../core/patient/patient-context.ts';
import type { RecordedDate } from '../../core/patient/recorded-date.ts';
import { codingIn, isIn, textOf } from '../coded.ts';
import type { LocalCode } from '../../core/patient/local-code.ts';
import { endOrStart, firstDay, referenceTo } from '../recorded-day.ts';
import { CENTRAL_DENSITY, DXA_STUDY } from '../terminology/bone-density.ts';
import { OSTEOPENIA, OSTEOPOROTIC_FRACTURE, VERTEBRAL_FRACTURE } from '../terminology/bone-disease.ts';
import { extentOf, kindOf } from './dxa-kind.ts';
import { dayOfObservation, isCounted } from './t-scores.ts';

function studyOf(
  resource: Procedure | DiagnosticReport | Observation,
  performedOn: RecordedDate | undefined,
  localCodes: readonly LocalCode[],
): DxaStudy[] {
  const kind = kindOf([resource.code], localCodes);
  if (performedOn === undefined || (kind !== 'central-dxa' && kind !== 'peripheral-dxa')) return [];
  return [{ extent: extentOf([resource.code], kind), performedOn, reference: referenceTo(resource) }];
}

/** DXA that took place: completed procedures, signed or preliminary reports, density observations. */
export function dxaStudiesFrom(
  procedures: readonly Procedure[],
  reports: readonly DiagnosticReport[],
  observations: readonly Observation[],
  localCodes: readonly LocalCode[],
): DxaStudy[] {
  return [
    ...procedures
      .filter(({ status }) => status === 'completed')
      .flatMap((procedure) =>
        studyOf(
          procedure,
          firstDay(procedure.performedDateTime) ?? endOrStart(procedure.performedPeriod),
          localCodes,
        ),
      ),
    ...reports
      .filter((report) => isCounted(report) || report.status === 'appended')
      .flatMap((report) =>
        studyOf(
          report,
          firstDay(report.effectiveDateTime) ?? endOrStart(report.effectivePeriod) ?? firstDay(report.issued),
          localCodes,
        ),
      ),
    // By code only: a FRAX result that speaks of "bone mineral density" in its name is no examination.
    ...observations
      .filter((observation) => isCounted(observation) && isIn(observation.code, CENTRAL_DENSITY, DXA_STUDY))
      .flatMap((observation) => studyOf(observation, dayOfObservation(observation), localCodes)),
  ];
}

const OPEN_REQUEST = new Set(['active', 'on-hold']);
/** Wishes are no orders: an accepted card leaves a draft proposal that somebody has still to sign. */
const NOT_AN_ORDER = new Set(['proposal', 'option']);

export function dxaOrdersFrom(
  requests: readonly ServiceRequest[],
  appointments: readonly Appointment[],
  localCodes: readonly LocalCode[],
): DxaOrder[] {
  const dxaRequests = requests.filter(({ code }) => isDxa([code], localCodes));
  return [
    ...dxaRequests
      .filter(
        ({ status, intent, doNotPerform }) =>
          OPEN_REQUEST.has(status ?? '') && !NOT_AN_ORDER.has(intent ?? '') && doNotPerform !== true,
      )
      .map((request) => orderOf(request, localCodes)),
    ...appointments.flatMap((appointment) => appointmentOf(appointment, dxaRequests, localCodes)),
  ];
}

function isDxa(
  concepts: readonly (CodeableConcept | undefined)[],
  localCodes: readonly LocalCode[],
): boolean {
  const kind = kindOf(concepts, localCodes);
  return kind === 'central-dxa' || kind === 'peripheral-dxa';
}

function orderOf(request: ServiceRequest, localCodes: readonly LocalCode[]): DxaOrder {
  const kind = kindOf([request.code], localCodes);
  const scheduledOn = firstDay(request.occurrenceDateTime, request.occurrencePeriod?.start);
  return {
    extent: extentOf([request.code], kind === 'peripheral-dxa' ? kind : 'central-dxa'),
    state: scheduledOn === undefined ? 'ordered' : 'scheduled',
    authoredOn: firstDay(request.authoredOn),
    scheduledOn,
    reference: referenceTo(request),
  };
}

function appointmentOf(
  appointment: Appointment,
  dxaRequests: readonly ServiceRequest[],
  localCodes: readonly LocalCode[],
): DxaOrder[] {
  if (!['booked', 'pending', 'arrived', 'checked-in'].includes(appointment.status ?? '')) return [];
  const concepts = [
    ...(appointment.serviceType ?? []),
    ...(appointment.reasonCode ?? []),
    appointment.appointmentType,
    { text: appointment.description ?? '' },
  ];
  const based = dxaRequests.some((request) =>
    appointment.basedOn?.some(({ reference }) => reference === referenceTo(request)),
  );
  if (!based && !isDxa(concepts, localCodes)) return [];
  const peripheral = !based && kindOf(concepts, localCodes) === 'peripheral-dxa';
  return [
    {
      extent: peripheral ? 'peripheral' : 'not-stated',
      state: 'scheduled',
      authoredOn: firstDay(appointment.created),
      scheduledOn: firstDay(appointment.start),
      reference: referenceTo(appointment),
    },
  ];
}

/** Output of a model is no radiologist's statement (v3-ObservationValue AIAST, "artificial intelligence asserted"). */
const isByModel = ({ meta }: DiagnosticReport): boolean =>
  meta?.security?.some(({ code }) => code === 'AIAST') ?? false;

/** Signed reports that code osteopenia or a vertebral fracture. */
export const signedFindingsFrom = (reports: readonly DiagnosticReport[]): RecordedCondition[] =>
  reports
    .filter((report) => ['final', 'amended', 'corrected', 'appended'].includes(report.status ?? ''))
    .filter((report) => !isByModel(report))
    .flatMap((report) => {
      const finding = report.conclusionCode?.find((concept) =>
        isIn(concept, OSTEOPENIA, VERTEBRAL_FRACTURE, OSTEOPOROTIC_FRACTURE),
      );
      if (finding === undefined) return [];
      const coding = [OSTEOPENIA, VERTEBRAL_FRACTURE, OSTEOPOROTIC_FRACTURE]
        .map((table) => codingIn(finding, table))
        .find((found) => found !== undefined);
      return [
        {
          recordedOn: firstDay(report.effectiveDateTime, report.issued),
          text: finding.text ?? coding?.display ?? textOf(finding),
          reference: referenceTo(report),
        },
      ];
    });
