/** How good a ranking is. */

/** Means over queries: recall of the relevant documents at three depths, and of 1 over the first one's rank. */
export type Quality = { "R@1": number; "R@10": number; "R@100": number; MRR: number };

/** Measures ranked ids against the relevant ones, query by query. */
export function quality(
  results: readonly { ranked: readonly string[]; relevant: ReadonlySet<string> }[],
): Quality {
  const mean = (of: (result: (typeof results)[number]) => number) =>
    results.reduce((sum, result) => sum + of(result), 0) / results.length;
  const recall = (depth: number) =>
    mean(
      ({ ranked, relevant }) =>
        ranked.slice(0, depth).filter((id) => relevant.has(id)).length / relevant.size,
    );
  return {
    "R@1": recall(1),
    "R@10": recall(10),
    "R@100": recall(100),
    MRR: mean(({ ranked, relevant }) => {
      const rank = ranked.findIndex((id) => relevant.has(id)) + 1;
      return rank === 0 ? 0 : 1 / rank;
    }),
  };
}
