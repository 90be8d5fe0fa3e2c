/** Words → ranked editions: FTS5 with field weights. */
import { isbnOrNull } from "../isbn.ts";
import type { D1Value, RequestDatabase } from "../platform/d1.ts";
import type { SearchFilter } from "./filter.ts";
import { filterSql } from "./filter.ts";
import { allWords, anyWord, wordsOf } from "./words.ts";

/** A found edition: `score` is larger for a better match, `highlight` is HTML with `<mark>` around the words. */
export type Hit = { rowId: number; isbn: string; score: number; highlight: string | null };

/** A page of hits, with one more than asked for where there is a next page. */
export type Hits = { hits: Hit[]; totalCount: number };

/** The hit that a page continues after. */
export type HitKey = readonly [score: number, rowId: number];

type Page = { first: number; after: HitKey | null };

// Title, contributors, series, subjects, description.
const fieldWeights = "10.0, 6.0, 4.0, 2.0, 1.0";

/** Finds editions by words; a query that is an ISBN in any spelling is a lookup. */
export async function searchText(
  db: RequestDatabase,
  query: string,
  filter: SearchFilter,
  page: Page,
): Promise<Hits> {
  const isbn = isbnOrNull(query);
  if (isbn) return lookUp(db, isbn, page);
  const words = wordsOf("query", query);
  const all = await match(db, allWords(words), filter, page);
  return all.totalCount > 0 || words.length === 1 ? all : match(db, anyWord(words), filter, page);
}

async function lookUp(db: RequestDatabase, isbn: string, page: Page): Promise<Hits> {
  const book = await db.first<{ row_id: number }>("SELECT row_id FROM books WHERE isbn = ?", isbn);
  if (!book) return { hits: [], totalCount: 0 };
  const hit = { rowId: book.row_id, isbn, score: 1, highlight: null };
  return { hits: page.after ? [] : [hit], totalCount: 1 };
}

async function match(
  db: RequestDatabase,
  expression: string,
  filter: SearchFilter,
  page: Page,
): Promise<Hits> {
  const { where, values } = filterSql(filter);
  const found = `
    SELECT book_search.rowid AS row_id, books.isbn, -bm25(book_search, ${fieldWeights}) AS score
      FROM book_search JOIN books ON books.row_id = book_search.rowid
     WHERE book_search MATCH ? ${where}`;
  const [rows, count] = await Promise.all([
    pageOf(db, found, [expression, ...values], page),
    db.first<{ total: number }>(`SELECT count(*) AS total FROM (${found})`, expression, ...values),
  ]);
  const highlights = await highlightsOf(db, expression, rows.slice(0, page.first));
  return {
    hits: rows.map((row) => ({
      rowId: row.row_id,
      isbn: row.isbn,
      score: row.score,
      highlight: highlights.get(row.row_id) ?? null,
    })),
    totalCount: count?.total ?? 0,
  };
}

/**
 * The page goes on after the *place* of the last hit, looked up anew: scores move a little with every book that is
 * added, and a cursor that only held a score would skip or repeat. The held score serves where the hit is gone.
 */
function pageOf(db: RequestDatabase, found: string, values: D1Value[], { first, after }: Page) {
  type Row = { row_id: number; isbn: string; score: number };
  const order = "ORDER BY score DESC, row_id LIMIT ?";
  if (!after) return db.all<Row>(`${found} ${order}`, ...values, first + 1);
  const [score, rowId] = after;
  return db.all<Row>(
    `WITH found AS MATERIALIZED (${found}),
          last AS (SELECT coalesce((SELECT score FROM found WHERE row_id = ?), ?) AS score)
     SELECT found.* FROM found, last
      WHERE found.score < last.score OR (found.score = last.score AND found.row_id > ?)
      ORDER BY found.score DESC, found.row_id LIMIT ?`,
    ...values,
    rowId,
    score,
    rowId,
    first + 1,
  );
}

/** Row id → the passage that matched, for one page only. */
async function highlightsOf(db: RequestDatabase, expression: string, rows: readonly { row_id: number }[]) {
  const snippets = await db.all<{ row_id: number; snippet: string }>(
    `SELECT rowid AS row_id, snippet(book_search, -1, char(2), char(3), '…', 24) AS snippet FROM book_search
      WHERE book_search MATCH ? AND rowid IN (SELECT value FROM json_each(?))`,
    expression,
    JSON.stringify(rows.map((row) => row.row_id)),
  );
  return new Map(snippets.map(({ row_id, snippet }) => [row_id, asHtml(snippet)]));
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\u0002": "<mark>",
  "\u0003": "</mark>",
};

function asHtml(snippet: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the markers are chosen because no book contains them.
  return snippet.replace(/[&<>\u0002\u0003]/g, (character) => entities[character] ?? character);
}
