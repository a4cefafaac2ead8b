import type { Decision } from '../../core/decision/decision.ts';
import type { Fact } from '../../core/decision/facts.ts';
import { format } from '../messages/format.ts';
import type { Messages } from '../messages/messages.ts';
import { tScoreText } from './fact-text.ts';

/** Members of Fact whose kind can be `Kind`; some members stand for several kinds. */
type FactOf<Kind extends Fact['kind'], Member = Fact> = Member extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? Member
    : never
  : never;

export const factOf = <Kind extends Fact['kind']>(
  { facts }: Decision,
  kind: Kind,
): FactOf<Kind> | undefined => facts.find((fact): fact is FactOf<Kind> => fact.kind === kind);

/** What the placeholders of summaries and advice stand for in this decision. */
export function cardValues(decision: Decision, messages: Messages): Readonly<Record<string, string>> {
  const { word } = messages;
  const fracture = factOf(decision, 'fracture');
  const drug = factOf(decision, 'bone-drug');
  const dxa = factOf(decision, 'dxa');
  const film = factOf(decision, 'film');
  const order = factOf(decision, 'dxa-order');
  const spine = decision.draftedOrder?.sites.includes('lumbar-spine') ?? true;
  return {
    ...(fracture === undefined ? {} : { site: word.fractureSite[fracture.site] }),
    date: fracture?.occurredOn ?? dxa?.performedOn ?? order?.on ?? word.noDate,
    drug: drug === undefined ? '' : word.drug[drug.drug],
    drugDate: drug?.lastRecordedOn ?? word.noDate,
    repeatFrom: dxa?.repeatFrom ?? word.noDate,
    evidence: osteoporosisEvidence(decision, messages),
    filmDate: film?.acquiredOn ?? word.noDate,
    outcome: film === undefined ? '' : word.outcome[film.outcome],
    sites: word.orderSites[spine ? 'spine-hip' : 'hip-forearm'],
  };
}

function osteoporosisEvidence(decision: Decision, { word }: Messages): string {
  const tScore = factOf(decision, 't-score');
  if (tScore !== undefined)
    return format(word.tScoreEvidence, { value: tScoreText(tScore), date: tScore.measuredOn });
  return factOf(decision, 'osteoporosis-diagnosis')?.recordedOn ?? word.noDate;
}
