/** Makes a week's picks, and reads them. The week is an argument: nothing here looks at the clock. */
import { createHash } from "node:crypto";
import type { RequestDatabase } from "../platform/d1.ts";
import { fromCache, inTime, soon } from "../platform/in-time.ts";
import { logError } from "../platform/log.ts";
import type { VectorIndex } from "../platform/models.ts";
import { type Curator, catalogueCurator } from "./curate.ts";
import { spread } from "./spread.ts";
import { candidatesFrom, keepPicks, picksOf, type WeeklyPicks, weeklyPicks } from "./store.ts";

/** Picks a week. */
const count = 5;
/** Books that are looked at, and those of them that the curator chooses from. */
const looked = 400;
const candidatesShown = 80;
/** Ids a `getByIds`. */
const vectorsAtOnce = 20;
const hour = 3_600;

type Making = {
  db: RequestDatabase;
  cache: KVNamespace;
  /** Absent where no index is bound. */
  vectors?: VectorIndex | undefined;
  curator?: Curator;
};

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
  const found = await candidatesFrom(db, weekOf, { start: placeOf(weekOf), most: looked });
  const candidates = spread(found, candidatesShown);
  const known = new Set(candidates.map(({ isbn }) => isbn));
  const curated = await curator.curate(candidates, await vectorsOf(vectors, [...known]), count);
  // Whoever curates, a pick is one of the candidates, matched by its ISBN, and named once.
  const picks = curated.filter(({ isbn }) => known.delete(isbn)).slice(0, count);
  if (picks.length === 0) return null;
  const week: WeeklyPicks = { weekOf, picks, curatedBy: curator.name, generatedAt: now.toISOString() };
  await keepPicks(db, week, isForced);
  // Of two runs at once the first is kept, and the cache must hold what D1 does.
  const [kept = week] = await picksOf(db, [weekOf]);
  hold(kept, now);
  await keepInCache(cache, kept, 7 * 24 * hour);
  return kept;
}

/** The week that this isolate has read last: everybody asks for the same five books. */
let held: { week: WeeklyPicks; at: number } | null = null;
/** Milliseconds; KV may be as far behind by itself. */
const heldFor = 60_000;

function hold(week: WeeklyPicks, now: Date): void {
  held = { week, at: now.getTime() };
}

/** The picks of a week from this isolate, else from KV, else from D1, else null: they are never made in a request. */
export async function readWeeklyPicks(
  { db, cache }: Pick<Making, "db" | "cache">,
  weekOf: string,
  now: Date,
): Promise<WeeklyPicks | null> {
  if (held?.week.weekOf === weekOf && Math.abs(now.getTime() - held.at) < heldFor) return held.week;
  const kept = await fromCache(cache.get(cacheKey(weekOf), "json"));
  const parsed = weeklyPicks.safeParse(kept).data;
  if (parsed) hold(parsed, now);
  if (parsed) return parsed;
  const [week] = await picksOf(db, [weekOf]);
  if (week) await keepInCache(cache, week, hour);
  return week ?? null;
}

/** Where in the pick order a week begins to look: another place each week, always the same for one week. */
function placeOf(weekOf: string): number {
  return createHash("sha256").update(weekOf).digest().readUInt32BE(0);
}

/** A cache that cannot be written costs a trip to D1 later, never the picks. */
async function keepInCache(cache: KVNamespace, week: WeeklyPicks, expirationTtl: number): Promise<void> {
  await soon("weekly.not_cached", cache.put(cacheKey(week.weekOf), JSON.stringify(week), { expirationTtl }));
}

/** What the index holds; without it the picks differ by subject, language, decade and author alone. */
async function vectorsOf(
  index: VectorIndex | undefined,
  isbns: string[],
): Promise<Map<string, ArrayLike<number>>> {
  const vectors = new Map<string, ArrayLike<number>>();
  if (!index) return vectors;
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
