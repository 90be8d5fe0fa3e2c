import { env } from "cloudflare:workers";
import { buildSchema, parse } from "graphql";
import { beforeAll, expect, it, vi } from "vitest";
import { hintOf } from "../../src/graphql/cache-hint.ts";
import { schema } from "../../src/schema.ts";
import { deployment } from "../support/deployment.ts";
import { shelve } from "../support/library.ts";
import { isbnAt, presentableBook } from "../support/shelf.ts";

const json = "application/graphql-response+json";

function get(
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
  bindings: Record<string, unknown> = {},
) {
  const url = `http://bookstrack.example/graphql?${new URLSearchParams(parameters)}`;
  return deployment(bindings)(url, { headers: { accept: json, ...headers } });
}

const tripsOf = (response: Response) => response.headers.get("server-timing");
const bookQuery = (name: string, number = 1) =>
  `query ${name} { book(isbn: "${isbnAt(number)}") { title cover sources { provider } } }`;

beforeAll(() => shelve([presentableBook(1), presentableBook(2)]));

it("a query by GET says how long it holds, and the Worker answers it again without D1", async () => {
  const query = bookQuery("Twice");
  const first = await get({ query });
  expect(first.headers.get("cache-control")).toBe("public, max-age=60");
  expect(first.headers.get("etag")).toMatch(/^"[0-9a-f]{32}"$/);
  expect(tripsOf(first)).toMatch(/desc="[1-9] trips"/);
  expect(first.headers.get("age")).toBeNull();

  const again = await get({ query });
  expect(tripsOf(again)).toBe('d1;desc="0 trips"');
  expect(Number(again.headers.get("age"))).toBeGreaterThanOrEqual(0);
  for (const name of ["etag", "cache-control", "content-type", "vary"]) {
    expect(again.headers.get(name), name).toBe(first.headers.get(name));
  }
  expect(await again.text()).toBe(await first.text());
});

it("who has an answer already is told so with 304 and no body", async () => {
  const query = bookQuery("Known");
  const etag = (await get({ query })).headers.get("etag") ?? "";
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const response = await get({ query }, { "if-none-match": known });
    expect(response.status, known).toBe(304);
    expect(await response.text()).toBe("");
    expect(response.headers.get("etag")).toBe(etag);
    expect(response.headers.get("cache-control")).toBe("public, max-age=60");
  }
  expect((await get({ query }, { "if-none-match": '"other"' })).status).toBe(200);
});

it("query, variables, operation and media type each make an answer of their own", async () => {
  const query =
    'query One($isbn: ISBN!) { book(isbn: $isbn) { title } } query Two { suggest(prefix: "zz") { text } }';
  const one = { query, operationName: "One" };
  const answers = [];
  for (const [parameters, headers] of [
    [{ ...one, variables: JSON.stringify({ isbn: isbnAt(1) }) }, {}],
    [{ ...one, variables: JSON.stringify({ isbn: isbnAt(2) }) }, {}],
    [{ query, operationName: "Two" }, {}],
    [{ query, operationName: "Two" }, { accept: "application/json" }],
  ] as const) {
    const response = await get(parameters, headers);
    expect(tripsOf(response)).not.toBe('d1;desc="0 trips"');
    answers.push([response.headers.get("content-type")?.split(";")[0], await response.json()]);
  }
  expect(answers).toEqual([
    [json, { data: { book: { title: "Book 1" } } }],
    [json, { data: { book: { title: "Book 2" } } }],
    [json, { data: { suggest: [] } }],
    ["application/json", { data: { suggest: [] } }],
  ]);
});

it("who brings a key is answered afresh, and only for themselves", async () => {
  const query = bookQuery("WithKey");
  await get({ query });
  const own: Record<string, string>[] = [
    { "x-api-key": "an-editor's-key" },
    { authorization: "Bearer an-editor's-key" },
    { cookie: "session=1" },
  ];
  for (const headers of own) {
    const response = await get({ query }, headers);
    expect(tripsOf(response)).not.toBe('d1;desc="0 trips"');
    expect(response.headers.get("cache-control")).toBe("private, max-age=60");
  }
  expect((await get({ query })).headers.get("cache-control")).toBe("public, max-age=60");
});

it("who asks for no-cache is answered afresh, but not who asks whether an ETag still holds", async () => {
  const query = bookQuery("NoCache");
  const etag = (await get({ query })).headers.get("etag") ?? "";
  const held = await get({ query }, { "cache-control": "no-cache", "if-none-match": etag });
  expect(held.status).toBe(304);
  expect(tripsOf(held)).toBe('d1;desc="0 trips"');
  expect(tripsOf(await get({ query }, { "cache-control": "no-cache" }))).not.toBe('d1;desc="0 trips"');
});

