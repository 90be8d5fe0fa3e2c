/** A page of a work's editions, and what a work's id is enough to load. */
import { authorIdsOf } from "../authors/loader.ts";
import { editionConnection } from "../books/loader.ts";
import type { BookFormat } from "../books/record.ts";
import { editionsOfWork } from "../books/store.ts";
import type { Ahead } from "../graphql/ahead.ts";
import { oncePerRequest } from "../platform/request-loader.ts";

type EditionsAsked = {
  first: number;
  after?: string | null | undefined;
  language?: string | null | undefined;
  format?: BookFormat | null | undefined;
};

/** A work's editions as its field asks for them. */
export const editionsOf = oncePerRequest(
  (workId: string, { first, after, language = null, format = null }: EditionsAsked, { db }) =>
    editionConnection({ first, after }, (page) => editionsOfWork(db, workId, { ...page, language, format })),
);

/** By work id, for {@link loadAhead}. */
export const workAhead: Ahead = {
  authors: (id, _args, context) => authorIdsOf(context).load(id),
  editions: editionsOf,
};
