/** What operations looks at, in D1. */
import { type CacheName, cacheNames } from "../platform/counters.ts";
import type { RequestDatabase } from "../platform/d1.ts";

/** Counts over the catalogue. */
export type CatalogueStatus = {
  books: number;
  works: number;
  authors: number;
  vectorized: number;
  withoutDescription: number;
};

/** All counts in one statement. */
export async function catalogueStatus(db: RequestDatabase): Promise<CatalogueStatus> {
  const [status] = await db.all<CatalogueStatus>(
    `SELECT count(*) AS books, count(vectorized_at) AS vectorized, count(*) - count(description) AS withoutDescription,
            (SELECT count(*) FROM works) AS works, (SELECT count(*) FROM authors) AS authors FROM books`,
  );
  return status ?? { books: 0, works: 0, authors: 0, vectorized: 0, withoutDescription: 0 };
}

export type DeadLetter = {
  id: string;
  queue: string;
  body: string;
  error: string | null;
  at: string;
  replayed_at: string | null;
};

const letterColumns = "id, queue, body, error, at, replayed_at";

/** Dead letters, latest first. */
export function deadLetters(
  db: RequestDatabase,
  { first, after }: { first: number; after: readonly [at: string, id: string] | null },
): Promise<DeadLetter[]> {
  const [at, id] = after ?? ["9999", ""];
  return db.all(
    `SELECT ${letterColumns} FROM dead_letters WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`,
    at,
    id,
    first + 1,
  );
}

/** Dead letters by id, in no order. */
export function deadLettersById(db: RequestDatabase, ids: readonly string[]): Promise<DeadLetter[]> {
  return db.all(
    `SELECT ${letterColumns} FROM dead_letters WHERE id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
}

/** `succeeded` is 0 or 1. */
export type CronRun = {
  name: string;
  started_at: string;
  took_ms: number;
  succeeded: number;
  summary: string;
};

/** The last runs of all crons. */
export function cronRuns(db: RequestDatabase, first: number): Promise<CronRun[]> {
  return db.all(
    "SELECT name, started_at, took_ms, succeeded, summary FROM cron_runs ORDER BY started_at DESC, name LIMIT ?",
    first,
  );
}

/** How often a cache saved a call. */
export type CacheStatus = { name: CacheName; hits: number; misses: number };

/** All caches, over all that is kept of the counts. */
export async function cacheStatuses(db: RequestDatabase): Promise<CacheStatus[]> {
  const counts = await db.all<{ name: string; count: number }>(
    "SELECT name, sum(count) AS count FROM counters WHERE name GLOB 'cache.*' GROUP BY name",
  );
  const countOf = (name: string) => counts.find((one) => one.name === name)?.count ?? 0;
  return cacheNames.map((name) => ({
    name,
    hits: countOf(`cache.${name}.hit`),
    misses: countOf(`cache.${name}.miss`),
  }));
}

/** Requests by outcome, the last day's dead letters that nobody has sent again, and since when an enrichment is due. */
export type Load = {
  ok: number;
  refused: number;
  failed: number;
  deadLetters: number;
  dueSince: string | null;
};

/** What happened since then. */
export async function loadSince(db: RequestDatabase, since: Date, now: Date): Promise<Load> {
  const load = await db.first<Load>(
    `SELECT coalesce(sum(count) FILTER (WHERE name = 'requests.ok'), 0) AS ok,
            coalesce(sum(count) FILTER (WHERE name = 'requests.refused'), 0) AS refused,
            coalesce(sum(count) FILTER (WHERE name = 'requests.failed'), 0) AS failed,
            (SELECT count(*) FROM dead_letters WHERE replayed_at IS NULL AND at >= ?3) AS deadLetters,
            (SELECT min(not_before) FROM enrichment_requests WHERE status = 'QUEUED' AND not_before <= ?2) AS dueSince
       FROM counters WHERE at >= ?1`,
    since.toISOString(),
    now.toISOString(),
    new Date(now.getTime() - 86_400_000).toISOString(),
  );
  return load ?? { ok: 0, refused: 0, failed: 0, deadLetters: 0, dueSince: null };
}

/** Days that counts are kept. */
export const countersKeptDays = 30;

/** Forgets counts from before then. */
export async function forgetCounters(db: RequestDatabase, before: Date): Promise<void> {
  await db.write([db.prepare("DELETE FROM counters WHERE at < ?", before.toISOString())]);
}
