import { factText } from '../cds-hooks/cards/fact-text.ts';
import type { Messages } from '../cds-hooks/messages/messages.ts';
import type { Fact } from '../core/decision/facts.ts';
import type { PatientContext } from '../core/patient/patient-context.ts';
import type { TimeLineEntry, TimeLineKind } from './app-view.ts';
import type { StoredAssessment } from './ports/assessment-store.ts';

/** DXA, fractures, treatment, orders, films and assessments, newest first; entries without a date come last. */
export function timeLineOf(
  context: PatientContext,
  assessments: readonly StoredAssessment[],
  messages: Messages,
): readonly TimeLineEntry[] {
  const told = (kind: TimeLineKind, on: string | undefined, fact: Fact): TimeLineEntry => ({
    kind,
    on,
    text: factText(fact, messages),
  });
  const entries = [
    ...context.tScores.map((score) => told('dxa', score.measuredOn, { ...score, kind: 't-score' })),
    ...context.fractures.map((fracture) =>
      told('fracture', fracture.occurredOn, { ...fracture, kind: 'fracture' }),
    ),
    ...context.boneDrugs.map((drug) =>
      told('treatment', drug.lastRecordedOn, { ...drug, kind: 'bone-drug', coversUntil: undefined }),
    ),
    ...context.riskDrugs.map((drug) => told('treatment', drug.from, { ...drug, kind: 'risk-drug' })),
    ...context.dxaOrders.map((order) => {
      const on = order.scheduledOn ?? order.authoredOn;
      return told('order', on, { kind: 'dxa-order', state: order.state, on, reference: order.reference });
    }),
    ...assessments.flatMap((assessment) => filmEntry(assessment, messages)),
  ];
  return entries.toSorted((a, b) => ((a.on ?? '') < (b.on ?? '') ? 1 : -1));
}

function filmEntry({ evidence }: StoredAssessment, messages: Messages): TimeLineEntry[] {
  if (evidence.kind === 'unavailable') return [];
  const { acquiredOn, outcome, studyInstanceUid } = evidence;
  const text = factText({ kind: 'film', acquiredOn, outcome, studyInstanceUid }, messages);
  return [{ kind: 'film', on: acquiredOn, text }];
}
