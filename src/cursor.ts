/** Keyset cursors: a cursor is the sort key of its edge, so it stays true while rows come and go around it. */
import type * as z from "zod/mini";
import { badUserInput } from "./errors.ts";

/** Packs a sort key, e.g. `[title, id]`, into opaque text. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/**
 * Unpacks a cursor that {@link encodeCursor} made.
 * @throws BAD_USER_INPUT naming `after` when it was not made for this shape of key.
 */
export function decodeCursor<Key extends z.ZodMiniType>(after: string, key: Key): z.output<Key> {
  try {
    return key.parse(JSON.parse(Buffer.from(after, "base64url").toString("utf8")));
  } catch {
    throw badUserInput("after", "is not a cursor of this list; take one from pageInfo.endCursor or an edge");
  }
}

/** Relay's connection shape, https://relay.dev/graphql/connections.htm. */
export type Connection<Node> = {
  edges: { cursor: string; node: Node }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
};

/** A page of at most `first` edges from `first + 1` rows: the extra row only tells that there is a next page. */
export function connectionOf<Row, Node>(
  rows: readonly Row[],
  page: { first: number; after: string | null },
  edge: { cursor: (row: Row) => string; node: (row: Row) => Node },
): Connection<Node> {
  const edges = rows.slice(0, page.first).map((row) => ({
    // Most clients ask for the last one only, as `endCursor`.
    get cursor() {
      return edge.cursor(row);
    },
    node: edge.node(row),
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/**
 * Checks a page size against what a list serves.
 * @throws BAD_USER_INPUT naming `first`.
 */
export function pageSize(first: number, most = 100): number {
  if (first < 1 || first > most) throw badUserInput("first", `must be from 1 to ${most}`);
  return first;
}
