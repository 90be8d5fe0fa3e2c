/** Read your writes: D1's bookmark, carried to the client in a header and accepted back from it. */
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Both ways. A client that keeps the last one it got and sends it along sees at least what it saw before. */
export const bookmarkHeader = "x-d1-bookmark";

/** Adds the bookmark to every answer for which D1 was asked before it was sent. */
export function useBookmark(): Plugin<Context> {
  const databases = new WeakMap<Request, Context["db"]>();
  return {
    onExecute: ({ args: { contextValue } }) => {
      databases.set(contextValue.request, contextValue.db);
    },
    onResponse: ({ request, response }) => {
      const bookmark = databases.get(request)?.bookmark;
      if (bookmark) response.headers.set(bookmarkHeader, bookmark);
    },
  };
}
