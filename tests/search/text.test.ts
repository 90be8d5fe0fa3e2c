import { beforeAll, describe, expect, it } from "vitest";
import { editionRecord } from "../../src/books/record.ts";
import { parseIsbn } from "../../src/isbn.ts";
import { execute } from "../support/api.ts";
import { library, shelve } from "../support/library.ts";
import { SearchDocument } from "../support/operations.gen.ts";

const series = Array.from({ length: 7 }, (_, index) =>
  editionRecord({
    isbn: parseIsbn(
      [
        "9780306406157",
        "9780735619678",
        "9780304333769",
        "9784873113364",
        "9783642387456",
        "9782070375165",
        "9788535906240",
      ][index] ?? "",
    ),
    title: `Lighthouse ${index + 1}`,
    subjects: ["Sea stories"],
    contributors: [{ name: "Ann O’Nym", role: "AUTHOR" }],
  }),
);

beforeAll(() => shelve([...library, ...series]));

async function titles(query: string, filter = {}) {
  const { data, errors } = await execute(SearchDocument, { query, filter });
  expect(errors).toEqual([]);
  return data.search.edges.map(({ node }) => node.title);
}

describe("search", () => {
  it("ranks a title above a contributor", async () => {
    expect(await titles("tolkien")).toEqual(
      ["Tolkien", "Der kleine Hobbit", "The Hobbit"].sort(
        (a, b) => Number(b === "Tolkien") - Number(a === "Tolkien"),
      ),
    );
  });

  it.each([
    ["accents", "gabriel garcia marquez", "Cien años de soledad"],
    ["case", "CIEN AÑOS", "Cien años de soledad"],
    ["an unfinished last word", "cien años de sol", "Cien años de soledad"],
    ["inflection", "dragons mountain of golds", "The Hobbit"],
    ["words from several fields", "kafka arrested clerk", "The Trial"],
    ["a series", "middle-earth", "The Hobbit"],
  ])("finds in spite of, or by, %s", async (_what, query, title) => {
    expect(await titles(query)).toContain(title);
  });

  it.each(["0-8052-0999-9", "978 0 8052 0999 0", "9780805209990", "0805209999"])(
    "looks up the ISBN %s",
    async (query) => {
      expect(await titles(query)).toEqual(["The Trial"]);
    },
  );

  it.each([
    `"trial`,
    `trial*`,
    `NEAR(trial)`,
    `trial%`,
    `-trial`,
    `trial AND`,
    `title:trial`,
    `trial'; --`,
    `^trial`,
    `(trial`,
    "trial 🙂",
  ])("takes nothing for syntax in %s", async (query) => {
    expect((await titles(query))[0]).toBe("The Trial");
  });

  it.each([
    ["", "letter or digit"],
    ["   ", "letter or digit"],
    ["🙂", "letter or digit"],
    ["%", "letter or digit"],
    ["x".repeat(10_000), "5000 characters"],
  ])("refuses %j with the rule", async (query, rule) => {
    const { errors } = await execute(SearchDocument, { query });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "query" } }]);
    expect(errors[0]?.message).toContain(rule);
  });

  it("marks the words in a highlight that is safe to show as HTML", async () => {
    await shelve([editionRecord({ isbn: parseIsbn("9780131103627"), title: "Less & <more> zebra" })]);
    const { data } = await execute(SearchDocument, { query: "zebra" });
    expect(data.search.edges[0]?.highlight).toBe("Less &amp; &lt;more&gt; <mark>zebra</mark>");
  });

  it("falls back to any of the words when no book has all", async () => {
    expect((await titles("dwarves on a spaceship"))[0]).toBe("The Hobbit");
  });
});

describe("the filter", () => {
  it.each([
    ["languages", { languages: ["de"] }, ["Der kleine Hobbit"]],
    ["subjects in any case", { subjects: ["dragons"] }, ["The Hobbit"]],
    ["the first year", { publishedFrom: 1992 }, ["Tolkien"]],
    ["the last year, months and days included", { publishedTo: 1974 }, ["Der kleine Hobbit"]],
    [
      "formats, with another part",
      { formats: ["PAPERBACK"], languages: ["de", "fr"] },
      ["Der kleine Hobbit"],
    ],
  ])("narrows by %s", async (_what, filter, expected) => {
    expect(await titles("tolkien", filter)).toEqual(expected);
  });

  it("narrows by author", async () => {
    const { data } = await execute(SearchDocument, { query: "hobbit" });
    expect(data.search.totalCount).toBe(2);
  });
});

describe("pages", () => {
  it("go through every hit once and end", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: Awaited<ReturnType<typeof page>> = await page(after);
      expect(data.search.totalCount).toBe(7);
      seen.push(...data.search.edges.map(({ node }) => node.title));
      after = data.search.pageInfo.hasNextPage ? (data.search.pageInfo.endCursor ?? null) : null;
    } while (after);
    expect(seen.sort()).toEqual(series.map(({ title }) => title));
  });

  it("neither skip nor repeat when books are added in between", async () => {
    const first = await page(null);
    await shelve([
      editionRecord({ isbn: parseIsbn("9780140449136"), title: "Lighthouse", subjects: ["Sea stories"] }),
      editionRecord({
        isbn: parseIsbn("9780140449181"),
        title: "A very long title about one more lighthouse in a sea",
      }),
    ]);
    const rest = await execute(SearchDocument, {
      query: "lighthouse",
      first: 100,
      after: first.data.search.pageInfo.endCursor,
    });
    const seen = [...first.data.search.edges, ...rest.data.search.edges].map(({ node }) => node.title);
    for (const { title } of series) expect(seen.filter((other) => other === title)).toHaveLength(1);
  });

  it("refuse a cursor of another list", async () => {
    const { errors } = await execute(SearchDocument, { query: "lighthouse", after: "bm9wZQ" });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "after" } }]);
  });

  it.each([0, -1, 101])("refuse a size of %i", async (first) => {
    const { errors } = await execute(SearchDocument, { query: "lighthouse", first });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "first" } }]);
  });

  const page = (after: string | null) => execute(SearchDocument, { query: "lighthouse", first: 3, after });
});
