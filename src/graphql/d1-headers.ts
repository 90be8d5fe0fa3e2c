/** What D1 tells of a request: what it cost (https://www.w3.org/TR/server-timing/), and how far it has seen the database. */
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Both ways. A client that keeps the last one it got and sends it along reads at least what it saw and wrote before. */
export const bookmarkHeader = "x-d1-bookmark";

/**
 * Adds `Server-Timing: d1;desc="3 trips", statements;desc="9", rows;desc="40"` and the bookmark to every answer that is
 * complete when it is sent.
 */
export function useD1Headers(): Plugin<Context> {
  const databases = new WeakMap<Request, Context["db"]>();
  return {
    onExecute: ({ args: { contextValue } }) => {
      databases.set(contextValue.request, contextValue.db);
    },
    onResponse: ({ request, response: { headers } }) => {
      const db = databases.get(request);
      if (!db) return;
      const counted = `d1;desc="${db.trips} trips", statements;desc="${db.statements}", rows;desc="${db.rows}"`;
      headers.set("server-timing", counted);
      if (db.bookmark) headers.set(bookmarkHeader, db.bookmark);
    },
  };
}
