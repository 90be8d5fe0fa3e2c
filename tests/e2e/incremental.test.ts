import { gql } from "@apollo/client";
import { describe, expect, it } from "vitest";
import { apolloClient, endpoint } from "./support/client.ts";

const query = gql`
  query BookThenSimilar {
    book(isbn: "9780439554930") {
      id
      title
      ... @defer(label: "similar") {
        similar(first: 3) {
          score
          book { id title }
        }
      }
    }
  }
`;

describe("@defer", () => {
  it("gives Apollo Client the book first and what is similar behind it", async () => {
    const client = apolloClient();
    const seen: object[] = [];
    await new Promise<void>((done, fail) => {
      client.watchQuery({ query, notifyOnNetworkStatusChange: true }).subscribe({
        next: ({ data, dataState }) => {
          if (data) seen.push({ dataState, keys: Object.keys((data as { book: object }).book) });
          if (dataState === "complete") done();
        },
        error: fail,
      });
    });
    expect(seen[0]).toMatchObject({ dataState: "streaming", keys: ["__typename", "id", "title"] });
    expect(seen.at(-1)).toMatchObject({ dataState: "complete", keys: expect.arrayContaining(["similar"]) });
  });

  it("is sent in the dialect of 2022-08-24, by whose name Apollo iOS knows it", async () => {
    const response = await fetch(endpoint(), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json",
      },
      body: JSON.stringify({ query: query.loc?.source.body }),
    });
    expect(response.headers.get("content-type")).toBe("multipart/mixed;boundary=graphql;deferSpec=20220824");
    const parts = (await response.text()).split("\r\n--graphql").slice(1, -1);
    const [first, ...others] = parts.map((part) => JSON.parse(part.split("\r\n\r\n")[1] ?? ""));
    expect(first).toMatchObject({ data: { book: { title: expect.any(String) } }, hasNext: true });
    expect(others.flatMap(({ incremental = [] }) => incremental)).toMatchObject([
      { label: "similar", path: ["book"], data: { similar: expect.any(Array) } },
    ]);
    expect(others.at(-1)).toMatchObject({ hasNext: false });
  });

  it("is not used on who does not ask for parts", async () => {
    const response = await fetch(endpoint(), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json",
      },
      body: JSON.stringify({ query: `{ book(isbn: "9780439554930") { title } }` }),
    });
    expect(response.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json/);
  });
});

describe("@stream", () => {
  it("sends the rest of a list behind its first items", async () => {
    const streamed = `{ books(isbns: ["9780451524935", "9780141439518", "9780140449136"]) @stream(initialCount: 1) { isbn } }`;
    const response = await fetch(endpoint(), {
      method: "POST",
      headers: { "content-type": "application/json", accept: "multipart/mixed;deferSpec=20220824" },
      body: JSON.stringify({ query: streamed }),
    });
    const parts = (await response.text()).split("\r\n--graphql").slice(1, -1);
    const bodies = parts.map((part) => JSON.parse(part.split("\r\n\r\n")[1] ?? ""));
    expect(bodies[0].data.books).toHaveLength(1);
    const items = bodies
      .slice(1)
      .flatMap(({ incremental = [] }) => incremental)
      .flatMap(({ items: more }) => more ?? []);
    expect(items).toHaveLength(2);
  });
});
