/** Covers in D1: which are fetched, which are still to fetch. */
import * as z from "zod/mini";
import type { RequestDatabase } from "../platform/d1.ts";
import { jsonStrings } from "../platform/json.ts";

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

/** A book whose cover is to be fetched: `url` names the record's largest, `urls` all that it has, largest first. */
export type Wanted = { isbn: string; url: string; urls: string[] };

/** Times that a cover is tried for. */
const mostAttempts = 3;
/** Works that share a picture before nobody believes that it is their cover. */
const mostWorks = 3;

/** Books whose records name a cover that nobody has fetched, or whose address has changed; at most `most`. */
export async function coversWanted(db: RequestDatabase, most: number): Promise<Wanted[]> {
  const rows = await db.all<{ isbn: string; url: string; urls: string }>(
    `SELECT named.isbn, named.url, named.urls FROM (
       SELECT isbn, coalesce(cover_large, cover_medium, cover_small) AS url,
              (SELECT json_group_array(value) FROM json_each(json_array(cover_large, cover_medium, cover_small))
                WHERE value IS NOT NULL) AS urls FROM books) AS named
       LEFT JOIN covers ON covers.isbn = named.isbn AND covers.size = 'LARGE' AND covers.source_url = named.url
      WHERE named.url IS NOT NULL AND (covers.isbn IS NULL OR covers.hash IS NULL AND covers.attempts < ${mostAttempts})
      LIMIT ?`,
    most,
  );
  return rows.map(({ isbn, url, urls }) => ({ isbn, url, urls: jsonStrings(urls) }));
}

/** What came of a wanted cover: its sizes, or why there are none. */
export type Fetched = Wanted & {
  images: { size: CoverSize; hash: string; contentType: string; width: number; height: number }[] | null;
  failure: string | null;
};

/** Keeps what came of them; twice is the same as once but for the attempts counted. */
export async function keepCovers(db: RequestDatabase, fetched: readonly Fetched[], now: Date): Promise<void> {
  const rows = fetched.flatMap(({ isbn, url, images, failure }) =>
    (images ?? coverSizes.map((size) => ({ size }))).map((image) => ({ isbn, url, failure, ...image })),
  );
  await db.write([
    db.prepare(
      `INSERT INTO covers (isbn, size, source_url, hash, content_type, width, height, failure, attempts, at)
       SELECT value ->> 'isbn', value ->> 'size', value ->> 'url', value ->> 'hash', value ->> 'contentType',
              value ->> 'width', value ->> 'height', value ->> 'failure', 1, ?2 FROM json_each(?1) WHERE true
           ON CONFLICT (isbn, size) DO UPDATE SET
              attempts = CASE WHEN covers.source_url = excluded.source_url THEN covers.attempts + 1 ELSE 1 END,
              source_url = excluded.source_url, failure = excluded.failure, at = excluded.at,
              -- A better address that fails leaves the cover that is there.
              hash = coalesce(excluded.hash, covers.hash), content_type = coalesce(excluded.content_type, covers.content_type),
              width = coalesce(excluded.width, covers.width), height = coalesce(excluded.height, covers.height)`,
      JSON.stringify(rows),
      now.toISOString(),
    ),
  ]);
}

/** Pictures known to stand for books without a cover, by the hash of any of their sizes. */
export async function placeholders(db: RequestDatabase): Promise<Set<string>> {
  const rows = await db.all<{ hash: string }>("SELECT hash FROM placeholder_images");
  return new Set(rows.map(({ hash }) => hash));
}

/**
 * Takes away the pictures that several works share: services send one and the same for whatever they have no cover of.
 * Returns the hashes that are kept no longer, and how many books had them.
 */
export async function dropPlaceholders(db: RequestDatabase): Promise<{ hashes: string[]; books: number }> {
  const [found, dropped] = await db.write([
    db.prepare(
      `INSERT INTO placeholder_images (hash)
       SELECT covers.hash FROM covers JOIN books ON books.isbn = covers.isbn WHERE covers.hash IS NOT NULL
        GROUP BY covers.hash HAVING count(DISTINCT books.work_id) > ${mostWorks} ON CONFLICT DO NOTHING RETURNING hash`,
    ),
    db.prepare(
      `UPDATE covers SET hash = NULL, attempts = ${mostAttempts}, failure = 'Other works have the same picture: a placeholder.'
        WHERE hash IN (SELECT hash FROM placeholder_images) RETURNING isbn`,
    ),
  ]);
  const hashes = z.array(z.object({ hash: z.string() })).parse(found?.results ?? []);
  const books = z.array(z.object({ isbn: z.string() })).parse(dropped?.results ?? []);
  return { hashes: hashes.map(({ hash }) => hash), books: new Set(books.map(({ isbn }) => isbn)).size };
}
