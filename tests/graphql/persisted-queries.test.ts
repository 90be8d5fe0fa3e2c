import { env, exports } from "cloudflare:workers";
import { createHash } from "node:crypto";
import { gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { expect, it } from "vitest";
import { apolloClient } from "../support/apollo.ts";
import { deployment } from "../support/deployment.ts";

const endpoint = "http://bookstrack.example/graphql";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const extension = (sha256Hash: unknown, version: unknown = 1) => ({
  persistedQuery: { version, sha256Hash },
});

type Reply = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };

async function post(body: unknown, bindings: Record<string, unknown> = {}) {
  const response = await deployment(bindings)(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json<Reply>() };
}

async function get(parameters: Record<string, string>) {
  const response = await exports.default.fetch(`${endpoint}?${new URLSearchParams(parameters)}`);
  return { status: response.status, body: await response.json<Reply>() };
}

it("Apollo Client registers a document once, and sends its hash from then on", async () => {
  const query = gql`query Once { capabilities { version } }`;
  const first = apolloClient(new PersistedQueryLink({ sha256 }));
  expect((await first.client.query({ query })).data).toMatchObject({ capabilities: { version: "0.1.0" } });
  expect(first.exchanges.map(({ status, query }) => [status, query !== null])).toEqual([
    [200, false],
    [200, true],
  ]);

  const second = apolloClient(new PersistedQueryLink({ sha256, useGETForHashedQueries: true }));
  expect((await second.client.query({ query })).data).toMatchObject({ capabilities: { version: "0.1.0" } });
  expect(second.exchanges).toEqual([{ method: "GET", query: null, status: 200 }]);
});

it("what no isolate knows is asked for in Apollo's words, by GET and by POST", async () => {
  const extensions = extension(sha256("query Unknown { __typename }"));
  const answer = {
    status: 200,
    body: {
      errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }],
    },
  };
  expect(await post({ extensions })).toEqual(answer);
  expect(await get({ extensions: JSON.stringify(extensions) })).toEqual(answer);
});

it("a registered document is in KV for every isolate", async () => {
  const query = "query InKv { __typename }";
  const hash = sha256(query);
  expect((await post({ query, extensions: extension(hash) })).body.data).toEqual({ __typename: "Query" });
  expect(await env.CACHE.get(`document:${hash}`)).toBe(query);

  const elsewhere = "query RegisteredElsewhere { __typename }";
  await env.CACHE.put(`document:${sha256(elsewhere)}`, elsewhere);
  expect((await post({ extensions: extension(sha256(elsewhere)) })).body.data).toEqual({
    __typename: "Query",
  });
});

it("a hash of something else is refused and not kept", async () => {
  const hash = sha256("query Good { __typename }");
  const { status, body } = await post({ query: "query Bad { __typename }", extensions: extension(hash) });
  expect(status).toBe(400);
  expect(body.errors?.[0]).toMatchObject({
    message: "extensions.persistedQuery.sha256Hash: is not the SHA-256 of the query that came with it",
    extensions: { code: "PERSISTED_QUERY_HASH_MISMATCH" },
  });
  expect(await env.CACHE.get(`document:${hash}`)).toBeNull();
});

it("what is not valid is not kept", async () => {
  const query = "query Invalid { nothingOfThisName }";
  expect((await post({ query, extensions: extension(sha256(query)) })).status).toBe(400);
  expect(await env.CACHE.get(`document:${sha256(query)}`)).toBeNull();
});

it("a malformed extension is told apart from one of another version", async () => {
  for (const [extensions, code] of [
    [extension("abc"), "BAD_USER_INPUT"],
    [extension(sha256("x").toUpperCase()), "BAD_USER_INPUT"],
    [extension(7), "BAD_USER_INPUT"],
    [extension(undefined), "BAD_USER_INPUT"],
    [{ persistedQuery: "abc" }, "BAD_USER_INPUT"],
    [extension(sha256("x"), 2), "PERSISTED_QUERY_NOT_SUPPORTED"],
  ] as const) {
    expect((await post({ extensions })).body.errors?.[0]?.extensions.code, JSON.stringify(extensions)).toBe(
      code,
    );
  }
});

it("without KV, documents still run when they are sent", async () => {
  const down = {
    get: () => Promise.reject(new Error("KV is down")),
    put: () => Promise.reject(new Error("KV is down")),
  };
  const query = "query WithoutKv { __typename }";
  const hash = sha256(query);
  expect((await post({ extensions: extension(hash) }, { CACHE: down })).body.errors?.[0]?.message).toBe(
    "PersistedQueryNotFound",
  );
  expect((await post({ query, extensions: extension(hash) }, { CACHE: down })).body.data).toEqual({
    __typename: "Query",
  });
});

it("a mutation by its hash is refused by GET", async () => {
  const query = 'mutation Stop { cancelJob(id: "x") { id } }';
  await env.CACHE.put(`document:${sha256(query)}`, query);
  expect((await get({ extensions: JSON.stringify(extension(sha256(query))) })).status).toBe(405);
});
