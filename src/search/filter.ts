/** What narrows a search, as SQL over `books`. */
import type { BookFormat } from "../books/record.ts";
import type { D1Value } from "../platform/d1.ts";

/** All parts must hold; within a list, any. An absent part does not narrow. Author ids are local, years inclusive. */
export type SearchFilter = {
  languages?: string[] | null | undefined;
  subjects?: string[] | null | undefined;
  authorIds?: string[] | null | undefined;
  publishedFrom?: number | null | undefined;
  publishedTo?: number | null | undefined;
  formats?: BookFormat[] | null | undefined;
};

/** `AND …` conditions over the table `books`, with their values. A language also admits its regional forms. */
export function filterSql(filter: SearchFilter): { where: string; values: D1Value[] } {
  const conditions: [string, D1Value][] = [];
  if (filter.languages) {
    conditions.push([
      `EXISTS (SELECT 1 FROM json_each(?) WHERE books.language = value OR books.language LIKE value || '-%')`,
      JSON.stringify(filter.languages),
    ]);
  }
  if (filter.subjects) {
    conditions.push([
      `EXISTS (SELECT 1 FROM json_each(books.subjects) AS has JOIN json_each(?) AS wanted
                WHERE has.value = wanted.value COLLATE NOCASE)`,
      JSON.stringify(filter.subjects),
    ]);
  }
  if (filter.authorIds) {
    conditions.push([
      `EXISTS (SELECT 1 FROM book_authors WHERE book_authors.isbn = books.isbn
                AND book_authors.author_id IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(filter.authorIds),
    ]);
  }
  if (filter.publishedFrom != null)
    conditions.push(["books.published_on >= ?", String(filter.publishedFrom)]);
  if (filter.publishedTo != null) conditions.push(["books.published_on < ?", String(filter.publishedTo + 1)]);
  if (filter.formats) {
    conditions.push(["books.format IN (SELECT value FROM json_each(?))", JSON.stringify(filter.formats)]);
  }
  return {
    where: conditions.map(([sql]) => `AND ${sql}`).join(" "),
    values: conditions.map(([, value]) => value),
  };
}
