import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import { newJobToken } from "../../src/jobs/token.ts";

const secret = "sk-planted-0123456789abcdefghijklmnop";
const sql = "SELECT secret_column FROM books";
/** Statements cannot even be made: no failure of D1, but a mistake of ours. */
const failing = (error: unknown): D1Database =>
  Object.create(env.DB, {
    withSession: { value: () => ({ getBookmark: () => null }) },
    prepare: {
      value: () => {
        throw error;
      },
    },
  });

/** The answer of a deployment with other bindings, as text: what a client could read in it. */
async function answer(
  bindings: Record<string, unknown>,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const differing: Env = Object.create(
    env,
    Object.fromEntries(Object.entries(bindings).map(([name, value]) => [name, { value }])),
  );
  const request = new Request("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const response = await worker.fetch(request, differing, { waitUntil: () => undefined });
  return { response, text: await response.text() };
}

const book = { query: 'query Find { book(isbn: "9780261102217") { title } }' };
let lines: string[];

beforeEach(() => {
  lines = [];
  for (const method of ["log", "error"] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => vi.restoreAllMocks());

describe("an error that nobody foresaw", () => {
  const cause = new Error(`D1_ERROR: no such column in ${sql}; Authorization: Bearer ${secret}`);

  it.each([
    ["an Error", cause],
    ["an Error behind an Error", new Error("Could not read", { cause })],
    ["a Response", new Response(`${sql} ${secret}`, { status: 500 })],
    ["a text", `${sql} ${secret}`],
    ["nothing", undefined],
  ])("as %s shows the client a code, a sentence and the path", async (_name, error) => {
    const { response, text } = await answer({ DB: failing(error) }, book);
    expect(response.status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      data: { book: null },
      errors: [
        {
          message: "Something went wrong on our side. The X-Request-Id header finds it in our log.",
          path: ["book"],
          locations: [{ line: 1, column: 14 }],
          extensions: { code: "INTERNAL_SERVER_ERROR" },
        },
      ],
    });
  });

  it("is in the log with its cause and the request's id, and without the key", async () => {
    const { response } = await answer({ DB: failing(new Error("Could not read", { cause })) }, book);
    const log = lines.map((line) => JSON.parse(line)).find(({ level }) => level === "error");
    expect(log).toMatchObject({
      event: "graphql.unexpected",
      requestId: response.headers.get("x-request-id"),
      message: "Could not read",
      cause: expect.stringContaining("D1_ERROR"),
      path: "book",
    });
    expect(lines.join()).not.toContain(secret);
  });

  it("is masked in a subscription too", async () => {
    const jobs = {
      idFromName: () => {
        throw cause;
      },
    };
    const { jobId, token } = newJobToken();
    const query = `subscription { jobProgress(id: "${btoa(`ImportJob:${jobId}`)}", token: "${token}") { sequence } }`;
    const { text } = await answer({ JOBS: jobs }, { query }, { accept: "text/event-stream" });
    expect(text).toContain("INTERNAL_SERVER_ERROR");
    expect(text).not.toMatch(/D1_ERROR|secret_column|planted/);
  });

  it("is masked where no GraphQL answers", async () => {
    const request = new Request("http://bookstrack.example/covers/9780261102217/small");
    const differing: Env = Object.create(env, { DB: { value: failing(cause) } });
    const response = await worker.fetch(request, differing, { waitUntil: () => undefined });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      status: 500,
      code: "INTERNAL_SERVER_ERROR",
      detail: "Something went wrong on our side.",
    });
  });
});

describe("an error of the client's", () => {
  it.each([
    ["GRAPHQL_PARSE_FAILED", { query: "{" }],
    ["GRAPHQL_VALIDATION_FAILED", { query: "{ nothing }" }],
    ["BAD_USER_INPUT", { query: "query ($i: ISBN!) { book(isbn: $i) { title } }", variables: { i: "1" } }],
    ["BAD_USER_INPUT", { query: "query ($i: ISBN!) { book(isbn: $i) { title } }" }],
    ["OPERATION_RESOLUTION_FAILURE", { query: "query A { __typename } query B { __typename }" }],
    ["BAD_REQUEST", "{ not JSON: my own words"],
  ])("has the code %s, and no word of our inside", async (code, body) => {
    const { text } = await answer({}, body);
    expect(
      JSON.parse(text).errors.map((error: { extensions: { code: string } }) => error.extensions.code),
    ).toEqual([code]);
    expect(text).not.toMatch(/originalError|stack|node_modules|my own words/);
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

it("each request leaves one line in the log: what was asked, how it went, and nothing of who asked", async () => {
  await answer(
    {},
    { ...book, variables: { unused: "my secret diary" } },
    { "cf-connecting-ip": "203.0.113.7", "x-api-key": "an-admin's-key" },
  );
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "info",
    event: "request",
    requestId: expect.any(String),
    method: "POST",
    path: "/graphql",
    status: 200,
    outcome: "ok",
    operation: "Find",
    kind: "query",
    tookMs: expect.any(Number),
    trips: 1,
    cost: 2,
  });
  expect(lines[0]).not.toMatch(/diary|203\.0|planted/);
});

it("each request is one data point", async () => {
  const points: AnalyticsEngineDataPoint[] = [];
  await answer(
    { ANALYTICS: { writeDataPoint: (point: AnalyticsEngineDataPoint) => points.push(point) } },
    book,
  );
  expect(points).toMatchObject([
    {
      indexes: ["Find"],
      blobs: ["/graphql", "Find", "query", "ok", "", "200"],
      doubles: [expect.any(Number), 1, 0, 0, 2],
    },
  ]);
});
