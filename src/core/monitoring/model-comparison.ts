import type { ImageOutcome } from '../evidence/image-evidence.ts';
import { compareAucs, type PairedAuc } from '../statistics/auc.ts';
import { notEstimable, type Estimated, type NotEstimable } from '../statistics/estimate.ts';
import { wilson } from '../statistics/proportion.ts';

/** What one model set said of a study: its decision and how far its score lies above its flagging cut; or no score. */
export interface ModelReading {
  readonly outcome: ImageOutcome | 'unavailable';
  readonly margin: number | undefined;
}

/** One person's newest study as champion and challenger read it, with the DXA that arrived. */
export interface PairedReading {
  readonly champion: ModelReading;
  readonly challenger: ModelReading;
  /** Undefined: no DXA with a T-score around the film, or treatment begun in between. */
  readonly osteoporosis: boolean | undefined;
}

export interface FlaggedYield {
  readonly flagged: number;
  readonly withDxa: number;
  readonly withOsteoporosis: number;
  /** Among those flagged who had a DXA (Wilson). */
  readonly ppv: Estimated;
}

/** Champion against challenger on the same people. Holds counts and figures, no person. */
export interface ModelComparison {
  readonly people: number;
  readonly withDxa: number;
  /** How often each pair of decisions came, "champion > challenger", same ones included. */
  readonly decisions: Readonly<Record<string, number>>;
  readonly changed: number;
  /** AUC of the challenger minus that of the champion (paired DeLong), on people with both scores and a DXA. */
  readonly aucDifference: PairedAuc | NotEstimable;
  readonly champion: FlaggedYield;
  readonly challenger: FlaggedYield;
  /** People whom one of the two alone flags: where the models differ in what they would do. */
  readonly flaggedByChallengerAlone: FlaggedYield;
  readonly flaggedByChampionAlone: FlaggedYield;
}

type ModelName = 'champion' | 'challenger';

export function compareModels(pairs: readonly PairedReading[]): ModelComparison {
  const flaggedBy = (name: ModelName) => (pair: PairedReading) => pair[name].outcome === 'flagged';
  const [byChampion, byChallenger] = [flaggedBy('champion'), flaggedBy('challenger')];
  const decisions: Record<string, number> = {};
  for (const { champion, challenger } of pairs) {
    const name = `${champion.outcome} > ${challenger.outcome}`;
    decisions[name] = (decisions[name] ?? 0) + 1;
  }
  return {
    people: pairs.length,
    withDxa: pairs.filter((pair) => pair.osteoporosis !== undefined).length,
    decisions,
    changed: pairs.filter((pair) => pair.champion.outcome !== pair.challenger.outcome).length,
    aucDifference: aucDifference(pairs),
    champion: yieldOf(pairs.filter(byChampion)),
    challenger: yieldOf(pairs.filter(byChallenger)),
    flaggedByChallengerAlone: yieldOf(pairs.filter((pair) => byChallenger(pair) && !byChampion(pair))),
    flaggedByChampionAlone: yieldOf(pairs.filter((pair) => byChampion(pair) && !byChallenger(pair))),
  };
}

function yieldOf(flagged: readonly PairedReading[]): FlaggedYield {
  const withDxa = flagged.filter((pair) => pair.osteoporosis !== undefined).length;
  const withOsteoporosis = flagged.filter((pair) => pair.osteoporosis === true).length;
  return { flagged: flagged.length, withDxa, withOsteoporosis, ppv: wilson(withOsteoporosis, withDxa) };
}

/** Margins above the own cut are scores that compare over the variants of one model set, as in a validation. */
function aucDifference(pairs: readonly PairedReading[]): PairedAuc | NotEstimable {
  const scored = pairs.flatMap(({ champion, challenger, osteoporosis: positive }) =>
    champion.margin === undefined || challenger.margin === undefined || positive === undefined
      ? []
      : [{ champion: champion.margin, challenger: challenger.margin, positive }],
  );
  if (scored.length === 0) return notEstimable('nobody has both scores and a DXA');
  const casesOf = (name: ModelName) => scored.map((s) => ({ score: s[name], positive: s.positive }));
  return compareAucs(casesOf('challenger'), casesOf('champion'));
}
