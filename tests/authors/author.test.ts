import { beforeAll, expect, it } from "vitest";
import { execute } from "../support/api.ts";
import { shelve } from "../support/library.ts";
import { AuthorDocument, FindAuthorsDocument } from "../support/operations.gen.ts";

beforeAll(() => shelve());

async function find(query: string) {
  const { data, errors } = await execute(FindAuthorsDocument, { query });
  expect(errors).toEqual([]);
  return data.authors.edges.map(({ node }) => node);
}

it.each([
  ["words in any order", "tolkien r"],
  ["an unfinished last word", "tolk"],
  ["an initial", "J. Tolkien"],
])("finds an author by %s", async (_how, query) => {
  expect(await find(query)).toMatchObject([{ name: "J. R. R. Tolkien" }]);
});

it("finds an author in spite of accents", async () => {
  expect(await find("garcia marquez")).toMatchObject([{ name: "Gabriel García Márquez" }]);
});

it("knows an author's works once and their editions in every role", async () => {
  const [tolkien] = await find("tolkien");
  const { data } = await execute(AuthorDocument, { id: tolkien?.id ?? "" });
  expect(data.author?.works.edges.map(({ node }) => node.title)).toEqual(["The Hobbit"]);
  expect(data.author?.books.edges.map(({ node }) => node.title)).toEqual(["The Hobbit", "Der kleine Hobbit"]);
});

it("pages through an author's books", async () => {
  const [tolkien] = await find("tolkien");
  const id = tolkien?.id ?? "";
  const first = await execute(AuthorDocument, { id, first: 1 });
  expect(first.data.author?.books.pageInfo.hasNextPage).toBe(true);
  const booksAfter = first.data.author?.books.pageInfo.endCursor ?? null;
  const second = await execute(AuthorDocument, { id, first: 1, booksAfter });
  expect(second.data.author?.books.edges.map(({ node }) => node.title)).toEqual(["Der kleine Hobbit"]);
  expect(second.data.author?.books.pageInfo.hasNextPage).toBe(false);
});
