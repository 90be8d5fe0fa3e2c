/** A search in any mode: the modes agree on what a hit and a page are, and text answers when meaning cannot. */
import { isUnavailable } from "../errors.ts";
import { isbnOrNull } from "../isbn.ts";
import { logError } from "../platform/log.ts";
import type { SearchFilter } from "./filter.ts";
import { fuse } from "./hybrid.ts";
import { type Meaning, mostByMeaning, searchByMeaning } from "./semantic.ts";
import { type Hit, type Hits, lookUpIsbn, type Page, type SearchMode, searchText } from "./text.ts";
import { wordsOf } from "./words.ts";

/** What was found and by which mode; `degradedFrom` is the mode that was asked for and could not answer. */
export type Found = Hits & { mode: SearchMode; degradedFrom: SearchMode | null };

/** Hits of a text search that take part in a fusion. */
const mostFused = 200;

/** What is looked for. `admitted` is settled when the caller may search, and rejected when not. */
export type Sought = {
  query: string;
  mode: SearchMode;
  filter: SearchFilter;
  page: Page;
  admitted: Promise<unknown>;
};

/**
 * Finds editions. Never fails because the model or the index does.
 * @throws BAD_USER_INPUT naming `query` when it is empty of words or too long, and what `admitted` is rejected with.
 */
export async function find(
  meaning: Meaning,
  { query, mode, filter, page, admitted }: Sought,
): Promise<Found> {
  const isbn = isbnOrNull(query);
  if (isbn) {
    await admitted;
    return { ...(await lookUpIsbn(meaning.db, isbn, page)), mode, degradedFrom: null };
  }
  const words = wordsOf("query", query);
  const byText = (part: Page) => searchText(meaning.db, words, filter, part, admitted);
  if (mode === "TEXT") return { ...(await byText(page)), mode, degradedFrom: null };
  // What the model does costs money.
  await admitted;
  try {
    const byMeaning = searchByMeaning(meaning, query, filter);
    if (mode === "SEMANTIC") return { ...inMemory(await byMeaning, page), mode, degradedFrom: null };
    const [near, text] = await Promise.all([byMeaning, byText({ first: mostFused, after: null })]);
    return { ...inMemory(fuse(text.hits, near), page), mode, degradedFrom: null };
  } catch (error) {
    // Without the catalogue text cannot answer either.
    if (isUnavailable(error)) throw error;
    logError("search.degraded", error, { mode });
    return { ...(await byText(page)), mode: "TEXT", degradedFrom: mode };
  }
}

/** A page of a list that is at hand. Like every page it goes on after the place of the last hit, or after its score. */
function inMemory(all: readonly Hit[], { first, after }: Page): Hits {
  const [score, rowId] = after ?? [Number.POSITIVE_INFINITY, 0];
  const place = all.findIndex((hit) => hit.rowId === rowId);
  const rest = place >= 0 ? all.slice(place + 1) : all.filter((hit) => hit.score < score);
  const isbns = JSON.stringify(all.map(({ isbn }) => isbn));
  return {
    hits: rest.slice(0, first + 1),
    totalCount: all.length,
    isExact: all.length < mostByMeaning,
    candidates: {
      sql: "SELECT row_id, 0.0 AS score FROM books WHERE isbn IN (SELECT value FROM json_each(?))",
      values: [isbns],
    },
  };
}
