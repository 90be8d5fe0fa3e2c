import { describe, expect, it } from "vitest";
import { isbndb } from "../../src/enrichment/providers/isbndb.ts";
import { answer, config, isbn, only } from "./played.ts";

const asked = isbn("9780141439518");

describe("ISBNdb", () => {
  const book = {
    title: "A Book: And More",
    isbn13: "9780141439518",
    isbn: "0141439513",
    authors: ["Doe, Jane", "John Roe ~autofilled~"],
    pages: "352",
    synopsys: "Words",
    date_published: 2015,
    binding: "Mass Market Paperback",
    image: "Https://images.isbndb.com/covers/1.jpg",
  };

  it("is asked with its key in Authorization, and for many by POST", () => {
    expect(isbndb.book?.request(asked, config("isbndb"))).toMatchObject({
      method: "GET",
      headers: { authorization: "key" },
    });
    expect(isbndb.books?.request([asked, isbn("9780140449136")], config("isbndb"))).toMatchObject({
      method: "POST",
      body: "isbns=9780141439518,9780140449136",
    });
    const question = { title: "a/b", author: "c", isbn: null, limit: 5 };
    expect(new URL(isbndb.search?.request(question, config("isbndb")).url ?? "").pathname).toMatch(
      /\/books\/a%2Fb%20c$/,
    );
  });

  it("is read in all three envelopes", () => {
    const expected = {
      title: "A Book",
      subtitle: "And More",
      isbn: asked,
      pageCount: 352,
      description: "Words",
      publishedOn: "2015",
      format: "PAPERBACK",
      contributors: [{ name: "Jane Doe" }, { name: "John Roe" }],
      identifiers: { otherIsbns: [] },
    };
    expect(only(isbndb.book?.read(answer({ book }), asked))).toMatchObject(expected);
    expect(
      only(isbndb.books?.read(answer({ data: [book, null, { title: "no ISBN" }] }), [asked])),
    ).toMatchObject(expected);
    expect(
      only(
        isbndb.search?.read(answer({ books: [book] }), { title: "a", author: null, isbn: null, limit: 1 }),
      ),
    ).toMatchObject(expected);
  });

  it("does not know a book, and says so with a 404", () => {
    expect(isbndb.book?.read(answer({ errorMessage: "Not Found" }, 404), asked)).toMatchObject({
      outcome: "not-found",
    });
    expect(isbndb.book?.read(answer({ book: { isbn13: "9780141439518" } }), asked)).toMatchObject({
      outcome: "not-found",
    });
  });
});
