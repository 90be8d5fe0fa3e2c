/** Pages of what somebody made, which their id is enough to load. */
import * as z from "zod/mini";
import { editionConnection } from "../books/loader.ts";
import { editionsByAuthor } from "../books/store.ts";
import { connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import type { Ahead } from "../graphql/ahead.ts";
import { oncePerRequest } from "../platform/request-loader.ts";
import { worksByAuthor } from "../works/store.ts";

type Page = { first: number; after?: string | null | undefined };

/** A number to sort by and the id that breaks ties. */
export const placeKey = z.tuple([z.number(), z.string()]);

/** Somebody's works as the field asks for them. */
export const worksOf = oncePerRequest(async (authorId: string, { first, after = null }: Page, { db }) => {
  const page = { first: pageSize(first), after: after === null ? null : decodeCursor(after, placeKey) };
  return connectionOf(
    await worksByAuthor(db, authorId, page),
    { first, after },
    {
      cursor: (work) => encodeCursor([work.first_published_year ?? 9999, work.id]),
      node: (work) => work,
    },
  );
});

/** Somebody's editions as the field asks for them. */
export const booksOf = oncePerRequest((authorId: string, args: Page, { db }) =>
  editionConnection(args, (page) => editionsByAuthor(db, authorId, page)),
);

/** By author id, for {@link loadAhead}. */
export const authorAhead: Ahead = { works: worksOf, books: booksOf };
