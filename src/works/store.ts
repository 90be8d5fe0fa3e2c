/** Works in D1. */
import type { RequestDatabase } from "../platform/d1.ts";

/** A work as D1 keeps it; `subjects` is a JSON list. */
export type WorkRow = {
  id: string;
  title: string;
  subtitle: string | null;
  description: string | null;
  original_language: string | null;
  first_published_year: number | null;
  subjects: string;
};

const workColumns =
  "works.id, works.title, works.subtitle, works.description, works.original_language, works.first_published_year, works.subjects";

/** The works with these ids, in no order. */
export function worksById(db: RequestDatabase, ids: readonly string[]): Promise<WorkRow[]> {
  return db.all(
    `SELECT ${workColumns} FROM works WHERE id IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
}

/** An author's works by year of first publication, unknown years last; `after` is the last row of the page before. */
export function worksByAuthor(
  db: RequestDatabase,
  authorId: string,
  page: { first: number; after: readonly [number, string] | null },
): Promise<WorkRow[]> {
  const [year, id] = page.after ?? [-1, ""];
  return db.all(
    `SELECT ${workColumns}
       FROM work_authors JOIN works ON works.id = work_authors.work_id
      WHERE work_authors.author_id = ?1
        AND (coalesce(works.first_published_year, 9999), works.id) > (?2, ?3)
      ORDER BY coalesce(works.first_published_year, 9999), works.id
      LIMIT ?4`,
    authorId,
    year,
    id,
    page.first + 1,
  );
}

/** A place among found titles: the shorter the title, the more of it the query is; ties by id. Neither ever moves. */
export type TitleKey = readonly [length: number, id: string];

/** Works whose title or authors hold the words of `match` (an FTS5 expression), closest first. */
export function worksByWords(
  db: RequestDatabase,
  match: string,
  page: { first: number; after: TitleKey | null },
): Promise<WorkRow[]> {
  const [length, id] = page.after ?? [0, ""];
  return db.all(
    `SELECT ${workColumns} FROM work_search JOIN works ON works.row_id = work_search.rowid
      WHERE work_search MATCH ?1 AND (length(works.title), works.id) > (?2, ?3)
      ORDER BY length(works.title), works.id LIMIT ?4`,
    match,
    length,
    id,
    page.first + 1,
  );
}
