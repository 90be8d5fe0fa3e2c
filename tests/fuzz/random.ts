/** Randomness that can be had again: the same seed, the same choices. */
import { generator } from "../../bench/random.ts";

/** What may be chosen. */
export type Random = {
  /** From 0 to below 1. */
  number: () => number;
  /** From 0 to below `most`. */
  below: (most: number) => number;
  chance: (probability: number) => boolean;
  pick: <Item>(items: readonly Item[]) => Item;
};

/** Choices by a generator of this seed. */
export function seeded(seed: number): Random {
  const number = generator(seed);
  const below = (most: number) => Math.floor(number() * most);
  return {
    number,
    below,
    chance: (probability) => number() < probability,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("Nothing to pick from");
      return item;
    },
  };
}
