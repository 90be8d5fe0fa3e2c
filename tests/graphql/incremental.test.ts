import { exports } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { send } from "../support/api.ts";
import { shelve, theHobbit } from "../support/library.ts";

beforeAll(() => shelve());

it("answers a deferred part after the rest, and the same query without @defer at once", async () => {
  const query = (defer: string) =>
    `{ book(isbn: "${theHobbit.isbn}") { title ... on Book ${defer} { work { title } } } }`;
  const response = await exports.default.fetch("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "multipart/mixed" },
    body: JSON.stringify({ query: query("@defer") }),
  });
  expect(response.headers.get("content-type")).toContain("multipart/mixed");
  const parts = (await response.text()).match(/\{.*\}/g)?.map((part) => JSON.parse(part)) ?? [];
  expect(parts[0]).toMatchObject({ data: { book: { title: "The Hobbit" } }, hasNext: true });
  expect(JSON.stringify(parts.slice(1))).toContain(`"work":{"title":"The Hobbit"}`);

  const { data } = await send(query(""));
  expect(data).toEqual({ book: { title: "The Hobbit", work: { title: "The Hobbit" } } });
});
