/** The Book ref: ISBNs in, editions out, one statement a tick. */
import * as z from "zod/mini";
import { builder } from "../builder.ts";
import { coversByIsbn } from "../covers/store.ts";
import { type Connection, connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import { groupInOrder, requestLoader } from "../platform/request-loader.ts";
import type { bookFormats } from "./record.ts";
import { type BookRow, booksByIsbn, type EditionKey, sourcesByIsbn } from "./store.ts";

export const Book = builder.loadableNodeRef("Book", {
  load: (isbns: string[], context) => booksByIsbn(context.db, isbns),
  id: { resolve: (book) => book.isbn },
  toKey: (book) => book.isbn,
  sort: true,
});

export const BookConnection = builder.connectionObject({
  type: Book,
  name: "BookConnection",
  description: "A page of editions.",
});

export const BookFormatEnum = builder.enumType("BookFormat", {
  description: "How an edition is made.",
  values: {
    HARDCOVER: { description: "Bound in boards." },
    PAPERBACK: { description: "Bound in paper, mass-market and trade alike." },
    EBOOK: { description: "A file to read, whatever its format." },
    AUDIOBOOK: { description: "Read aloud, on disc or as a file." },
    OTHER: { description: "Anything else: a map, a scroll, a boxed set." },
  } satisfies Record<(typeof bookFormats)[number], { description: string }>,
});

const editionKey = z.tuple([z.string(), z.string()]);

/** A page of a list of editions, newest first: `load` is given the checked page and answers with one row more. */
export async function editionConnection(
  { first, after = null }: { first: number; after?: string | null | undefined },
  load: (page: { first: number; after: EditionKey | null }) => Promise<BookRow[]>,
): Promise<Connection<BookRow>> {
  const rows = await load({
    first: pageSize(first),
    after: after === null ? null : decodeCursor(after, editionKey),
  });
  return connectionOf(
    rows,
    { first, after },
    {
      cursor: (book) => encodeCursor([book.published_on ?? "", book.isbn]),
      node: (book) => book,
    },
  );
}

/** ISBN → who said what about that edition. */
export const sourcesOf = requestLoader(async (isbns: readonly string[], { db }) =>
  groupInOrder(isbns, await sourcesByIsbn(db, isbns), (row) => row.isbn),
);

/** ISBN → the covers that this Worker serves. */
export const coversOf = requestLoader(async (isbns: readonly string[], { db }) =>
  groupInOrder(isbns, await coversByIsbn(db, isbns), (row) => row.isbn),
);
