import { beforeAll, describe, expect, it } from "vitest";
import { execute, send } from "../support/api.ts";
import { derHobbit, shelve, theHobbit } from "../support/library.ts";
import { BookDocument, BooksDocument, NodesDocument } from "../support/operations.gen.ts";

beforeAll(() => shelve());

describe("book", () => {
  it("answers with everything that hangs off an edition", async () => {
    const { data, errors } = await execute(BookDocument, { isbn: "0-261-10221-4" });
    expect(errors).toEqual([]);
    expect(data.book).toMatchObject({
      isbn: "9780261102217",
      isbn10: "0261102214",
      isbnHyphenated: "978-0-261-10221-7",
      title: "The Hobbit",
      subtitle: "There and Back Again",
      publishedOn: "1991",
      language: "en",
      pageCount: 310,
      format: "PAPERBACK",
      subjects: ["Fantasy", "Dragons"],
      cover: null,
      completeness: 88,
      series: { name: "Middle-earth", position: 1 },
      contributors: [
        { role: "AUTHOR", creditedAs: "J. R. R. Tolkien", author: { name: "J. R. R. Tolkien" } },
        { role: "ILLUSTRATOR", creditedAs: "Alan Lee", author: { name: "Alan Lee" } },
      ],
      work: { title: "The Hobbit", originalLanguage: "en", firstPublishedYear: 1937 },
      sources: [
        { provider: "MANUAL", quality: 100, fields: ["title"], fetchedAt: "2026-01-02T03:04:05.000Z" },
      ],
    });
  });

  it("knows a translation as an edition of the same work, newest edition first", async () => {
    const { data } = await execute(BookDocument, { isbn: derHobbit.isbn ?? "" });
    const editions = data.book?.work.editions.edges.map(({ node }) => `${node.title} (${node.language})`);
    expect(editions).toEqual(["The Hobbit (en)", "Der kleine Hobbit (de)"]);
  });

  it("credits each edition's spelling to one author", async () => {
    const { data } = await execute(BookDocument, { isbn: derHobbit.isbn ?? "" });
    expect(data.book?.contributors[0]).toMatchObject({
      creditedAs: "J.R.R. Tolkien",
      author: { name: "J. R. R. Tolkien" },
    });
  });

  it("is null for an ISBN that nobody has", async () => {
    const { data, errors } = await execute(BookDocument, { isbn: "9780306406157" });
    expect(errors).toEqual([]);
    expect(data.book).toBeNull();
  });

  it.each([
    ["a literal", `{ book(isbn: "9780306406150") { title } }`, {}],
    ["a variable", `query ($isbn: ISBN!) { book(isbn: $isbn) { title } }`, { isbn: "9780306406150" }],
  ])("refuses a wrong checksum in %s, naming the argument and the rule", async (_where, query, variables) => {
    const { errors, status } = await send(query, variables);
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(errors[0]?.message).toContain("isbn");
    expect(errors[0]?.message).toContain("checksum");
  });
});

describe("books", () => {
  it("answers in the order asked, null where unknown, twice where asked twice", async () => {
    const isbns = [derHobbit.isbn, "9780306406157", theHobbit.isbn, derHobbit.isbn].map(String);
    const { data } = await execute(BooksDocument, { isbns });
    expect(data.books.map((book) => book?.title ?? null)).toEqual([
      "Der kleine Hobbit",
      null,
      "The Hobbit",
      "Der kleine Hobbit",
    ]);
  });

  it("refuses more than 100", async () => {
    const { errors } = await execute(BooksDocument, { isbns: Array(101).fill(theHobbit.isbn) });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "isbns" } }]);
  });
});

describe("nodes", () => {
  it("refetches objects of any type by the ids they gave", async () => {
    const { data } = await execute(BookDocument, { isbn: theHobbit.isbn ?? "" });
    const ids = [data.book?.work.id, data.book?.id, data.book?.work.authors[0]?.id].map(String);
    const nodes = await execute(NodesDocument, { ids });
    expect(nodes.data.nodes).toEqual([
      { __typename: "Work", id: ids[0], title: "The Hobbit" },
      { __typename: "Book", id: ids[1], title: "The Hobbit" },
      { __typename: "Author", id: ids[2], name: "J. R. R. Tolkien" },
    ]);
  });

  it("refuses an id that this API never gave", async () => {
    const { errors } = await send(`{ node(id: "nonsense") { id } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", argument: "id" } }]);
  });
});
