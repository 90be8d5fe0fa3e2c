/** A scanned barcode, whatever is down: the edition's own object enriches it, else what the catalogue has answers. */
import { completenessOf } from "../books/completeness.ts";
import type { Isbn } from "../isbn.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import { inTime } from "../platform/in-time.ts";
import { logError } from "../platform/log.ts";
import { knownEdition } from "./edition-store.ts";
import type { Enriched } from "./pipeline.ts";
import { requestEnrichment } from "./requests.ts";

/** Of a book that somebody held in their hands; imports ask with 2, editors with 5 unless they say otherwise. */
const scanPriority = 8;
/** Milliseconds: the barcode's budget, and time to write. */
const patience = 12_000;
const retryAfterSeconds = 30;

/** What became of it, and a sentence for the client where the providers were not asked though they should have been. */
export type Scanned = { enriched: Enriched; note: string | null };

/** Enriches one edition. Nobody scans twice for our sake: what nobody could answer is queued. */
export async function scan(
  env: Pick<Env, "ENRICHMENTS">,
  db: RequestDatabase,
  isbn: Isbn,
  { isForced, now }: { isForced: boolean; now: Date },
): Promise<Scanned> {
  const asked: Promise<Enriched> = env.ENRICHMENTS.get(env.ENRICHMENTS.idFromName(isbn)).enrich(
    isbn,
    isForced,
  );
  const scanned = await inTime("The enrichment", asked, patience).then(
    (enriched) => ({ enriched, note: null }),
    (error: unknown) => {
      logError("enrichment.unavailable", error);
      return withoutProviders(db, isbn);
    },
  );
  // The object wrote; a replica may not have it yet.
  db.fromPrimary();
  if (scanned.enriched.kind === "unavailable") {
    await requestEnrichment(
      db,
      [{ entity: "EDITION", key: isbn, priority: scanPriority, providers: null }],
      now,
    );
  }
  return scanned;
}

async function withoutProviders(db: RequestDatabase, isbn: Isbn): Promise<Scanned> {
  const known = await knownEdition(db, isbn);
  if (!known) return { enriched: { kind: "unavailable", retryAfterSeconds, attempts: [] }, note: null };
  const completeness = completenessOf(known.record);
  return {
    enriched: { kind: "enriched", fieldsUpdated: [], fromCache: true, completeness, stale: [], attempts: [] },
    note: "The providers could not be asked: this is what the catalogue has.",
  };
}
