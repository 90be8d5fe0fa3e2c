import { beforeAll, describe, expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { execute } from "../support/api.ts";
import { library, shelve } from "../support/library.ts";
import { SearchDocument, SearchFacetsDocument, SuggestDocument } from "../support/operations.gen.ts";

beforeAll(() =>
  shelve([
    ...library,
    editionRecord({
      isbn: parseIsbn("9780140449136"),
      title: "Crime and Punishment",
      language: "en",
      publishedOn: "2003",
      subjects: ["Classics", "Crime"],
      contributors: [{ name: "Fyodor Dostoevsky", role: "AUTHOR" }],
    }),
    editionRecord({
      isbn: parseIsbn("9780747532743"),
      title: "Harry Potter and the Philosopher's Stone",
      language: "en",
      series: { name: "Harry Potter", position: 1 },
      contributors: [{ name: "J. K. Rowling", role: "AUTHOR" }],
    }),
  ]),
);

describe("a misspelt query", () => {
  it.each([
    ["Dostoyevski", "Crime and Punishment"],
    ["Dostojevsky", "Crime and Punishment"],
    ["Harry Poter", "Harry Potter and the Philosopher's Stone"],
    ["Tolkein hobit", "The Hobbit"],
    ["philosofer stone", "Harry Potter and the Philosopher's Stone"],
  ])("%s still finds %s", async (query, title) => {
    const { data } = await execute(SearchDocument, { query });
    expect(data.search.edges.map(({ node }) => node.title)).toContain(title);
  });

  it("marks the word that was meant", async () => {
    const { data } = await execute(SearchDocument, { query: "Harry Poter" });
    expect(data.search.edges[0]?.highlight).toContain("<mark>Potter</mark>");
  });

  it("finds nothing when nothing is near", async () => {
    const { data } = await execute(SearchDocument, { query: "xqzvwk" });
    expect(data.search).toMatchObject({ totalCount: 0, edges: [], pageInfo: { hasNextPage: false } });
  });
});

describe("suggest", () => {
  const suggest = async (prefix: string) => {
    const { data, errors, trips } = await execute(SuggestDocument, { prefix });
    expect(errors).toEqual([]);
    expect(trips).toBeLessThan(3);
    return data.suggest;
  };

  it.each([
    ["a title", "the tri", "The Trial"],
    ["a title without its article", "tri", "The Trial"],
    ["a first name", "fyod", "Fyodor Dostoevsky"],
    ["a last name", "rowl", "J. K. Rowling"],
    ["a name in spite of accents", "garcia", "Gabriel García Márquez"],
    ["a series", "harry p", "Harry Potter"],
    ["a slip of the finger", "harri po", "Harry Potter"],
    ["a slip in a name", "dostoyv", "Fyodor Dostoevsky"],
  ])("completes %s", async (_what, prefix, text) => {
    expect((await suggest(prefix)).map((suggestion) => suggestion.text)).toContain(text);
  });

  it("tells what a text stands for", async () => {
    expect(await suggest("rowl")).toMatchObject([{ book: null, author: { name: "J. K. Rowling" } }]);
    expect(await suggest("the tri")).toMatchObject([{ book: { isbn: "9780805209990" }, author: null }]);
  });

  it("forgives nothing in three letters, and answers nothing to no letter", async () => {
    expect(await suggest("rwl")).toEqual([]);
    expect(await suggest(" %* ")).toEqual([]);
  });
});

describe("facets", () => {
  it("count what was found, filters applied", async () => {
    const { data } = await execute(SearchFacetsDocument, { query: "tolkien" });
    expect(data.search.facets).toEqual([
      {
        field: "language",
        values: [
          { value: "en", count: 2 },
          { value: "de", count: 1 },
        ],
      },
      {
        field: "subject",
        values: [
          { value: "Fantasy", count: 2 },
          { value: "Biography", count: 1 },
          { value: "Dragons", count: 1 },
        ],
      },
      {
        field: "decade",
        values: [
          { value: "1970", count: 1 },
          { value: "1990", count: 1 },
          { value: "2000", count: 1 },
        ],
      },
      { field: "format", values: [{ value: "PAPERBACK", count: 3 }] },
    ]);
    const german = await execute(SearchFacetsDocument, { query: "tolkien", filter: { languages: ["de"] } });
    expect(german.data.search.facets[0]).toEqual({ field: "language", values: [{ value: "de", count: 1 }] });
  });
});
