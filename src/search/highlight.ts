/** The passage of a found book that matched: made only where it is asked for, for a whole page in one statement. */
import type { RequestDatabase } from "../platform/d1.ts";
import { requestLoader } from "../platform/request-loader.ts";

/** A hit's row and the FTS5 expression that found it. */
export type Passage = { rowId: number; expression: string };

/** Passage → its text as HTML: escaped, with `<mark>` around the words; null when the book is gone from the index. */
export const highlightOf = requestLoader(async (passages: readonly Passage[], { db }) => {
  const byExpression = Map.groupBy(passages, ({ expression }) => expression);
  const found = await Promise.all(
    [...byExpression].map(async ([expression, of]) => {
      const rowIds = of.map(({ rowId }) => rowId);
      return [expression, await passagesOf(db, expression, rowIds)] as const;
    }),
  );
  const html = new Map(found);
  return passages.map(({ rowId, expression }) => html.get(expression)?.get(rowId) ?? null);
});

/** Row → passage as HTML, for rows that the expression found. One statement. */
export async function passagesOf(
  db: RequestDatabase,
  expression: string,
  rowIds: readonly number[],
): Promise<Map<number, string>> {
  const rows = await db.all<{ row_id: number; snippet: string }>(
    `SELECT book_search.rowid AS row_id, snippet(book_search, -1, char(2), char(3), '…', 24) AS snippet
       FROM json_each(?) AS hit CROSS JOIN book_search ON book_search.rowid = hit.value
      WHERE book_search MATCH ?`,
    JSON.stringify(rowIds),
    expression,
  );
  return new Map(rows.map(({ row_id: rowId, snippet }) => [rowId, asHtml(snippet)]));
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
