/** Words → ranked editions: FTS5 with field weights, over no more candidates than {@link planOf} allows. */
import { type BookRow, bookColumns } from "../books/store.ts";
import type { Isbn } from "../isbn.ts";
import type { D1Value, RequestDatabase } from "../platform/d1.ts";
import { filterSql, type SearchFilter } from "./filter.ts";
import { type Plan, planOf } from "./plan.ts";

export const searchModes = ["TEXT", "SEMANTIC", "HYBRID"] as const;
export type SearchMode = (typeof searchModes)[number];

/**
 * A found edition: `score` is larger for a better match; `expression` is what found it in the full-text index; `book` is
 * there where looking read its row.
 */
export type Hit = {
  rowId: number;
  isbn: string;
  book: BookRow | null;
  score: number;
  matchedBy: SearchMode[];
  expression: string | null;
};

/**
 * What was found: a page, one hit more where there is a next page, and how many there are; not exact where only the
 * affordable candidates were looked at.
 */
export type Hits = { hits: Hit[]; totalCount: number; isExact: boolean; candidates: Candidates };

/** The hits as a subquery of `(row_id, score)`, for whoever counts over all of them. */
export type Candidates = { sql: string; values: D1Value[] } | null;

/** Hits of a page that is shown; of more than that only the ISBNs are read. */
const mostShown = 100;

/** The hit that a page continues after. */
export type HitKey = readonly [score: number, rowId: number];
export type Page = { first: number; after: HitKey | null };

// Title, contributors, series, subjects, description.
const fieldWeights = "10.0, 6.0, 4.0, 2.0, 1.0";

/** Titles that a query of common words only is looked for in. */
const commonCandidates = 5_000;

/** Postings that are ranked in less than the way to the limiter and back takes. */
const nextToNothing = 2_000;

/**
 * Finds editions by words, when `admitted` says so. Until then the search is planned, and what costs next to nothing is
 * looked for already: no caller waits for the one and then for the other.
 */
export async function searchText(
  db: RequestDatabase,
  words: readonly string[],
  filter: SearchFilter,
  page: Page,
  admitted: Promise<unknown>,
): Promise<Hits> {
  // A refusal may come first, and is told at the end.
  admitted.catch(() => undefined);
  const plan = await planOf(db, words);
  const isCheap = plan?.kind === "ranked" && plan.postings <= nextToNothing;
  const look = () => hitsOf(db, plan, words, filter, page);
  const [hits] = await Promise.all([isCheap ? look() : admitted.then(look), admitted]);
  return hits;
}

async function hitsOf(
  db: RequestDatabase,
  plan: Plan | null,
  words: readonly string[],
  filter: SearchFilter,
  page: Page,
): Promise<Hits> {
  if (!plan) return { hits: [], totalCount: 0, isExact: true, candidates: null };
  if (plan.kind === "common") {
    const byPhrase = await pageOf(db, byTitle(plan.phrase, words, filter), page, null);
    return { ...byPhrase, isExact: byPhrase.totalCount < commonCandidates };
  }
  if (plan.all !== null) {
    const all = await pageOf(db, byRank(plan.all, filter), page, plan.all);
    if (all.totalCount > 0 || plan.all === plan.any) return all;
  }
  return pageOf(db, byRank(plan.any, filter), page, plan.any);
}

/** An ISBN is looked up, not searched. */
export async function lookUpIsbn(db: RequestDatabase, isbn: Isbn, page: Page): Promise<Hits> {
  const candidates = { sql: "SELECT row_id, 1.0 AS score FROM books WHERE isbn = ?", values: [isbn] };
  return pageOf(db, candidates, page, null);
}

type Subquery = NonNullable<Candidates>;

function byRank(expression: string, filter: SearchFilter): Subquery {
  const { where, values } = filterSql(filter);
  // The books are only read where the filter asks for them: they cost more than the ranking.
  const narrowed = where === "" ? "" : `JOIN books ON books.row_id = book_search.rowid`;
  return {
    sql: `SELECT book_search.rowid AS row_id, -bm25(book_search, ${fieldWeights}) AS score
            FROM book_search ${narrowed} WHERE book_search MATCH ? ${where}`,
    values: [expression, ...values],
  };
}

/**
 * Books with a title of these words and little else: those that begin with them, by index, the shortest among them
 * first; and as many others as are affordable. So the title that *is* the query is always found.
 */
function byTitle(phrase: string, words: readonly string[], filter: SearchFilter): Subquery {
  const { where, values } = filterSql(filter);
  const inTitle = `title : (${words.map((word) => `"${word}"`).join(" AND ")})`;
  return {
    sql: `SELECT row_id, 1.0 / (1 + length(title)) + (title = ? COLLATE NOCASE) AS score FROM books
           WHERE row_id IN (
                 SELECT row_id FROM (SELECT row_id FROM books WHERE title >= ? COLLATE NOCASE
                    AND title < ? || char(1114111) COLLATE NOCASE ORDER BY title COLLATE NOCASE LIMIT ?)
                 UNION SELECT rowid FROM (SELECT rowid FROM book_search WHERE book_search MATCH ? LIMIT ?)) ${where}`,
    values: [phrase, phrase, phrase, commonCandidates, inTitle, commonCandidates, ...values],
  };
}

/**
 * The page goes on after the *place* of the last hit, looked up anew: scores move a little with every book that is
 * added, and a cursor that only held a score would skip or repeat. The held score serves where the hit is gone.
 */
async function pageOf(
  db: RequestDatabase,
  candidates: Subquery,
  { first, after }: Page,
  expression: string | null,
): Promise<Hits> {
  const [score, rowId] = after ?? [null, null];
  const place = `
    (?2 IS NULL OR found.score < (SELECT score FROM last) OR (found.score = (SELECT score FROM last) AND found.row_id > ?2))`;
  // ?1 to ?3 are the page's own.
  let parameter = 3;
  const numbered = candidates.sql.replace(/\?/g, () => `?${++parameter}`);
  const values = [first + 1, rowId, score, ...candidates.values];
  const columns = first <= mostShown ? bookColumns : "books.isbn";
  type Row = { row_id: number; score: number; total: number } & (BookRow | Pick<BookRow, "isbn">);
  const rows = await db.all<Row>(
    `WITH found AS MATERIALIZED (${numbered}),
          last AS (SELECT coalesce((SELECT score FROM found WHERE row_id = ?2), ?3) AS score),
          page AS (SELECT found.* FROM found WHERE ${place} ORDER BY found.score DESC, found.row_id LIMIT ?1)
     SELECT page.row_id, ${columns}, page.score, (SELECT count(*) FROM found) AS total
       FROM page JOIN books ON books.row_id = page.row_id ORDER BY page.score DESC, page.row_id`,
    ...values,
  );
  const hits = rows.map((row) => {
    const { row_id: rowId, isbn, score } = row;
    const book = "work_id" in row ? row : null;
    return { rowId, isbn, book, score, matchedBy: ["TEXT" as const], expression };
  });
  // Behind the last hit there is no row left to carry the count.
  const total = rows[0]?.total ?? (after ? await countOf(db, candidates) : 0);
  return { hits, totalCount: total, isExact: true, candidates };
}

async function countOf(db: RequestDatabase, { sql, values }: Subquery): Promise<number> {
  const row = await db.first<{ total: number }>(`SELECT count(*) AS total FROM (${sql})`, ...values);
  return row?.total ?? 0;
}
