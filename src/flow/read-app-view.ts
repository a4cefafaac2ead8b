import type { Patient, Reference, RiskAssessment } from '@medplum/fhirtypes';
import { draftedServiceRequest } from '../cds-hooks/cards/drafted-service-request.ts';
import { factText } from '../cds-hooks/cards/fact-text.ts';
import { format } from '../cds-hooks/messages/format.ts';
import { cardValues } from '../cds-hooks/cards/card-values.ts';
import type { Messages } from '../cds-hooks/messages/messages.ts';
import { decide } from '../core/decision/decide.ts';
import type { Decision } from '../core/decision/decision.ts';
import type { DecisionPolicy } from '../core/decision/policy.ts';
import { questionOf, type DecisionInputs, type Question } from '../core/decision/question.ts';
import { OPTED_OUT, type FilmRefusal } from '../core/film/film.ts';
import type { ImageEvidence } from '../core/evidence/image-evidence.ts';
import type { LocalCode } from '../core/patient/local-code.ts';
import { waysToSetAside } from './app-set-aside.ts';
import { timeLineOf } from './app-time-line.ts';
import { recordedInputs } from './app-tools.ts';
import { reviewStateOf } from './review-result.ts';
import type { AppDecision, AppPatient, AppRecord, AppResult, AppReview, AppView } from './app-view.ts';
import { GUIDELINE_LINKS } from './guideline-links.ts';
import type { AppCaller } from './ports/app-tokens.ts';
import type { AssessmentStore, StoredAssessment } from './ports/assessment-store.ts';
import type { CardLedger } from './ports/card-ledger.ts';
import type { Clock } from './ports/clock.ts';
import type { FhirReader } from './ports/fhir.ts';
import type { OptOuts } from './ports/opt-outs.ts';
import type { Outbox } from './ports/outbox.ts';
import { readAppRecord, type AppChart } from './read-app-record.ts';
import type { Tenant } from './tenant.ts';

export interface AppViewPorts {
  readonly store: Pick<AssessmentStore, 'currentFor'>;
  readonly optOuts: Pick<OptOuts, 'hasOptedOut'>;
  readonly ledger: Pick<CardLedger, 'historyOf'>;
  readonly outbox: Pick<Outbox, 'writtenOf'>;
  readonly readerFor: (tenant: Tenant, fhirServer: string, accessToken: string) => FhirReader;
  readonly policyFor: (tenant: Tenant, asOf: Date) => Promise<DecisionPolicy>;
  readonly localCodesOf: (tenant: Tenant) => readonly LocalCode[];
  readonly messages: Messages;
  readonly clock: Clock;
}

/** A decision on demand: nobody is interrupted, the user came by himself. */
export interface AppDecided {
  readonly decision: Decision;
  readonly question: Question;
  readonly chart: AppChart;
  readonly assessments: readonly StoredAssessment[];
  /** The assessment that the decision used. */
  readonly shown: StoredAssessment | undefined;
}

/** Decides for the app's patient as a hook would, on the chart that the user's token reads. */
export async function decideForApp(
  caller: AppCaller,
  assessmentKey: string | undefined,
  ports: AppViewPorts,
): Promise<AppDecided> {
  const { tenant, patientId, accessToken } = caller;
  const asOf = ports.clock();
  const reader = ports.readerFor(tenant, tenant.fhirBaseUrl, accessToken);
  const [chart, stored, history, policy] = await Promise.all([
    readAppRecord(caller, reader, ports.localCodesOf(tenant), asOf),
    ports.store.currentFor(tenant.id, patientId),
    ports.ledger.historyOf(tenant.id, patientId),
    ports.policyFor(tenant, asOf),
  ]);
  const optedOut = ports.optOuts.hasOptedOut(tenant.id, patientId);
  const assessments = optedOut ? [] : stored;
  const shown = assessments.find((one) => one.assessmentKey === assessmentKey) ?? assessments[0];
  const inputs: DecisionInputs = {
    context: chart.context,
    image: shown?.evidence ?? noEvidence(chart, optedOut),
    history,
    request: { hook: 'screening' },
  };
  return {
    decision: decide(inputs, policy, asOf),
    question: questionOf(inputs, policy, asOf),
    chart,
    assessments,
    shown,
  };
}

function noEvidence({ hasImagingStudy }: AppChart, optedOut: boolean): ImageEvidence {
  const missing: FilmRefusal = hasImagingStudy
    ? { reason: 'assessment-not-finished', detail: 'no assessment is stored yet' }
    : { reason: 'no-lumbar-study', detail: 'the chart names no lumbar radiograph' };
  return { kind: 'unavailable', refusal: optedOut ? OPTED_OUT : missing, studyInstanceUid: undefined };
}

