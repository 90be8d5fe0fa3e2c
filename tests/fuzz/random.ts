/** Randomness that can be had again: the same seed, the same choices. */
export type Random = {
  /** From 0 to below 1. */
  number: () => number;
  /** From 0 to below `most`. */
  below: (most: number) => number;
  chance: (probability: number) => boolean;
  pick: <Item>(items: readonly Item[]) => Item;
};

/** Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
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
