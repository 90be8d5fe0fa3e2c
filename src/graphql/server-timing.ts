/** Tells what a request cost, where browsers and proxies show it: https://www.w3.org/TR/server-timing/. */
import type { Plugin } from "graphql-yoga";
import type { Context } from "../context.ts";

/** Adds `Server-Timing: d1;desc="3 trips"` to every answer that is complete when it is sent. */
export function useServerTiming(): Plugin<Context> {
  const trips = new WeakMap<Request, Context["db"]>();
  return {
    onExecute: ({ args: { contextValue } }) => {
      trips.set(contextValue.request, contextValue.db);
    },
    onResponse: ({ request, response }) => {
      const db = trips.get(request);
      if (db) response.headers.set("server-timing", `d1;desc="${db.trips} trips"`);
    },
  };
}
