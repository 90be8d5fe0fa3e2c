/** Searches by hand: finding is the project's own, what is around it is not. */
import { contributorsByIsbn } from "../../src/authors/store.ts";
import { coverOf } from "../../src/books/cover.ts";
import { type BookRow, booksByIsbn } from "../../src/books/store.ts";
import { coversByIsbn } from "../../src/covers/store.ts";
import { encodeCursor } from "../../src/cursor.ts";
import { RequestDatabase } from "../../src/platform/d1.ts";
import { find, type Sought } from "../../src/search/find.ts";
import { passagesOf } from "../../src/search/highlight.ts";
import { suggest } from "../../src/search/suggest.ts";
import type { Hit } from "../../src/search/text.ts";
import { by, credits, globalId } from "./parts.ts";
import { Trip } from "./trip.ts";

/** The ids of what a search finds, and its books in one more trip. */
export async function foundBooks(
  env: BaselineEnv,
  { query, mode, first, admitted }: Pick<Sought, "query" | "mode" | "admitted"> & { first: number },
) {
  const db = new RequestDatabase(env.DB);
  const meaning = { db, ai: env.AI, vectors: env.BOOK_VECTORS, cache: env.CACHE };
  const found = await find(meaning, { query, mode, filter: {}, page: { first, after: null }, admitted });
  return { found, hits: found.hits.slice(0, first), trips: db.trips };
}

/** The rows that looking has read. */
export function rowsOf(hits: readonly Hit[]): BookRow[] {
  return hits.flatMap(({ book }) => book ?? []);
}

/** A page of what was found, as the app shows it. */
export async function searchPage(
  env: BaselineEnv,
  { url, ...asked }: Parameters<typeof foundBooks>[1] & { url: string },
) {
  const { found, hits, trips } = await foundBooks(env, asked);
  const isbns = hits.map(({ isbn }) => isbn);
  const db = new Trip(env.DB);
  const [expression] = hits.flatMap((hit) => hit.expression ?? []);
  const loaded = Promise.all([
    hits.every(({ book }) => book) ? rowsOf(hits) : booksByIsbn(db, isbns),
    contributorsByIsbn(db, isbns),
    coversByIsbn(db, isbns),
    expression
      ? passagesOf(
          db,
          expression,
          hits.map(({ rowId }) => rowId),
        )
      : new Map<number, string>(),
  ]);
  await db.go();
  const [rows, contributors, covers, passages] = await loaded;
  const books = new Map<string, BookRow>(rows.map((row) => [row.isbn, row]));
  const [creditsOf, coversOf] = [by(contributors, (row) => row.isbn), by(covers, (row) => row.isbn)];
  const cursor = (hit: (typeof hits)[number] | undefined) =>
    hit ? encodeCursor([hit.score, hit.rowId]) : null;
  const body = {
    totalCount: found.totalCount,
    totalCountIsExact: found.isExact,
    mode: found.mode,
    degradedFrom: found.degradedFrom,
    tookMs: 0,
    edges: hits.map((hit) => {
      const book = books.get(hit.isbn);
      return {
        cursor: cursor(hit),
        score: hit.score,
        highlight: passages.get(hit.rowId) ?? null,
        matchedBy: hit.matchedBy,
        node: book && {
          id: globalId("Book", book.isbn),
          isbn: book.isbn,
          title: book.title,
          language: book.language,
          publishedOn: book.published_on,
          contributors: credits(creditsOf.get(hit.isbn) ?? []),
          cover: coverOf(book, coversOf.get(hit.isbn) ?? [], "SMALL", url),
        },
      };
    }),
    pageInfo: {
      hasNextPage: found.hits.length > hits.length,
      hasPreviousPage: false,
      startCursor: cursor(hits[0]),
      endCursor: cursor(hits.at(-1)),
    },
  };
  return { body, trips: trips + db.trips };
}

/** What could be meant by a beginning. */
export async function suggestions(env: BaselineEnv, prefix: string, first: number) {
  const db = new RequestDatabase(env.DB);
  const suggested = await suggest(db, prefix, first);
  const body = suggested.map(({ text, book, author }) => ({
    text,
    book: book && { id: globalId("Book", book.isbn), isbn: book.isbn },
    author: author && { id: globalId("Author", author.id), name: author.name },
  }));
  return { body, trips: db.trips };
}
