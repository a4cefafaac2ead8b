import { smallestCell } from './small-cells.ts';
import { generalisedAway } from './safe-harbor.ts';

/** What somebody who knows a person from elsewhere may know too, as it would leave in a row. */
export interface QuasiIdentifiers {
  readonly ageGroup: string;
  readonly sex: string;
  readonly race: string;
  readonly ethnicity: string;
  readonly zip3: string;
}

/** The same with the age in wide groups beside it, from which a rarer row is made less rare. */
export interface QuasiIdentity extends QuasiIdentifiers {
  readonly coarseAgeGroup: string;
}

/** At least so many people share every combination of quasi-identifiers that leaves (k of k-anonymity, Sweeney 2002). */
export const fewestAlike = smallestCell;

/** What is taken out, least first: the place, then race and ethnicity, then the exact age group. */
const levels: readonly ((identity: QuasiIdentity) => QuasiIdentifiers)[] = [
  ({ coarseAgeGroup: _coarse, ...all }) => all,
  ({ coarseAgeGroup: _coarse, ...all }) => ({ ...all, zip3: generalisedAway }),
  ({ ageGroup, sex }) => ({
    ageGroup,
    sex,
    race: generalisedAway,
    ethnicity: generalisedAway,
    zip3: generalisedAway,
  }),
  ({ coarseAgeGroup, sex }) => ({
    ageGroup: coarseAgeGroup,
    sex,
    race: generalisedAway,
    ethnicity: generalisedAway,
    zip3: generalisedAway,
  }),
];

/** What is released of one person: the quasi-identifiers and how much was taken out (0: nothing). */
export interface Released {
  readonly level: number;
  readonly values: QuasiIdentifiers;
}

const keyOf = (values: object): string => JSON.stringify(Object.values(values));
const identityKey = ({ ageGroup, coarseAgeGroup, sex, race, ethnicity, zip3 }: QuasiIdentity): string =>
  keyOf({ ageGroup, coarseAgeGroup, sex, race, ethnicity, zip3 });
export const alikeKey = ({ ageGroup, sex, race, ethnicity, zip3 }: QuasiIdentifiers): string =>
  keyOf({ ageGroup, sex, race, ethnicity, zip3 });

/** People counted by what is known of them; adding one is all that a first pass over a population does. */
export class PeopleAlike {
  private readonly counted = new Map<string, { readonly identity: QuasiIdentity; people: number }>();

  add(identity: QuasiIdentity): void {
    const found = this.counted.get(identityKey(identity));
    if (found === undefined) this.counted.set(identityKey(identity), { identity, people: 1 });
    else found.people += 1;
  }

  /**
   * For each identity what is released, undefined when even the least is shared by fewer than `fewestAlike`. A level takes
   * only those whom the level before left: each released combination then counts its own people alone.
   */
  release(): (identity: QuasiIdentity) => Released | undefined {
    const released = new Map<string, Released>();
    let left = [...this.counted.entries()];
    for (const [level, valuesAt] of levels.entries()) {
      const people = new Map<string, number>();
      for (const [, { identity, people: many }] of left) {
        const key = alikeKey(valuesAt(identity));
        people.set(key, (people.get(key) ?? 0) + many);
      }
      left = left.filter(([key, { identity }]) => {
        const values = valuesAt(identity);
        if ((people.get(alikeKey(values)) ?? 0) < fewestAlike) return true;
        released.set(key, { level, values });
        return false;
      });
    }
    return (identity) => released.get(identityKey(identity));
  }
}
