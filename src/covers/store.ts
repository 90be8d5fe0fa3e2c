/** Covers in D1: which are fetched, which are still to fetch. */
import type { RequestDatabase } from "../platform/d1.ts";

export const coverSizes = ["SMALL", "MEDIUM", "LARGE"] as const;
export type CoverSize = (typeof coverSizes)[number];

/** A kept cover; `hash` names its bytes. */
export type CoverRow = { isbn: string; size: CoverSize; hash: string; content_type: string };

/** The kept covers of these editions. */
export function coversByIsbn(db: RequestDatabase, isbns: readonly string[]): Promise<CoverRow[]> {
  return db.all(
    `SELECT isbn, size, hash, content_type FROM covers
      WHERE isbn IN (SELECT value FROM json_each(?)) AND hash IS NOT NULL`,
    JSON.stringify(isbns),
  );
}

/** A cover to fetch. */
export type Wanted = { isbn: string; size: CoverSize; url: string };

/** Times that a cover is tried for. */
const mostAttempts = 3;

/** Covers that the records name and nobody has fetched, or whose address has changed; at most `most`. */
export function coversWanted(db: RequestDatabase, most: number): Promise<Wanted[]> {
  return db.all(
    `SELECT named.isbn, named.size, named.url FROM (
       SELECT isbn, 'SMALL' AS size, cover_small AS url FROM books WHERE cover_small IS NOT NULL
        UNION ALL SELECT isbn, 'MEDIUM', cover_medium FROM books WHERE cover_medium IS NOT NULL
        UNION ALL SELECT isbn, 'LARGE', cover_large FROM books WHERE cover_large IS NOT NULL) AS named
       LEFT JOIN covers ON covers.isbn = named.isbn AND covers.size = named.size AND covers.source_url = named.url
      WHERE covers.isbn IS NULL OR covers.hash IS NULL AND covers.attempts < ${mostAttempts}
      LIMIT ?`,
    most,
  );
}

/** What came of a wanted cover. */
export type Fetched = Wanted & {
  image: { hash: string; contentType: string; width: number; height: number } | null;
  failure: string | null;
};

/** Keeps what came of them; twice is the same as once but for the attempts counted. */
export async function keepCovers(db: RequestDatabase, fetched: readonly Fetched[], now: Date): Promise<void> {
  await db.write([
    db.prepare(
      `INSERT INTO covers (isbn, size, source_url, hash, content_type, width, height, failure, attempts, at)
       SELECT value ->> 'isbn', value ->> 'size', value ->> 'url', value ->> '$.image.hash', value ->> '$.image.contentType',
              value ->> '$.image.width', value ->> '$.image.height', value ->> 'failure', 1, ?2 FROM json_each(?1) WHERE true
           ON CONFLICT (isbn, size) DO UPDATE SET
              attempts = CASE WHEN covers.source_url = excluded.source_url THEN covers.attempts + 1 ELSE 1 END,
              source_url = excluded.source_url, failure = excluded.failure, at = excluded.at,
              -- A better address that fails leaves the cover that is there.
              hash = coalesce(excluded.hash, covers.hash), content_type = coalesce(excluded.content_type, covers.content_type),
              width = coalesce(excluded.width, covers.width), height = coalesce(excluded.height, covers.height)`,
      JSON.stringify(fetched),
      now.toISOString(),
    ),
  ]);
}
