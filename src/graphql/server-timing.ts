/** Tells what a request cost, where browsers and proxies show it: https://www.w3.org/TR/server-timing/. */
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Adds `Server-Timing: d1;desc="3 trips", statements;desc="9", rows;desc="40"` to every answer that is complete when it is sent. */
export function useServerTiming(): Plugin<Context> {
  const databases = new WeakMap<Request, Context["db"]>();
  return {
    onExecute: ({ args: { contextValue } }) => {
      databases.set(contextValue.request, contextValue.db);
    },
    onResponse: ({ request, response }) => {
      const db = databases.get(request);
      if (!db) return;
      const counted = `d1;desc="${db.trips} trips", statements;desc="${db.statements}", rows;desc="${db.rows}"`;
      response.headers.set("server-timing", counted);
    },
  };
}
