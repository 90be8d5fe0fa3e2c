/**
 * Counts for operators. An isolate adds up in memory and writes after a moment, so that a busy one costs D1 a statement a
 * second and not one a request.
 */
import { logError } from "./log.ts";
import { observed } from "./observation.ts";

const pending = new Map<string, number>();
/** When a write was last promised, in milliseconds; a promise whose request was cut short is forgotten. */
let promisedAt = 0;

const waitMs = 1_000;
const forgetMs = 10_000;
const slotMs = 5 * 60_000;

/** What is counted beside requests: lookups that saved a call of a provider or of the model, and those that did not. */
export const cacheNames = ["answers", "embeddings"] as const;
export type CacheName = (typeof cacheNames)[number];

/** Counts one more. */
export function count(name: string): void {
  pending.set(name, (pending.get(name) ?? 0) + 1);
}

/** Counts a lookup in a cache, for operators and for the request's line in the log. */
export function countLookup(cache: CacheName, isHit: boolean): void {
  count(`cache.${cache}.${isHit ? "hit" : "miss"}`);
  const observation = observed();
  if (!observation) return;
  if (isHit) observation.cacheHits += 1;
  else observation.cacheMisses += 1;
}

/** Sees to it that what was counted is written soon, by this request or one that came just before. */
export function writeCountersSoon(database: D1Database, waitUntil: (work: Promise<unknown>) => void): void {
  const now = Date.now();
  if (pending.size === 0 || now - promisedAt < forgetMs) return;
  promisedAt = now;
  const later = new Promise((resume) => setTimeout(resume, waitMs));
  waitUntil(
    later.then(() => {
      promisedAt = 0;
      return writeCounters(database, new Date());
    }),
  );
}

/** Writes what was counted. What cannot be written is counted on; nobody's request fails for it. */
export async function writeCounters(database: D1Database, now: Date): Promise<void> {
  if (pending.size === 0) return;
  const counts = [...pending].map(([name, times]) => ({ name, times }));
  pending.clear();
  try {
    await database
      .prepare(
        `INSERT INTO counters (name, at, count) SELECT value ->> 'name', ?2, value ->> 'times' FROM json_each(?1) WHERE true
             ON CONFLICT (name, at) DO UPDATE SET count = count + excluded.count`,
      )
      .bind(JSON.stringify(counts), new Date(Math.floor(now.getTime() / slotMs) * slotMs).toISOString())
      .run();
  } catch (error) {
    for (const { name, times } of counts) pending.set(name, (pending.get(name) ?? 0) + times);
    logError("counters.not_written", error);
  }
}
