/** Makes a week's picks, and reads them. The week is an argument: nothing here looks at the clock. */
import { createHash } from "node:crypto";
import type { RequestDatabase } from "../platform/d1.ts";
import { logError } from "../platform/log.ts";
import { inTime, type VectorIndex } from "../platform/models.ts";
import { type Curator, catalogueCurator } from "./curate.ts";
import { candidatesAt, keepPicks, picksOf, type WeeklyPicks, weeklyPicks } from "./store.ts";

/** Picks a week. */
const count = 5;
/** Places of the catalogue that are looked at for candidates. */
const places = 80;
/** Ids a `getByIds`. */
const vectorsAtOnce = 20;
const hour = 3_600;

type Making = { db: RequestDatabase; cache: KVNamespace; vectors: VectorIndex; curator?: Curator };

/**
 * Makes the picks of the week that begins on this Monday and keeps them; a week that has picks keeps those, unless
 * `isForced`. Null when the catalogue has nothing to pick. A language model joins here, as another {@link Curator}.
 */
export async function makeWeeklyPicks(
  { db, cache, vectors, curator = catalogueCurator }: Making,
  weekOf: string,
  { now, isForced }: { now: Date; isForced: boolean },
): Promise<WeeklyPicks | null> {
  const [made] = await picksOf(db, [weekOf]);
  if (made && !isForced) return made;
  const candidates = await candidatesAt(db, weekOf, spread(weekOf));
  const known = new Set(candidates.map(({ isbn }) => isbn));
  const curated = await curator.curate(candidates, await vectorsOf(vectors, [...known]), count);
  // Whoever curates, a pick is one of the candidates, matched by its ISBN.
  const picks = curated.filter(({ isbn }) => known.has(isbn)).slice(0, count);
  if (picks.length === 0) return null;
  const week: WeeklyPicks = { weekOf, picks, curatedBy: curator.name, generatedAt: now.toISOString() };
  await keepPicks(db, week, isForced);
  await cache.put(cacheKey(weekOf), JSON.stringify(week), { expirationTtl: 7 * 24 * hour });
  return week;
}

/** The picks of a week from KV, else from D1, else null: they are never made in a request. */
export async function readWeeklyPicks(
  { db, cache }: Pick<Making, "db" | "cache">,
  weekOf: string,
): Promise<WeeklyPicks | null> {
  const kept = await cache.get(cacheKey(weekOf), "json").catch(() => null);
  const parsed = weeklyPicks.safeParse(kept).data;
  if (parsed) return parsed;
  const [week] = await picksOf(db, [weekOf]);
  if (week)
    await cache.put(cacheKey(weekOf), JSON.stringify(week), { expirationTtl: hour }).catch(() => undefined);
  return week ?? null;
}

/** Places from 0 to 1, evenly apart and another set each week, but always the same for one week. */
function spread(weekOf: string): number[] {
  const offset = createHash("sha256").update(weekOf).digest().readUInt32BE(0) / 2 ** 32;
  return Array.from({ length: places }, (_, place) => (place + offset) / places);
}

/** What the index holds; without it the picks differ by subject, language, decade and author alone. */
async function vectorsOf(index: VectorIndex, isbns: string[]): Promise<Map<string, ArrayLike<number>>> {
  const vectors = new Map<string, ArrayLike<number>>();
  try {
    for (let start = 0; start < isbns.length; start += vectorsAtOnce) {
      const found = await inTime(
        "The vector index",
        index.getByIds(isbns.slice(start, start + vectorsAtOnce)),
      );
      for (const { id, values } of found) vectors.set(id, values);
    }
  } catch (error) {
    logError("weekly.without_vectors", error);
  }
  return vectors;
}

function cacheKey(weekOf: string): string {
  return `weekly-picks:${weekOf}`;
}
