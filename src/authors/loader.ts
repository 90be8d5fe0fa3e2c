/** The Author ref, and who contributed to what: ids in, authors out, one statement a tick. */
import { builder } from "../builder.ts";
import { groupInOrder, requestLoader } from "../platform/request-loader.ts";
import { authorIdsByWork, authorsById, contributorsByIsbn } from "./store.ts";

export const Author = builder.loadableNodeRef("Author", {
  load: (ids: string[], context) => authorsById(context.db, ids),
  id: { resolve: (author) => author.id },
  toKey: (author) => author.id,
  sort: true,
});

export const AuthorConnection = builder.connectionObject({
  type: Author,
  name: "AuthorConnection",
  description: "A page of authors.",
});

/** ISBN → everybody on that edition, in the title page's order. */
export const contributorsOf = requestLoader(async (isbns: readonly string[], { db }) =>
  groupInOrder(isbns, await contributorsByIsbn(db, isbns), (row) => row.isbn),
);

/** Work id → its authors' ids, in order. */
export const authorIdsOf = requestLoader(async (workIds: readonly string[], { db }) => {
  const groups = groupInOrder(workIds, await authorIdsByWork(db, workIds), (row) => row.work_id);
  return groups.map((rows) => rows.map((row) => row.author_id));
});
