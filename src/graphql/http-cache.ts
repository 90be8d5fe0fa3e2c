/**
 * HTTP caching (RFC 9111): queries by GET say how long they hold and get an ETag, and the Worker answers what anybody may
 * see a second time from Cloudflare's cache. Whatever else is answered says no-store.
 */
import type { ExecutionResult } from "graphql";
import type { Plugin } from "graphql-yoga";
import type { Context, Invocation } from "../context.ts";
import { logError } from "../platform/log.ts";
import { hashOf } from "../platform/secret.ts";
import { type CacheHint, hintOf, isDegraded } from "./cache-hint.ts";
import { bookmarkHeader } from "./d1-headers.ts";

const cacheName = "graphql";

/** An answer to a request with one of these is for that caller alone: who brings a bookmark has written something. */
const personalHeaders = ["authorization", "cookie", "x-api-key", bookmarkHeader];

/** What a GET may say of its query. */
const parameters = ["query", "operationName", "variables", "extensions"];

/** Must come after every plugin that may refuse a request. */
export function useHttpCache(): Plugin<Context, Invocation> {
  const hints = new WeakMap<Request, CacheHint>();
  return {
    async onRequest({ request, url, endResponse }) {
      if (!isSharable(request) || !parameters.some((name) => url.searchParams.has(name))) return;
      if (asksAfresh(request)) return;
      const kept = await found(request);
      if (kept) endResponse(repeated(kept));
    },
    onExecute: ({ args: { schema, document, operationName, contextValue } }) => {
      const { request } = contextValue;
      if (request.method !== "GET") return;
      const hint = hintOf(schema, document, operationName);
      return {
        onExecuteDone({ result }) {
          if (Symbol.asyncIterator in result || !isWhole(result, contextValue)) return;
          hints.set(request, isPersonal(request) ? { ...hint, scope: "PRIVATE" } : hint);
        },
      };
    },
    async onResponse({ request, response, setResponse, serverContext }) {
      if (!/json/.test(response.headers.get("content-type") ?? "")) return;
      if (!response.headers.has("etag")) {
        const hint = hints.get(request);
        response.headers.set("cache-control", directives(hint));
        if (!hint || hint.maxAge === 0 || response.status !== 200) return;
        const body = await response.clone().text();
        response.headers.set("etag", `"${hashOf(body).slice(0, 32)}"`);
        if (isSharable(request) && hint.scope === "PUBLIC") {
          serverContext.waitUntil(keep(request, response, body));
        }
      }
      vary(response.headers, ["Accept", ...personalHeaders]);
      if (isKnown(request, response)) {
        setResponse(new Response(null, { status: 304, headers: withoutBody(response.headers) }));
      }
    },
  };
}

/** `fetch` adds no-cache to every request with If-None-Match, and who brings an ETag asks for what we hold. */
const asksAfresh = ({ headers }: Request) =>
  Boolean(headers.get("cache-control")?.includes("no-cache")) && !headers.has("if-none-match");

const isPersonal = (request: Request) => personalHeaders.some((name) => request.headers.has(name));
const isSharable = (request: Request) => request.method === "GET" && !isPersonal(request);

/** Neither an error nor a note nor a gap that a moment later might be filled: what is not there yet is asked for again. */
function isWhole({ data, errors }: ExecutionResult, context: Context): boolean {
  if (errors?.length || context.notes.length > 0 || isDegraded(context)) return false;
  return Object.values(data ?? { missing: null }).every((root) =>
    Array.isArray(root) ? !root.includes(null) : root !== null,
  );
}

function directives(hint: CacheHint | undefined): string {
  if (!hint || hint.maxAge === 0) return hint?.scope === "PRIVATE" ? "private, no-store" : "no-store";
  return `${hint.scope.toLowerCase()}, max-age=${hint.maxAge}`;
}

/** Everything that the answer depends on: covers have this host in their address. */
function keyOf({ url, headers }: Request): string {
  const { origin, pathname, searchParams } = new URL(url);
  const asked = parameters.map((name) => searchParams.get(name));
  return `${origin}${pathname}/${hashOf(JSON.stringify([...asked, headers.get("accept")]))}`;
}

/** Without what belongs to the first caller: CORS, cookies, cost. */
async function keep(request: Request, { headers }: Response, body: string): Promise<void> {
  const lasting = Object.fromEntries(
    ["content-type", "cache-control", "etag"].map((name) => [name, headers.get(name) ?? ""]),
  );
  const kept = new Response(body, { headers: { ...lasting, date: new Date().toUTCString() } });
  try {
    await (await caches.open(cacheName)).put(keyOf(request), kept);
  } catch (error) {
    logError("http_cache.unavailable", error);
  }
}

/** Without the cache everything is answered, only slower. */
async function found(request: Request): Promise<Response | undefined> {
  try {
    return await (await caches.open(cacheName)).match(keyOf(request));
  } catch (error) {
    logError("http_cache.unavailable", error);
    return undefined;
  }
}

function repeated(kept: Response): Response {
  const response = new Response(kept.body, kept);
  const madeAt = Date.parse(kept.headers.get("date") ?? "");
  const age = Math.floor((Date.now() - madeAt) / 1_000);
  response.headers.set("age", String(Number.isNaN(age) ? 0 : Math.max(0, age)));
  response.headers.set("server-timing", 'd1;desc="0 trips"');
  return response;
}

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
function isKnown(request: Request, { status, headers }: Response): boolean {
  if (request.method !== "GET" || status !== 200) return false;
  const known = request.headers.get("if-none-match")?.split(",") ?? [];
  return known.some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === headers.get("etag"));
}

function withoutBody(headers: Headers): Headers {
  const rest = new Headers(headers);
  for (const name of ["content-type", "content-length"]) rest.delete(name);
  return rest;
}

function vary(headers: Headers, names: string[]): void {
  const said = headers.get("vary")?.split(/\s*,\s*/) ?? [];
  const missing = names.filter((name) => !said.some((one) => one.toLowerCase() === name.toLowerCase()));
  headers.set("vary", [...said, ...missing].join(", "));
}
