/** Editions in D1. */
import type { Isbn } from "../isbn.ts";
import type { RequestDatabase } from "../platform/d1.ts";
import type { BookFormat, Provider } from "./record.ts";

/** An edition as D1 keeps it; `subjects` is a JSON list. */
export type BookRow = {
  isbn: Isbn;
  work_id: string;
  title: string;
  subtitle: string | null;
  description: string | null;
  publisher: string | null;
  published_on: string | null;
  language: string | null;
  page_count: number | null;
  format: BookFormat | null;
  subjects: string;
  cover_small: string | null;
  cover_medium: string | null;
  cover_large: string | null;
  series_name: string | null;
  series_position: number | null;
  created_at: string;
  updated_at: string;
};

/** Everything of {@link BookRow}. */
export const bookColumns = `books.isbn, books.work_id, books.title, books.subtitle, books.description, books.publisher,
  books.published_on, books.language, books.page_count, books.format, books.subjects, books.cover_small,
  books.cover_medium, books.cover_large, books.series_name, books.series_position, books.created_at, books.updated_at`;

/** The editions with these ISBNs, in no order. */
export function booksByIsbn(db: RequestDatabase, isbns: readonly string[]): Promise<BookRow[]> {
  return db.all(
    `SELECT ${bookColumns} FROM books WHERE isbn IN (SELECT value FROM json_each(?))`,
    JSON.stringify(isbns),
  );
}

/** A place in a list of editions: publication date ("" where unknown) and ISBN. */
export type EditionKey = readonly [publishedOn: string, isbn: string];

/** A work's editions, newest first and undated last, optionally of one language or format. */
export function editionsOfWork(
  db: RequestDatabase,
  workId: string,
  page: { first: number; after: EditionKey | null; language: string | null; format: BookFormat | null },
): Promise<BookRow[]> {
  const [publishedOn, isbn] = page.after ?? ["9999-99-99", ""];
  return db.all(
    `SELECT ${bookColumns} FROM books
      WHERE work_id = ?1
        AND (coalesce(published_on, '') < ?2 OR (coalesce(published_on, '') = ?2 AND isbn > ?3))
        AND (?4 IS NULL OR language = ?4 OR language LIKE ?4 || '-%')
        AND (?5 IS NULL OR format = ?5)
      ORDER BY coalesce(published_on, '') DESC, isbn LIMIT ?6`,
    workId,
    publishedOn,
    isbn,
    page.language,
    page.format,
    page.first + 1,
  );
}

/** The editions somebody contributed to in any role, newest first and undated last. */
export function editionsByAuthor(
  db: RequestDatabase,
  authorId: string,
  page: { first: number; after: EditionKey | null },
): Promise<BookRow[]> {
  const [publishedOn, isbn] = page.after ?? ["9999-99-99", ""];
  return db.all(
    `SELECT DISTINCT ${bookColumns} FROM book_authors JOIN books ON books.isbn = book_authors.isbn
      WHERE book_authors.author_id = ?1
        AND (coalesce(published_on, '') < ?2 OR (coalesce(published_on, '') = ?2 AND books.isbn > ?3))
      ORDER BY coalesce(published_on, '') DESC, books.isbn LIMIT ?4`,
    authorId,
    publishedOn,
    isbn,
    page.first + 1,
  );
}

/** What a provider said about an edition; `fields` is a JSON list. */
export type SourceRow = {
  isbn: string;
  provider: Provider;
  reference: string;
  quality: number;
  fields: string;
  fetched_at: string;
};

/** Who said what about these editions, latest first. */
export function sourcesByIsbn(db: RequestDatabase, isbns: readonly string[]): Promise<SourceRow[]> {
  return db.all(
    `SELECT isbn, provider, reference, quality, fields, fetched_at FROM book_sources
      WHERE isbn IN (SELECT value FROM json_each(?)) ORDER BY isbn, fetched_at DESC, provider`,
    JSON.stringify(isbns),
  );
}