/** Everything that the app shows of its patient. */
export async function readAppView(
  caller: AppCaller,
  assessmentKey: string | undefined,
  ports: AppViewPorts,
): Promise<AppView> {
  const { messages } = ports;
  const decided = await decideForApp(caller, assessmentKey, ports);
  const { decision, question, chart, assessments, shown } = decided;
  const written = shown === undefined ? [] : await ports.outbox.writtenOf(shown);
  const references = written.map(({ resourceType, id }) => `${resourceType}/${id}`);
  const riskAssessment = references.find((reference) => reference.startsWith('RiskAssessment/'));
  return {
    asOf: question.asOf.toISOString(),
    patient: patientOf(chart.patient, question),
    result: resultOf(shown, decision, messages),
    filmReport: filmReportOf(shown, chart),
    decision: decisionOf(decision, messages),
    timeLine: timeLineOf(chart.context, assessments, messages),
    tools: recordedInputs(question),
    record: recordOf(
      references,
      shown === undefined ? 'nothing-to-review' : await reviewStateOf(caller, shown, ports),
      chart,
    ),
    draftedOrder:
      decision.draftedOrder &&
      draftedServiceRequest(
        decision.draftedOrder,
        caller.patientId,
        riskAssessment === undefined
          ? undefined
          : ({ reference: riskAssessment } as Reference<RiskAssessment>),
        messages,
      ),
    setAside: waysToSetAside(question, messages),
  };
}

function patientOf(patient: Patient | undefined, { ageYears, sex, context }: Question): AppPatient {
  const name = patient?.name?.find(({ use }) => use === 'official') ?? patient?.name?.[0];
  const spelt = name?.text ?? [...(name?.given ?? []), name?.family].filter((part) => part).join(' ');
  return {
    id: context.patientId,
    name: spelt === '' ? undefined : spelt,
    birthDate: patient?.birthDate,
    ageYears: ageYears?.least === ageYears?.most ? ageYears?.least : undefined,
    sex,
    recordNumber: patient?.identifier?.find(({ use }) => use === 'usual')?.value,
  };
}

function resultOf(shown: StoredAssessment | undefined, { ai }: Decision, messages: Messages): AppResult {
  if (shown?.evidence.kind === 'available' && ai.evidence.kind === 'available') {
    return {
      kind: 'assessed',
      assessmentKey: shown.assessmentKey,
      assessedAt: shown.assessedAt.toISOString(),
      evidence: shown.evidence,
      refusals: shown.evidence.refused.map(
        ({ view, refusal }) =>
          `${view === undefined ? '' : `${messages.word.view[view]}: `}${messages.filmRefusal[refusal.reason]}`,
      ),
    };
  }
  const refusal =
    ai.evidence.kind === 'unavailable'
      ? ai.evidence.refusal
      : { reason: 'assessment-not-finished' as const, detail: '' };
  return {
    kind: 'not-assessed',
    refusal,
    sentence: factText({ kind: 'film-refused', reason: refusal.reason }, messages),
  };
}

const SIGNED: ReadonlySet<string | undefined> = new Set(['final', 'amended', 'corrected', 'appended']);

/** By the ImagingStudy that the report names, else by the day: a report of another film must not stand beside this one. */
function filmReportOf(shown: StoredAssessment | undefined, { reports }: AppChart): AppView['filmReport'] {
  const filmDay = shown?.evidence.kind === 'available' ? shown.evidence.acquiredOn : undefined;
  if (shown === undefined || filmDay === undefined) return undefined;
  const signed = reports.filter(({ status, conclusion }) => SIGNED.has(status) && conclusion !== undefined);
  const named = signed.find(({ imagingStudy }) =>
    imagingStudy?.some(({ reference }) => reference === shown.imagingStudyReference),
  );
  const ofDay = signed.filter(({ effectiveDateTime }) => effectiveDateTime?.slice(0, 10) === filmDay);
  const report = named ?? (ofDay.length === 1 ? ofDay[0] : undefined);
  return report?.conclusion === undefined ? undefined : { on: filmDay, text: report.conclusion };
}

function decisionOf(decision: Decision, messages: Messages): AppDecision {
  const { reasonCode, guideline, facts, ai } = decision;
  const advice: Readonly<Partial<Record<string, string>>> = messages.advice;
  const sources = guideline.kind === 'silenced' ? [] : guideline.basis;
  return {
    reasonCode,
    reason: messages.reason[reasonCode],
    advice:
      advice[reasonCode] === undefined
        ? undefined
        : format(advice[reasonCode], cardValues(decision, messages)),
    filmCounts: ai.kind === 'used',
    guideline: sources.map((source) => ({
      text: messages.guideline[source],
      url: GUIDELINE_LINKS[source],
    })),
    facts: facts.map((fact) => factText(fact, messages)),
  };
}

function recordOf(written: readonly string[], review: AppReview, { task }: AppChart): AppRecord {
  if (task?.id === undefined) return { written, review, referral: undefined };
  return {
    written,
    review,
    referral: {
      reference: `Task/${task.id}`,
      status: task.status,
      stage: task.businessStatus?.text ?? task.businessStatus?.coding?.[0]?.display,
      dueOn: task.restriction?.period?.end?.slice(0, 10),
      owner: task.owner?.display ?? task.owner?.reference,
    },
  };
}
