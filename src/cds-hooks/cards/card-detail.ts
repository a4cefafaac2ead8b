import type { Decision } from '../../core/decision/decision.ts';
import type { AvailableImageEvidence } from '../../core/evidence/image-evidence.ts';
import { format, plainText } from '../messages/format.ts';
import type { CardReason, Messages } from '../messages/messages.ts';
import { cardValues } from './card-values.ts';
import { factText } from './fact-text.ts';

/** The longest list of facts that a card shows; the app shows all. */
const MOST_FACTS = 8;

/** The detail in GitHub Flavored Markdown: what to do, what the film adds, what guidelines say, what the chart holds. */
export function cardDetail(decision: Decision, reason: CardReason, messages: Messages): string {
  const values = cardValues(decision, messages);
  const denosumab = decision.facts.some((fact) => fact.kind === 'bone-drug' && fact.drug === 'denosumab');
  return [
    format(messages.advice[reason], values),
    ...(denosumab && reason.includes('denosumab') ? [format(messages.detail.denosumab, values)] : []),
    ...(decision.ai.kind === 'used' ? aiPart(decision.ai.evidence, values, messages) : []),
    ...guidelinePart(decision, messages),
    ...factsPart(decision, messages),
  ].join('\n\n');
}

function aiPart(
  evidence: AvailableImageEvidence,
  values: Readonly<Record<string, string>>,
  { detail, word }: Messages,
): string[] {
  const views = [...new Set(evidence.films.map(({ view }) => word.view[view]))].join(', ');
  return [
    `**${detail.aiHeading}**`,
    format(detail.film, { ...values, views: views === '' ? '-' : views }),
    ...probabilityPart(evidence, detail),
    `${detail.spineOnly} ${detail.noFractures}`,
    ...(evidence.trainingData === 'simulated' ? [detail.notForClinicalUse] : []),
  ];
}

/** One probability from the fitted update with its interval, or none: a score is never shown as one. */
function probabilityPart({ probability }: AvailableImageEvidence, detail: Messages['detail']): string[] {
  if (probability.kind === 'absent') return [];
  const percent = (share: number): string => String(Math.round(100 * share));
  return [
    format(detail.probability, {
      value: percent(probability.value),
      lower: percent(probability.lower),
      upper: percent(probability.upper),
      ageSex: percent(probability.ageSexValue),
      fittedOn: plainText(probability.fittedOn),
    }),
  ];
}

function guidelinePart({ guideline }: Decision, { detail, guideline: sources }: Messages): string[] {
  if (guideline.kind === 'silenced' || guideline.basis.length === 0) return [];
  const lines = guideline.basis.map((source) => `- ${sources[source]}`);
  return [`**${detail.guidelineHeading}**`, lines.join('\n')];
}

function factsPart({ facts }: Decision, messages: Messages): string[] {
  const lines = facts
    .filter(({ kind }) => kind !== 'film' && kind !== 'draft-order')
    .slice(0, MOST_FACTS)
    .map((fact) => `- ${factText(fact, messages)}`);
  return lines.length === 0 ? [] : [`**${messages.detail.factsHeading}**`, lines.join('\n')];
}
