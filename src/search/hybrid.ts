/** Two ranked lists as one: reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009). */
import type { Hit } from "./text.ts";

/** How much the first ranks count over the next ones: the larger, the less. From the paper, and best here as well. */
const k = 60;

/** Best first: an edition's score is the sum of 1 / (k + rank) over the lists that have it. */
export function fuse(...lists: readonly (readonly Hit[])[]): Hit[] {
  const fused = new Map<number, Hit>();
  for (const list of lists) {
    for (const [place, hit] of list.entries()) {
      const before = fused.get(hit.rowId);
      fused.set(hit.rowId, {
        ...hit,
        score: (before?.score ?? 0) + 1 / (k + place + 1),
        matchedBy: [...(before?.matchedBy ?? []), ...hit.matchedBy],
        expression: before?.expression ?? hit.expression,
      });
    }
  }
  return [...fused.values()].sort((one, other) => other.score - one.score || one.rowId - other.rowId);
}
