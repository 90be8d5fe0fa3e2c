/**
 * The baseline: plain handlers that give the app's screens as JSON put together by hand. The statements are the
 * project's own, sent in as few trips as a person would send them; there is no GraphQL, no schema, no loader.
 */

import { callerOf } from "../../src/accounts/caller.ts";
import { spend } from "../../src/accounts/rates.ts";
import { hashOf } from "../../src/platform/secret.ts";
import type { SearchMode } from "../../src/search/text.ts";
import { authorPage } from "./author.ts";
import { bookPage } from "./book.ts";
import { globalId } from "./parts.ts";
import { foundBooks, rowsOf, searchPage, suggestions } from "./search.ts";
import { booksInShort, picksNow, weekOf } from "./shelf.ts";
import { Trip } from "./trip.ts";

type Answer = { body: unknown; trips: number };
type Handler = (params: URLSearchParams, env: BaselineEnv, request: Request) => Promise<Answer>;

const picksShown = 5;
const now = () => new Date();

/** Settles when the caller may search. */
async function admit(env: BaselineEnv, request: Request, bucket: "TEXT" | "SEMANTIC"): Promise<void> {
  await spend({ env: env as Env, caller: await callerOf(request, {}, now) }, bucket);
}

function textSearch(params: URLSearchParams, admitted: Promise<void>) {
  return { query: params.get("query") ?? "", mode: "TEXT" as const, first: 10, admitted };
}

const handlers: Record<string, Handler> = {
  "/book": async (params, env, { url }) => {
    const db = new Trip(env.DB);
    return { body: await bookPage(db, params.get("isbn") ?? "", url), trips: db.trips };
  },
  "/books": async (params, env, { url }) => {
    const db = new Trip(env.DB);
    return { body: await booksInShort(db, (params.get("isbns") ?? "").split(","), url), trips: db.trips };
  },
  "/author": async (params, env, { url }) => {
    const db = new Trip(env.DB);
    return { body: await authorPage(db, params.get("id") ?? "", url), trips: db.trips };
  },
  "/search": async (params, env, request) => {
    const mode = (params.get("mode") ?? "TEXT") as SearchMode;
    const admitted = admit(env, request, mode === "TEXT" ? "TEXT" : "SEMANTIC");
    return searchPage(env, { query: params.get("query") ?? "", mode, first: 20, admitted, url: request.url });
  },
  "/suggest": (params, env) => suggestions(env, params.get("prefix") ?? "", 8),
  "/week": async (_params, env, { url }) => {
    const db = new Trip(env.DB);
    const picks = await picksNow(db, env.CACHE);
    const books = await booksInShort(db, picks?.picks.map(({ isbn }) => isbn) ?? [], url);
    return { body: weekOf(picks, books), trips: db.trips };
  },
  "/found": async (params, env, request) => {
    const sought = textSearch(params, admit(env, request, "TEXT"));
    const { found, hits, trips } = await foundBooks(env, sought);
    const db = new Trip(env.DB);
    const books = await booksInShort(
      db,
      hits.map(({ isbn }) => isbn),
      request.url,
      rowsOf(hits),
    );
    const body = { totalCount: found.totalCount, edges: books.map((node) => ({ node })) };
    return { body, trips: trips + db.trips };
  },
  // Picks and search side by side, then every book of the screen in one trip.
  "/home": async (params, env, request) => {
    const db = new Trip(env.DB);
    const [picks, { found, hits, trips }] = await Promise.all([
      picksNow(db, env.CACHE),
      foundBooks(env, textSearch(params, admit(env, request, "TEXT"))),
    ]);
    const asked = (params.get("isbns") ?? "").split(",");
    const picked = picks?.picks.map(({ isbn }) => isbn) ?? [];
    const isbns = [...picked, ...hits.map(({ isbn }) => isbn), ...asked];
    const books = await booksInShort(db, isbns, request.url, rowsOf(hits));
    const [one, two, three] = books.slice(-3);
    const found10 = books.slice(picked.length, -3);
    const body = {
      weeklyRecommendations: weekOf(picks, books.slice(0, picksShown)),
      search: { totalCount: found.totalCount, edges: found10.map((node) => ({ node })) },
      one,
      two,
      three,
    };
    return { body, trips: trips + db.trips };
  },
  "/job": async (params, env) => {
    const [id, token] = [params.get("id") ?? "", params.get("token") ?? ""];
    const opened = await env.JOBS.get(env.JOBS.idFromName(id)).open({
      tokenHash: hashOf(token),
      owner: null,
    });
    if (!opened) return { body: null, trips: 0 };
    const { processed, total, succeeded, failed, status, createdAt, finishedAt } = opened.state;
    const progress = {
      total,
      processed,
      succeeded,
      failed,
      percent: total ? Math.floor((processed / total) * 1000) / 10 : 0,
    };
    return { body: { id: globalId("ImportJob", id), status, createdAt, finishedAt, progress }, trips: 0 };
  },
};

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const handler = handlers[pathname];
    if (!handler) return new Response("There is no such page.", { status: 404 });
    const { body, trips } = await handler(searchParams, env, request);
    return Response.json(body, { headers: { "server-timing": `d1;desc="${trips} trips"` } });
  },
} satisfies ExportedHandler<BaselineEnv>;
