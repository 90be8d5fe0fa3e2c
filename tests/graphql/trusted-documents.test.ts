import { createHash } from "node:crypto";
import { gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import {
  createPersistedQueryManifestVerificationLink,
  generatePersistedQueryIdsFromManifest,
} from "@apollo/persisted-query-lists";
import { parse, print, validate, visit } from "graphql";
import { expect, it } from "vitest";
import apolloClientManifest from "../../schema/manifests/apollo-client.json" with { type: "json" };
import apolloIosManifest from "../../schema/manifests/apollo-ios.json" with { type: "json" };
import { trustedDocument } from "../../src/graphql/trusted-documents.ts";
import { schema } from "../../src/schema.ts";
import { apolloClient } from "../support/apollo.ts";
import { deployment } from "../support/deployment.ts";
import { SuggestDocument } from "../support/operations.gen.ts";

const production = deployment({ DOCUMENTS: "trusted" });

type Reply = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };

async function send(body: unknown, headers: Record<string, string> = {}) {
  const response = await production("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...(await response.json<Reply>()) };
}

const byId = (sha256Hash: string | undefined) => ({ persistedQuery: { version: 1, sha256Hash } });

it("Apollo Client runs a listed operation by its id in the manifest, and never sends it", async () => {
  const listed = generatePersistedQueryIdsFromManifest({ loadManifest: () => apolloClientManifest });
  const { client, exchanges } = apolloClient(new PersistedQueryLink(listed), production);
  const { data } = await client.query({ query: SuggestDocument, variables: { prefix: "zz", first: 1 } });
  expect(data).toEqual({ suggest: [] });
  expect(exchanges).toEqual([{ method: "POST", query: null, status: 200 }]);
});

it("the manifest's bodies are what Apollo Client sends, to the letter", async () => {
  const failures: string[] = [];
  const verification = createPersistedQueryManifestVerificationLink({
    loadManifest: () => ({
      operations: apolloClientManifest.operations.map(({ id, name, body, type }) => ({
        id,
        name,
        body,
        type: type === "mutation" ? "mutation" : type === "subscription" ? "subscription" : "query",
      })),
    }),
    onVerificationFailed: ({ reason }) => failures.push(reason),
  });
  const { client } = apolloClient(verification, production);
  await client.query({ query: SuggestDocument, variables: { prefix: "zz", first: 1 } });
  expect(failures).toEqual([]);
  await client.query({ query: gql`query NotListed { capabilities { version } }` }).catch(() => undefined);
  expect(failures).toEqual(["UnknownOperation"]);
});

it("every manifest lists every operation, valid, under its body's SHA-256", () => {
  const names = apolloClientManifest.operations.map(({ name }) => name);
  expect(apolloIosManifest.operations.map(({ name }) => name)).toEqual(names);
  expect(names.length).toBeGreaterThan(25);
  for (const { id, name, body } of [...apolloClientManifest.operations, ...apolloIosManifest.operations]) {
    expect(createHash("sha256").update(body).digest("hex"), name).toBe(id);
    expect(validate(schema, parse(body)), name).toEqual([]);
  }
});

it("every id of either manifest runs what its body asks for", () => {
  const asked = (body: string | null) =>
    visit(parse(body ?? ""), { Field: ({ name }) => (name.value === "__typename" ? null : undefined) })
      .definitions.map((definition) => print(definition))
      .sort();
  for (const { id, name, body } of [...apolloClientManifest.operations, ...apolloIosManifest.operations]) {
    expect(asked(trustedDocument(id)), name).toEqual(asked(body));
  }
});

it("Apollo iOS runs a listed operation by the id that its own code generation gives it", async () => {
  const suggest = apolloIosManifest.operations.find(({ name }) => name === "Suggest");
  expect(suggest?.body).toBe(
    "query Suggest($prefix: String!, $first: Int! = 8) { suggest(prefix: $prefix, first: $first) { __typename text book { __typename id isbn } author { __typename id name } } }",
  );
  const { data } = await send({ extensions: byId(suggest?.id), variables: { prefix: "zz" } });
  expect(data).toEqual({ suggest: [] });
});

it("a listed operation runs as text too, however the client spells it", async () => {
  const query = `query Suggest($prefix:String!,$first:Int!=8){__typename suggest(prefix:$prefix,first:$first){
    text book{id isbn __typename} author{__typename id name}}}`;
  const { data } = await send({ query, variables: { prefix: "zz" } });
  expect(data).toEqual({ __typename: "Query", suggest: [] });
});

it("what is not listed is not run, not even by its hash", async () => {
  const query = "query Suggest($prefix: String!) { suggest(prefix: $prefix) { text } }";
  const refused = {
    status: 403,
    errors: [{ message: expect.stringContaining("only the operations that it lists") }],
  };
  const variables = { prefix: "zz" };
  expect(await send({ query, variables })).toMatchObject(refused);
  const extensions = byId(createHash("sha256").update(query).digest("hex"));
  const answer = await send({ query, variables, extensions });
  expect(answer).toMatchObject(refused);
  expect(answer.errors?.[0]?.extensions).toEqual({ code: "DOCUMENT_NOT_TRUSTED" });
  expect(await send({ variables, extensions })).toMatchObject({
    status: 200,
    errors: [{ message: "PersistedQueryNotFound" }],
  });
  expect(await send({ query: "{ __schema { queryType { name } } }" })).toMatchObject(refused);
});

it("a subscription that is not listed does not begin", async () => {
  const query = 'subscription Other { jobProgress(id: "x") { sequence } }';
  expect((await send({ query })).errors?.[0]?.extensions.code).toBe("DOCUMENT_NOT_TRUSTED");
});

it("a caller with a role may explore", async () => {
  const query = "{ __schema { queryType { name } } }";
  for (const key of ["an-admin's-key", "an-editor's-key"]) {
    expect(await send({ query }, { "x-api-key": key })).toMatchObject({
      status: 200,
      data: { __schema: { queryType: { name: "Query" } } },
    });
  }
  expect((await send({ query }, { "x-api-key": "unknown" })).status).toBe(401);
});
