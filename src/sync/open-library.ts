/**
 * Follows Open Library's recent changes day by day: what changed there and stands in our catalogue is asked about again.
 * Only days that are over are read, since their pages no longer move. A page's requests and the place after it are kept
 * in one transaction: after a failure nothing is skipped and nothing is asked twice.
 */
import * as z from "zod/mini";
import type { RequestDatabase } from "../platform/d1.ts";

/** https://openlibrary.org/dev/docs/api/recentchanges: each change names the records it touched. */
const changes = z.array(z.object({ changes: z._default(z.array(z.object({ key: z.string() })), []) }));

/** The next page to read. */
const place = z.object({ day: z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/)), offset: z.int() });
type Place = z.output<typeof place>;

type Syncing = {
  db: RequestDatabase;
  fetch: (request: Request) => Promise<Response>;
  baseUrl: string;
  contact: string;
  now: () => Date;
};

const source = "open-library-changes";
/** Changes a page, the most the service gives. */
const pageSize = 100;
/** Pages a run; the next run goes on. */
const mostPages = 50;
const dayMs = 86_400_000;
/** Behind everything that a person asked for. */
const priority = 3;

/** Reads on from where the last run stopped. @throws when the service fails: the place is kept for the next run. */
export async function syncOpenLibrary(
  syncing: Syncing,
): Promise<{ pages: number; requested: number; isCaughtUp: boolean }> {
  const { db, now } = syncing;
  const today = now().toISOString().slice(0, 10);
  let at = await placeOf(db, now());
  let [pages, requested] = [0, 0];
  while (at.day < today && pages < mostPages) {
    const keys = await page(syncing, at);
    const next: Place =
      keys.count < pageSize
        ? { day: new Date(Date.parse(at.day) + dayMs).toISOString().slice(0, 10), offset: 0 }
        : { day: at.day, offset: at.offset + pageSize };
    requested += await keep(db, keys.identifiers, next, now());
    at = next;
    pages += 1;
  }
  return { pages, requested, isCaughtUp: at.day >= today };
}

async function placeOf(db: RequestDatabase, now: Date): Promise<Place> {
  const row = await db.first<{ state: string }>("SELECT state FROM sync_metadata WHERE source = ?", source);
  const yesterday = { day: new Date(now.getTime() - dayMs).toISOString().slice(0, 10), offset: 0 };
  return row ? place.parse(JSON.parse(row.state)) : yesterday;
}

async function page({ fetch, baseUrl, contact }: Syncing, { day, offset }: Place) {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}/recentchanges/${day.replaceAll("-", "/")}.json`);
  url.searchParams.set("limit", String(pageSize));
  url.searchParams.set("offset", String(offset));
  const headers = { accept: "application/json", "user-agent": `BooksTrack/1.0 (${contact})` };
  const response = await fetch(new Request(url, { headers, signal: AbortSignal.timeout(20_000) }));
  if (!response.ok) throw new Error(`Open Library answered ${response.status} to its recent changes`);
  const told = changes.parse(await response.json());
  const keys = told.flatMap((change) => change.changes.map(({ key }) => key));
  const identifiers = keys.flatMap((key) => /^\/(?:books|works|authors)\/(OL\d+[MWA])$/.exec(key)?.[1] ?? []);
  return { count: told.length, identifiers: [...new Set(identifiers)] };
}

/** Asks for what stands in the catalogue, and moves on, in one transaction; returns how many were asked for. */
async function keep(db: RequestDatabase, identifiers: string[], next: Place, now: Date): Promise<number> {
  const at = now.toISOString();
  const [asked] = await db.write([
    db.prepare(
      `INSERT INTO enrichment_requests (id, entity, "key", priority, status, not_before, created_at)
       SELECT lower(hex(randomblob(16))), entity, "key", ${priority}, 'QUEUED', ?2, ?2 FROM identifiers
        WHERE source = 'OPEN_LIBRARY' AND identifier IN (SELECT value FROM json_each(?1))
           ON CONFLICT (entity, "key") WHERE status IN ('QUEUED', 'RUNNING') DO NOTHING`,
      JSON.stringify(identifiers),
      at,
    ),
    db.prepare(
      `INSERT INTO sync_metadata (source, state, updated_at) VALUES (?, ?, ?)
           ON CONFLICT (source) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`,
      source,
      JSON.stringify(next),
      at,
    ),
  ]);
  return asked?.meta.changes ?? 0;
}
