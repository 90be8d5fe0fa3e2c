/** What other catalogues call our editions, works and authors. */

import { authorKey } from "../authors/name.ts";
import type { Isbn } from "../isbn.ts";
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

/** What Open Library calls an edition, its work and its authors, by the names that they are credited with. */
export type OpenLibraryKeys = {
  isbn: Isbn;
  edition: string | null;
  work: string | null;
  authors: { name: string; identifier: string }[];
};

/** Remembers what Open Library calls editions that are in the catalogue; a key that has its thing keeps it. */
export function openLibraryKeysStatement(
  db: RequestDatabase,
  named: readonly OpenLibraryKeys[],
): D1PreparedStatement {
  const keyed = named.map(({ authors, ...edition }) => ({
    ...edition,
    authors: authors.map(({ name, identifier }) => ({ key: authorKey(name), identifier })),
  }));
  return db.prepare(
    `INSERT INTO identifiers (source, identifier, entity, "key")
     SELECT 'OPEN_LIBRARY', identifier, entity, "key" FROM (
       SELECT value ->> 'edition' AS identifier, 'EDITION' AS entity, value ->> 'isbn' AS "key" FROM json_each(?1)
        UNION ALL SELECT value ->> 'work', 'WORK', books.work_id FROM json_each(?1) JOIN books ON books.isbn = value ->> 'isbn'
        UNION ALL SELECT author.value ->> 'identifier', 'AUTHOR', authors.id
                    FROM json_each(?1) AS edition, json_each(edition.value, '$.authors') AS author
                    JOIN authors ON authors.match_key = author.value ->> 'key')
      WHERE identifier IS NOT NULL ON CONFLICT DO NOTHING`,
    JSON.stringify(keyed),
  );
}
