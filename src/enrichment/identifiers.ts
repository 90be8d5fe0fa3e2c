/** What other catalogues call our editions, works and authors. */
import type { RequestDatabase } from "../platform/d1.ts";
import type { EntityKind } from "./requests.ts";

/** One thing's identifiers by source; null where a source has not named it. */
export type Identifiers = { OPEN_LIBRARY: string | null; WIKIDATA: string | null };

/** The identifiers of one edition (by ISBN), work or author (by id); the oldest where a source has several. */
export async function identifiersOf(
  db: RequestDatabase,
  entity: EntityKind,
  key: string,
): Promise<Identifiers> {
  const rows = await db.all<{ source: string; identifier: string }>(
    `SELECT source, min(identifier) AS identifier FROM identifiers WHERE entity = ? AND "key" = ? GROUP BY source`,
    entity,
    key,
  );
  const of = (source: string) => rows.find((row) => row.source === source)?.identifier ?? null;
  return { OPEN_LIBRARY: of("OPEN_LIBRARY"), WIKIDATA: of("WIKIDATA") };
}
