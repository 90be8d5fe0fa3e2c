/** How the same questions fare as the catalogue grows: one client, nobody else, so that the wait is all there is. */

import { drive } from "./load.ts";
import { compareLabels, type Line, plot } from "./plot.ts";
import { prepare } from "./prepare.ts";

/** An operation's median wait at each size. */
export type Growth = { operation: string; waits: { books: number; ms: number }[]; factor: number };

/** Builds each size in turn. Meaning is left out: the index that the platform has is not on this machine. */
export async function measureGrowth(
  code: string,
  sizes: readonly number[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Growth[]> {
  const growth = new Map<string, Growth["waits"]>();
  for (const size of sizes) {
    console.log(`  ${size.toLocaleString("en")} books`);
    const prepared = await prepare(code, size, { vectors: false });
    for (const { name, api } of prepared.operations) {
      if (name === "semantic search") continue;
      const waits: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const { p50 } = await drive(prepared.stack.origins.api, api, { seconds, connections: 1 });
        if (round > 0) waits.push(p50);
      }
      growth.set(name, [...(growth.get(name) ?? []), { books: size, ms: Math.min(...waits) }]);
    }
    await prepared.end();
  }
  return [...growth].map(([operation, waits]) => {
    const [first, last] = [waits[0], waits.at(-1)];
    return { operation, waits, factor: first && last ? last.ms / first.ms : 1 };
  });
}

/** The growth as a picture, sizes and waits by powers of ten. */
export function growthPlot(growth: readonly Growth[]): string {
  const lines: Line[] = growth.map(({ operation, waits }) => ({
    label: operation,
    points: waits.map(({ books, ms }) => [books, ms]),
  }));
  return plot(lines.sort(compareLabels), {
    x: "books in the catalogue",
    y: "median milliseconds, one client",
  });
}
