import { kolmogorovSmirnov, populationStability } from '../src/core/statistics/distribution-shift.ts';
import { seededRandom, type Random } from './simulated-sites/random.ts';
import { intervalsOfOneSite, truth } from './simulated-sites/site-intervals.ts';
import type { ProofArguments, ProofResult } from './runner/proof.ts';

export const title =
  'The 95 % intervals of a site validation hold the true value in 93 to 97 % of simulated sites of 100, 500 and 2,000 patients';

const SIZES = [100, 500, 2000] as const;
const LOWEST = 0.93;
const HIGHEST = 0.97;
/** Stated false-alarm rate of the two drift tests, and the range that simulation may find. */
const FALSE_ALARM_RATE = 0.01;
const HIGHEST_FALSE_ALARM_SHARE = 0.015;

interface Coverage {
  readonly figure: string;
  readonly people: number;
  readonly coverage: number;
  readonly sites: number;
  /** Sites whose numbers could not give the figure (said so, no interval): not counted as covered or missed. */
  readonly notEstimable: number;
}

export async function run({ size, seed }: ProofArguments): Promise<ProofResult> {
  const sites = size === 'full' ? 10_000 : 800;
  const coverages = SIZES.flatMap((people) => coveragesAt(people, sites, seededRandom(seed + people)));
  const alarms = falseAlarms(size === 'full' ? 20_000 : 2000, seededRandom(seed));
  // The small size has too few sites to tell 0.970 from 0.972: its limits are wider by three standard errors.
  const slack = size === 'full' ? 0 : 3 * Math.sqrt((0.05 * 0.95) / sites);
  const outside = coverages.filter((c) => c.coverage < LOWEST - slack || c.coverage > HIGHEST + slack);
  const tooManyAlarms = Object.values(alarms).some(
    (share) => share > HIGHEST_FALSE_ALARM_SHARE + (size === 'full' ? 0 : 0.01),
  );
  return {
    holds: outside.length === 0 && !tooManyAlarms,
    counts: { figures: coverages.length, outside: outside.length, simulatedSites: sites * SIZES.length },
    limits: { lowest: LOWEST - slack, highest: HIGHEST + slack },
    coverages,
    falseAlarms: { statedRate: FALSE_ALARM_RATE, ...alarms },
  };
}

function coveragesAt(people: number, sites: number, random: Random): readonly Coverage[] {
  const covered = new Map<string, number>();
  const missing = new Map<string, number>();
  const add = (counts: Map<string, number>, figure: string) =>
    counts.set(figure, (counts.get(figure) ?? 0) + 1);
  for (let site = 0; site < sites; site++) {
    for (const [figure, interval] of Object.entries(intervalsOfOneSite(people, random))) {
      if (interval.kind === 'not-estimable') add(missing, figure);
      else if (interval.lower <= truth[figure]! && truth[figure]! <= interval.upper) add(covered, figure);
    }
  }
  return Object.keys(truth).map((figure) => {
    const notEstimable = missing.get(figure) ?? 0;
    return {
      figure,
      people,
      coverage: (covered.get(figure) ?? 0) / (sites - notEstimable),
      sites,
      notEstimable,
    };
  });
}

/** How often the drift tests alarm when nothing has changed: 300 earlier against 100 new films. */
function falseAlarms(repeats: number, random: Random): Readonly<Record<string, number>> {
  let [stability, distance] = [0, 0];
  for (let i = 0; i < repeats; i++) {
    const shares = [0.4, 0.3, 0.2, 0.1];
    const psi = populationStability(draw(300, shares, random), draw(100, shares, random), FALSE_ALARM_RATE);
    const normals = (n: number) => Array.from({ length: n }, () => random.normal());
    const ks = kolmogorovSmirnov(normals(300), normals(100), FALSE_ALARM_RATE);
    if (psi.kind === 'estimated' && psi.alarm) stability++;
    if (ks.kind === 'estimated' && ks.alarm) distance++;
  }
  return {
    'population stability index': stability / repeats,
    'Kolmogorov-Smirnov': distance / repeats,
  };
}

function draw(people: number, shares: readonly number[], random: Random): number[] {
  const counts = shares.map(() => 0);
  for (let i = 0; i < people; i++) {
    let u = random.uniform();
    const category = shares.findIndex((share) => (u -= share) < 0);
    counts[category < 0 ? shares.length - 1 : category]!++;
  }
  return counts;
}
