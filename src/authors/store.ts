/** Authors in D1, and who contributed what. */
import type { ContributorRole } from "../books/record.ts";
import type { RequestDatabase } from "../platform/d1.ts";

/** An author as D1 keeps it. */
export type AuthorRow = {
  id: string;
  name: string;
  bio: string | null;
  birth_year: number | null;
  death_year: number | null;
  gender: string | null;
  nationality: string | null;
  photo: string | null;
  wikidata_id: string | null;
};

/** Everything of {@link AuthorRow}. */
export const authorColumns =
  "authors.id, authors.name, authors.bio, authors.birth_year, authors.death_year, authors.gender, authors.nationality, authors.photo, authors.wikidata_id";

/** The authors with these ids, in no order. */
export function authorsById(db: RequestDatabase, ids: readonly string[]): Promise<AuthorRow[]> {
  return db.all(
    `SELECT ${authorColumns} FROM authors WHERE id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
}

/** One line of an edition's title page. */
export type ContributorRow = { isbn: string; author_id: string; role: ContributorRole; credited_as: string };

/** Everybody on these editions, in each title page's order. */
export function contributorsByIsbn(db: RequestDatabase, isbns: readonly string[]): Promise<ContributorRow[]> {
  return db.all(
    `SELECT isbn, author_id, role, credited_as FROM book_authors
      WHERE isbn IN (SELECT value FROM json_each(?)) ORDER BY isbn, position`,
    JSON.stringify(isbns),
  );
}

/** Who wrote these works, in order. */
export function authorIdsByWork(
  db: RequestDatabase,
  workIds: readonly string[],
): Promise<{ work_id: string; author_id: string }[]> {
  return db.all(
    `SELECT work_id, author_id FROM work_authors
      WHERE work_id IN (SELECT value FROM json_each(?)) ORDER BY work_id, position`,
    JSON.stringify(workIds),
  );
}

/** A place among found names: the shorter the name, the more of it the query is; ties by id. Neither ever moves. */
export type NameKey = readonly [length: number, id: string];

/** Authors whose name holds every word of `match` (an FTS5 expression made by the search slice), closest first. */
export function authorsByName(
  db: RequestDatabase,
  match: string,
  page: { first: number; after: NameKey | null },
): Promise<AuthorRow[]> {
  const [length, id] = page.after ?? [0, ""];
  return db.all(
    `SELECT ${authorColumns} FROM author_search JOIN authors ON authors.row_id = author_search.rowid
      WHERE author_search MATCH ?1 AND (length(authors.name), authors.id) > (?2, ?3)
      ORDER BY length(authors.name), authors.id LIMIT ?4`,
    match,
    length,
    id,
    page.first + 1,
  );
}
