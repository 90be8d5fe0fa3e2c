/** What operations looks at, in D1. */
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

export type DeadLetter = { id: string; queue: string; body: string; error: string | null; at: string };

/** Dead letters, latest first. */
export function deadLetters(
  db: RequestDatabase,
  { first, after }: { first: number; after: readonly [at: string, id: string] | null },
): Promise<DeadLetter[]> {
  const [at, id] = after ?? ["9999", ""];
  return db.all(
    "SELECT id, queue, body, error, at FROM dead_letters WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?",
    at,
    id,
    first + 1,
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
