/** Editions together with what their ISBN is enough to load. */
import type { GraphQLResolveInfo } from "graphql";
import { contributorsOf } from "../authors/loader.ts";
import type { Context } from "../context.ts";
import { type Ahead, loadAhead } from "../graphql/ahead.ts";
import { Book, coversOf, sourcesOf } from "./loader.ts";
import type { BookRow } from "./store.ts";

/** By ISBN, for {@link loadAhead}. */
export const bookAhead: Ahead = {
  contributors: (isbn, _args, context) => contributorsOf(context).load(isbn),
  sources: (isbn, _args, context) => sourcesOf(context).load(isbn),
  cover: (isbn, _args, context) => coversOf(context).load(isbn),
};

/** An edition, null where the catalogue has none, or why it cannot be had. */
export type BookAhead = BookRow | null | Promise<never>;

/**
 * Editions in the order of their ISBNs; and with them, in the same trip, what is asked for below the present field or the
 * field at `path` in it: there is nothing to wait for then.
 */
export async function booksAhead(
  isbns: readonly string[],
  context: Context,
  info: GraphQLResolveInfo,
  path: readonly string[] = [],
): Promise<BookAhead[]> {
  const loader = Book.getDataloader(context);
  const [books] = await Promise.all([
    Promise.allSettled(isbns.map((isbn) => loader.load(isbn))),
    loadAhead(bookAhead, isbns, context, info, path),
  ]);
  return books.map((book) => (book.status === "fulfilled" ? book.value : failed(book.reason)));
}

/** A failure to be told where the edition is shown, if it is. */
function failed(reason: unknown): Promise<never> {
  const failure = Promise.reject(reason);
  failure.catch(() => undefined);
  return failure;
}
