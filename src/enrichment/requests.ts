/** Requests to complete an edition, a work or an author: kept, claimed by one processor at a time, tried again, never lost. */
import * as z from "zod/mini";
import type { Provider } from "../books/record.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import type { Attempt } from "./pipeline.ts";

export const entityKinds = ["EDITION", "WORK", "AUTHOR"] as const;
export type EntityKind = (typeof entityKinds)[number];

/** A request as D1 keeps it; `providers` is a JSON list or null for all. Times are ISO 8601. */
export type RequestRow = {
  id: string;
  entity: EntityKind;
  key: string;
  priority: number;
  providers: string | null;
  status: "QUEUED" | "RUNNING" | "COMPLETED" | "FAILED";
  retries: number;
  created_at: string;
};

const columns = `id, entity, "key", priority, providers, status, retries, created_at`;

/** What is asked for. `key` is an ISBN, or the id of a work or author. */
export type NewRequest = {
  entity: EntityKind;
  key: string;
  priority: number;
  providers: readonly Provider[] | null;
};

/** Keeps requests; one that is under way already is raised to the higher priority. Twice is the same as once. */
export async function requestEnrichment(
  db: RequestDatabase,
  requests: readonly NewRequest[],
  now: Date,
): Promise<void> {
  const entries = requests.map((request) => ({ ...request, id: crypto.randomUUID() }));
  await db.write([
    db.prepare(
      `INSERT INTO enrichment_requests (id, entity, "key", priority, providers, status, not_before, created_at)
       SELECT value ->> 'id', value ->> 'entity', value ->> 'key', value ->> 'priority', value ->> 'providers', 'QUEUED', ?2, ?2
         FROM json_each(?1) WHERE true
           ON CONFLICT (entity, "key") WHERE status IN ('QUEUED', 'RUNNING')
           DO UPDATE SET priority = max(priority, excluded.priority)`,
      JSON.stringify(entries),
      now.toISOString(),
    ),
  ]);
}

/** The request that is under way, or else the latest that was, for an entity. */
export function latestRequest(
  db: RequestDatabase,
  entity: EntityKind,
  key: string,
): Promise<RequestRow | null> {
  return db.first(
    `SELECT ${columns} FROM enrichment_requests WHERE entity = ? AND "key" = ?
      ORDER BY status IN ('QUEUED', 'RUNNING') DESC, created_at DESC LIMIT 1`,
    entity,
    key,
  );
}

/** Requests by id, in no order. */
export function requestsById(db: RequestDatabase, ids: readonly string[]): Promise<RequestRow[]> {
  return db.all(
    `SELECT ${columns} FROM enrichment_requests WHERE id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
}

const claimed = z.array(
  z.object({
    id: z.string(),
    entity: z.enum(entityKinds),
    key: z.string(),
    providers: z.nullable(z.string()),
    retries: z.int(),
  }),
);
export type Claimed = z.output<typeof claimed>[number];

/** A claim that nobody came back from is free again after this. */
const claimMs = 10 * 60_000;

/** Claims the next requests, highest priority first, then oldest. Two processors never claim the same. */
export async function claim(db: RequestDatabase, most: number, now: Date): Promise<Claimed[]> {
  const [result] = await db.write([
    db.prepare(
      `UPDATE enrichment_requests SET status = 'RUNNING', claimed_at = ?1
        WHERE id IN (SELECT id FROM enrichment_requests
                      WHERE status = 'QUEUED' AND not_before <= ?1 OR status = 'RUNNING' AND claimed_at < ?2
                      ORDER BY priority DESC, created_at, id LIMIT ?3)
        RETURNING id, entity, "key", providers, retries`,
      now.toISOString(),
      new Date(now.getTime() - claimMs).toISOString(),
      most,
    ),
  ]);
  return claimed.parse(result?.results ?? []);
}

/** Retries before a request is given up; each waits four times as long as the one before. */
const mostRetries = 3;
const firstRetryMs = 60_000;

/** How a claimed request went; `notBefore` when nobody could be asked yet. */
export type Outcome = "done" | "failed" | { notBefore: Date };

/** Logs the attempts that were made and ends the request, or puts it back for later. */
export async function settle(
  db: RequestDatabase,
  { id, retries }: Pick<Claimed, "id" | "retries">,
  { attempts, outcome }: { attempts: readonly Attempt[]; outcome: Outcome },
  now: Date,
): Promise<void> {
  const isPostponed = typeof outcome === "object";
  const status =
    outcome === "done" ? "COMPLETED" : isPostponed || retries < mostRetries ? "QUEUED" : "FAILED";
  const delayed = new Date(now.getTime() + firstRetryMs * 4 ** retries);
  const notBefore = (isPostponed ? outcome.notBefore : delayed).toISOString();
  await db.write([
    db.prepare(
      `INSERT INTO enrichment_attempts (request_id, provider, succeeded, fields_updated, error, took_ms, at)
       SELECT ?2, value ->> 'provider', value ->> 'succeeded', value ->> 'fieldsUpdated', value ->> 'error',
              value ->> 'tookMs', ?3 FROM json_each(?1)`,
      JSON.stringify(attempts.filter(({ closedUntil }) => closedUntil === null || !isPostponed)),
      id,
      now.toISOString(),
    ),
    db.prepare(
      "UPDATE enrichment_requests SET status = ?, retries = retries + ?, not_before = ?, claimed_at = NULL WHERE id = ?",
      status,
      status === "QUEUED" && !isPostponed ? 1 : 0,
      notBefore,
      id,
    ),
  ]);
}

/** `succeeded` is 0 or 1, `fields_updated` a JSON list. */
export type AttemptRow = {
  request_id: string;
  provider: Provider;
  succeeded: number;
  fields_updated: string;
  error: string | null;
  took_ms: number;
  at: string;
};

/** What was tried for these requests, in order. */
export function attemptsOf(db: RequestDatabase, ids: readonly string[]): Promise<AttemptRow[]> {
  return db.all(
    `SELECT request_id, provider, succeeded, fields_updated, error, took_ms, at FROM enrichment_attempts
      WHERE request_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
    JSON.stringify(ids),
  );
}

export type QueueStatus = {
  pending: number;
  processing: number;
  failed: number;
  oldestPendingAt: string | null;
};

/** How the queue stands. */
export async function queueStatus(db: RequestDatabase): Promise<QueueStatus> {
  const status = await db.first<QueueStatus>(
    `SELECT count(*) FILTER (WHERE status = 'QUEUED') AS pending, count(*) FILTER (WHERE status = 'RUNNING') AS processing,
            count(*) FILTER (WHERE status = 'FAILED') AS failed,
            min(created_at) FILTER (WHERE status = 'QUEUED') AS oldestPendingAt FROM enrichment_requests`,
  );
  return status ?? { pending: 0, processing: 0, failed: 0, oldestPendingAt: null };
}
