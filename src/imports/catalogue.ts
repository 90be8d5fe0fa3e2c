/** What the catalogue knows about the books of a slice, before and after it is written. */
import * as z from "zod/mini";
import type { BookRow } from "../books/store.ts";
import { booksByIsbn } from "../books/store.ts";
import type { RequestDatabase } from "../platform/d1.ts";

/** A work or edition and who made it. */
type Made = { id: string; createdBy: string | null };

export type Known = {
  /** ISBN → the edition. */
  books: Map<string, BookRow>;
  /** ISBN → who made the edition, and its work. */
  editions: Map<string, Made & { workId: string }>;
  /** Match key → the work. */
  works: Map<string, Made>;
  /** References of this import's own sources: rows that were written before. */
  sources: Set<string>;
};

/** Looks up a slice in one round trip. */
export async function lookUp(
  db: RequestDatabase,
  { isbns, workKeys, references }: { isbns: string[]; workKeys: string[]; references: string[] },
): Promise<Known> {
  const [books, editions, works, sources] = await Promise.all([
    booksByIsbn(db, isbns),
    db.all(editionsMade, JSON.stringify(isbns)),
    db.all(worksMade, JSON.stringify(workKeys)),
    db.all<{ reference: string }>(
      `SELECT reference FROM book_sources WHERE provider = 'IMPORT'
          AND isbn IN (SELECT value FROM json_each(?)) AND reference IN (SELECT value FROM json_each(?))`,
      JSON.stringify(isbns),
      JSON.stringify(references),
    ),
  ]);
  return {
    books: new Map(books.map((book) => [book.isbn, book])),
    ...readMade(editions, works),
    sources: new Set(sources.map(({ reference }) => reference)),
  };
}

/** The statements that tell who made what; for the end of the transaction that may have made it. */
export function madeStatements(
  db: RequestDatabase,
  isbns: string[],
  workKeys: string[],
): D1PreparedStatement[] {
  return [db.prepare(editionsMade, JSON.stringify(isbns)), db.prepare(worksMade, JSON.stringify(workKeys))];
}

/** The answers to {@link madeStatements}. */
export function readMade(editions: unknown[], works: unknown[]): Pick<Known, "editions" | "works"> {
  return {
    editions: new Map(
      z
        .array(edition)
        .parse(editions)
        .map((row) => [row.isbn, row]),
    ),
    works: new Map(
      z
        .array(work)
        .parse(works)
        .map((row) => [row.key, row]),
    ),
  };
}

const edition = z.object({
  isbn: z.string(),
  id: z.string(),
  workId: z.string(),
  createdBy: z.nullable(z.string()),
});
const work = z.object({ key: z.string(), id: z.string(), createdBy: z.nullable(z.string()) });

const editionsMade = `
  SELECT isbn, isbn AS id, work_id AS workId, created_by AS createdBy FROM books
   WHERE isbn IN (SELECT value FROM json_each(?))`;
const worksMade = `
  SELECT match_key AS "key", id, created_by AS createdBy FROM works
   WHERE match_key IN (SELECT value FROM json_each(?))`;