it("another origin gets its own CORS headers with the same answer", async () => {
  const query = bookQuery("Origins");
  await get({ query }, { origin: "https://one.example" });
  const other = await get({ query }, { origin: "https://two.example" });
  expect(tripsOf(other)).toBe('d1;desc="0 trips"');
  expect(other.headers.get("access-control-allow-origin")).not.toBe("https://one.example");
  const varies = other.headers.get("vary")?.split(", ");
  expect(varies).toContain("Accept");
  expect(varies?.map((name) => name.toLowerCase())).toEqual(
    expect.arrayContaining(["authorization", "x-api-key"]),
  );
});

it.each([
  ["a gap that a scan may fill", 'query Gap { book(isbn: "9780306406157") { title } }'],
  ["a gap in a list", 'query Gaps { books(isbns: ["9780306406157"]) { title } }'],
  ["an error", 'query Wrong { suggest(prefix: "z", first: 99) { text } }'],
  ["an invalid query", "query Invalid { nothing }"],
  ["an answer with a note", "query Noted { weeklyRecommendations { weekOf } }"],
  ["a query without hints", 'query Node { node(id: "Qm9vazox") { id } }'],
])("%s is not kept", async (_what, query) => {
  const response = await get({ query });
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("etag")).toBeNull();
});

it("what depends on the viewer is private, and what may change in seconds holds for seconds", async () => {
  const limits = await get({ query: "query Mine { capabilities { limits { rates { remaining } } } }" });
  expect(limits.headers.get("cache-control")).toBe("private, no-store");
  const providers = await get({
    query: "query Providers { capabilities { version providers { available } } }",
  });
  expect(providers.headers.get("cache-control")).toBe("public, max-age=10");
});

it("a search that was degraded is not kept", async () => {
  const down = { AI: { run: () => Promise.reject(new Error("The model is down")) } };
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const query = 'query Degraded { search(query: "book", mode: HYBRID) { degradedFrom totalCount } }';
  const degraded = await get({ query }, {}, down);
  expect(await degraded.json()).toMatchObject({ data: { search: { degradedFrom: "HYBRID" } } });
  expect(degraded.headers.get("cache-control")).toBe("no-store");
});

it("POST, mutations and streams are not kept", async () => {
  const post = (query: string) =>
    deployment({})("http://bookstrack.example/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", accept: json },
      body: JSON.stringify({ query }),
    });
  expect((await post(bookQuery("ByPost"))).headers.get("cache-control")).toBe("no-store");
  expect((await post('mutation { cancelJob(id: "x") { id } }')).headers.get("cache-control")).toBe(
    "no-store",
  );
  const stream = await get({ query: bookQuery("Stream") }, { accept: "text/event-stream" });
  expect(stream.headers.get("etag")).toBeNull();
  expect(stream.headers.get("cache-control")).not.toContain("max-age");
  await stream.body?.cancel();
});

it("without Cloudflare's cache everything is answered", async () => {
  vi.spyOn(caches, "open").mockRejectedValue(new Error("No cache"));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const response = await get({ query: bookQuery("CacheDown") });
  expect(response.status).toBe(200);
  vi.restoreAllMocks();
});

it("a persisted query by GET is kept under its hash", async () => {
  const text = bookQuery("ByHash");
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const sha256Hash = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
  expect((await get({ extensions })).headers.get("cache-control")).toBe("no-store");
  await env.CACHE.put(`document:${sha256Hash}`, text);
  expect((await get({ extensions })).headers.get("cache-control")).toBe("public, max-age=60");
  expect(tripsOf(await get({ extensions }))).toBe('d1;desc="0 trips"');
});

it("of several operations only the one that is asked for counts; fragments count where they are used", () => {
  const document = parse(`
    query Long { weeklyRecommendations { weekOf } }
    query Short { weeklyRecommendations { ...Picks } }
    fragment Picks on WeeklyRecommendations { picks { book { title } } }
  `);
  expect(hintOf(schema, document, "Long")).toEqual({ maxAge: 300, scope: "PUBLIC" });
  expect(hintOf(schema, document, "Short")).toEqual({ maxAge: 60, scope: "PUBLIC" });
  expect(hintOf(buildSchema("type Query { a: Int }"), parse("{ a __typename }"))).toEqual({
    maxAge: 0,
    scope: "PUBLIC",
  });
});
