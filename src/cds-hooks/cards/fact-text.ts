import type { Fact } from '../../core/decision/facts.ts';
import type { Messages } from '../messages/messages.ts';
import { format, plainText } from '../messages/format.ts';

/** One fact as a sentence, without Markdown of its own; text out of the chart is made plain. */
export function factText(fact: Fact, messages: Messages): string {
  return format(messages.fact[fact.kind], valuesOf(fact, messages));
}

type Values = Readonly<Record<string, string | number>>;

function valuesOf(fact: Fact, { word, filmRefusal }: Messages): Values {
  const on = (date: string | undefined): string => date ?? word.noDate;
  switch (fact.kind) {
    case 'age':
      return { age: fact.least === fact.most ? fact.least : `${fact.least}-${fact.most}` };
    case 'sex':
      return { sex: word.sex[fact.sex] };
    case 'age-unknown':
    case 'sex-unknown':
    case 'menopause-unknown':
      return { absent: word.absent[fact.reason] };
    case 'care-limit':
      return { careLimit: word.careLimit[fact.limit] };
    case 'fracture':
      return { site: word.fractureSite[fact.site], date: on(fact.occurredOn) };
    case 'osteoporosis-diagnosis':
    case 'osteopenia-diagnosis':
    case 'hypogonadism':
    case 'signed-report':
      return { text: plainText(fact.text), date: on(fact.recordedOn) };
    case 't-score':
      return { value: tScoreText(fact), region: word.region[fact.region], date: fact.measuredOn };
    case 'dxa':
      return {
        date: fact.performedOn,
        repeatFrom: fact.repeatFrom,
        withTScore: fact.withTScore ? word.withTScore : word.withoutTScore,
      };
    case 'dxa-order':
      return { state: word.orderState[fact.state], date: on(fact.on) };
    case 'bone-drug':
      return { drug: word.drug[fact.drug], date: on(fact.lastRecordedOn) };
    case 'risk-drug':
      return { riskDrug: word.riskDrug[fact.drugClass], date: on(fact.from) };
    case 'menopause':
      return { menopause: word.menopause[fact.state] };
    case 'tool-result':
      return {
        tool: word.tool[fact.tool],
        value: fact.value,
        positive: fact.positive ? word.positive : word.notPositive,
        cut: fact.cut,
        assumed:
          fact.assumedNo.length === 0
            ? ''
            : format(word.assumedNo, {
                inputs: fact.assumedNo.map((input) => word.toolInput[input]).join(', '),
              }),
      };
    case 'tool-not-computed':
      return {
        tool: word.tool[fact.tool],
        missing: fact.missing.map((input) => word.toolInput[input]).join(', '),
      };
    case 'snooze':
      return { date: fact.setOn, until: fact.until };
    case 'film-refused':
      return { refusal: filmRefusal[fact.reason] };
    case 'film':
      return { date: on(fact.acquiredOn), outcome: word.outcome[fact.outcome] };
    case 'not-read':
      return { part: word.part[fact.part] };
    case 'draft-order':
      return { order: plainText(fact.reference) };
    case 'no-osteoporosis-drug-recorded':
    case 'spine-not-measurable':
    case 'hip-not-measurable':
      return {};
  }
}

export const tScoreText = ({ value, comparator }: Extract<Fact, { kind: 't-score' }>): string =>
  `${comparator ?? ''}${value.toFixed(1)}`;
