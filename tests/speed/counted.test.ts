import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { isbnOrNull, parseIsbn } from "../../src/isbn.ts";
import { type Answer, execute, send } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import {
  AuthorDocument,
  BookDocument,
  BooksDocument,
  HomeDocument,
  SearchDocument,
  SuggestDocument,
  WorkDocument,
} from "../support/operations.gen.ts";

// Sixty books: thirty works of two editions, by ten authors.
const isbns = Array.from({ length: 60 }, (_, number) => {
  const body = `97800000${String(number).padStart(4, "0")}`;
  return (
    Array.from({ length: 10 }, (_, digit) => isbnOrNull(`${body}${digit}`)).find((isbn) => isbn !== null) ??
    null
  );
}).filter((isbn) => isbn !== null);
const [one = "", two = "", three = ""] = isbns;

beforeAll(() =>
  shelve(
    isbns.map((isbn, number) =>
      editionRecord({
        isbn,
        title: `Lighthouse ${number >> 1}`,
        contributors: [{ name: `Keeper ${(number >> 1) % 10}`, role: "AUTHOR" }],
      }),
    ),
  ),
);

/** What an answer cost D1. */
function costOf({ errors, trips, statements, rows }: Answer<unknown>) {
  expect(errors).toEqual([]);
  return { trips, statements, rows };
}

describe("what an operation costs D1", () => {
  it("is two trips for a book with everything on its page, as by hand", async () => {
    expect(costOf(await execute(BookDocument, { isbn: one }))).toEqual({ trips: 2, statements: 8, rows: 8 });
  });

  it("is one trip for fifty books with their contributors and covers", async () => {
    const cost = costOf(await execute(BooksDocument, { isbns: isbns.slice(0, 50) }));
    expect(cost).toEqual({ trips: 1, statements: 3, rows: 100 });
  });

  it("is three trips for a search: how common the words are, the hits, and all that is shown of them", async () => {
    const cost = costOf(await execute(SearchDocument, { query: "lighthouse keeper" }));
    expect(cost).toEqual({ trips: 3, statements: 6, rows: 64 });
  });

  it("is one trip less for a search of words that were counted a moment ago", async () => {
    const query = "keeper lighthouse";
    await execute(SearchDocument, { query });
    expect((await execute(SearchDocument, { query })).trips).toBe(2);
  });

  it("is a trip to count a word that nobody had, so that a new book with it is found at once", async () => {
    const before = await execute(SearchDocument, { query: "xylophone" });
    expect(before.data.search.totalCount).toBe(0);
    await shelve([editionRecord({ isbn: parseIsbn("9780306406157"), title: "Xylophone" })]);
    const after = await execute(SearchDocument, { query: "xylophone" });
    expect(after.data.search.totalCount).toBe(1);
  });

  it("is one trip for a suggestion", async () => {
    const { trips, statements, rows } = costOf(await execute(SuggestDocument, { prefix: "light" }));
    expect({ trips, statements }).toEqual({ trips: 1, statements: 4 });
    expect(rows).toBeLessThanOrEqual(8 * 3 * 2 + 50);
  });

  it("is two trips for an author with works and editions in rows, and two for a work with its editions", async () => {
    const { data } = await execute(BookDocument, { isbn: one });
    const authorId = data.book?.contributors[0]?.author.id ?? "";
    expect(costOf(await execute(AuthorDocument, { id: authorId }))).toEqual({
      trips: 2,
      statements: 5,
      rows: 16,
    });
    const work = costOf(await execute(WorkDocument, { id: data.book?.work.id ?? "" }));
    expect(work).toEqual({ trips: 2, statements: 4, rows: 5 });
  });

  it("is at most as many trips for the home screen as its query is deep", async () => {
    const cost = costOf(await execute(HomeDocument, { query: "lighthouse", one, two, three }));
    expect(cost.trips).toBeLessThanOrEqual(5);
    expect(cost.statements).toBeLessThanOrEqual(13);
    expect(cost.rows).toBeLessThanOrEqual(60);
  });

  it("is two trips for books and a search of words that were counted a moment ago: the search is made along with the books", async () => {
    const shown = "{ title cover contributors { creditedAs } }";
    const query = `{ book(isbn: "${one}") ${shown} search(query: "lighthouse") { edges { node ${shown} highlight } } }`;
    await send(query);
    expect(costOf(await send(query))).toMatchObject({ trips: 2, statements: 7 });
  });

  it("does not grow with the books asked for", async () => {
    const page =
      "{ title contributors { author { name } } work { authors { name } editions(first: 5) { edges { node { isbn } } } } }";
    const costs = [];
    for (const count of [2, 20]) {
      const books = isbns.slice(0, count).map((isbn, place) => `b${place}: book(isbn: "${isbn}") ${page}`);
      costs.push(costOf(await send(`{ ${books.join(" ")} }`)).trips);
    }
    expect(costs).toEqual([2, 2]);
  });

  it("is nothing for what hangs off a book and is not asked for", async () => {
    expect(costOf(await send(`{ book(isbn: "${one}") { title } }`))).toEqual({
      trips: 1,
      statements: 1,
      rows: 1,
    });
  });

  it("is the same where the page is asked for by fragments, aliases and variables", async () => {
    const query = `query ($isbn: ISBN!, $first: Int!) { it: book(isbn: $isbn) { ...Page ... on Book { by: contributors { role } } } }
      fragment Page on Book { work { ... on Work { shelf: editions(first: $first) { edges { node { isbn } } } } } }`;
    const answer = await send<{ it: { by: unknown[]; work: { shelf: { edges: unknown[] } } } }>(query, {
      isbn: one,
      first: 1,
    });
    expect(costOf(answer)).toMatchObject({ trips: 2, statements: 4 });
    expect(answer.data.it.by).toHaveLength(1);
    expect(answer.data.it.work.shelf.edges).toHaveLength(1);
  });
});

describe("the deployed bundle", () => {
  it("is under 250 KB gzip, and no package weighs more than GraphQL itself", async () => {
    const response = await env.BUNDLE.fetch("http://bundle");
    const { gzipBytes, packages } = await response.json<{
      gzipBytes: number;
      packages: { name: string; bytes: number }[];
    }>();
    expect(gzipBytes).toBeGreaterThan(100_000);
    expect(gzipBytes).toBeLessThan(250_000);
    expect(packages[0]?.name).toBe("graphql");
  });
});
