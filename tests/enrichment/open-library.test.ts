import { describe, expect, it } from "vitest";
import { openLibrary } from "../../src/enrichment/providers/open-library.ts";
import { answer, config, isbn, only } from "./played.ts";

const asked = isbn("9780141439518");

describe("Open Library", () => {
  const edition = {
    key: "/books/OL1M",
    type: { key: "/type/edition" },
    title: "A Book",
    authors: [{ key: "/authors/OL1A" }],
    by_statement: "Jane Doe ; translated by John Roe.",
    contributors: [{ name: "Kay Poe", role: "Cover Art" }, "nobody", null],
    languages: [{ key: "/languages/eng" }],
    translated_from: [{ key: "/languages/ger" }],
    works: [{ key: "/works/OL1W" }],
    isbn_10: ["0140449132", "0141439513"],
    covers: [-1, 77],
    description: { type: "/type/text", value: "Words" },
    pagination: "xii, 345 p.",
  };

  it("finds names in the title page's statement where authors are mere keys", () => {
    expect(only(openLibrary.edition.read(answer(edition), asked))).toMatchObject({
      isbn: asked,
      contributors: [
        { name: "Jane Doe", role: "AUTHOR" },
        { name: "John Roe", role: "TRANSLATOR" },
        { name: "Kay Poe", role: "OTHER" },
      ],
      work: { originalLanguage: "de" },
      pageCount: 345,
      cover: { large: "https://covers.openlibrary.org/b/id/77-L.jpg" },
      identifiers: {
        openLibraryWork: "OL1W",
        openLibraryEdition: "OL1M",
        otherIsbns: ["9780140449136"],
        authors: [{ openLibrary: "OL1A" }],
      },
    });
  });

  it("is asked for many ISBNs at once, and answers for those it knows", () => {
    const isbns = [asked, isbn("9780140449136")];
    const request = openLibrary.books?.request(isbns, config("open-library"));
    expect(new URL(request?.url ?? "").searchParams.get("bibkeys")).toBe(
      "ISBN:9780141439518,ISBN:9780140449136",
    );
    const told = {
      [`ISBN:${asked}`]: {
        details: { ...edition, authors: [{ key: "/authors/OL1A", name: "Doe, Jane, 1952-" }] },
      },
    };
    expect(only(openLibrary.books?.read(answer(told), isbns)).identifiers.authors).toEqual([
      { name: "Jane Doe", openLibrary: "OL1A", wikidata: null, birthYear: 1952, deathYear: null },
    ]);
    expect(openLibrary.books?.read(answer({}), isbns)).toMatchObject({ outcome: "not-found" });
  });

  it("reads the data shape, where everything is an object", () => {
    const data = {
      key: "/books/OL1M",
      title: "A Book",
      authors: [{ name: "Jane Doe", url: "https://openlibrary.org/authors/OL1A/Jane_Doe" }],
      publishers: [{ name: "P" }],
      subjects: [{ name: "Whales", url: "" }],
      cover: { large: "https://covers.openlibrary.org/b/id/-1-L.jpg" },
    };
    const record = only(openLibrary.book?.read(answer({ [`ISBN:${asked}`]: data }), asked));
    expect(record).toMatchObject({
      isbn: asked,
      publisher: "P",
      subjects: ["Whales"],
      cover: { large: null },
    });
    expect(record.identifiers.authors).toMatchObject([{ name: "Jane Doe", openLibrary: "OL1A" }]);
  });

  it("names books without titles, which is malformed", () => {
    expect(
      openLibrary.book?.read(answer({ [`ISBN:${asked}`]: { bib_key: "x", preview: "noview" } }), asked),
    ).toMatchObject({ kind: "malformed" });
    expect(openLibrary.edition.read(answer({ ...edition, title: null }), asked)).toMatchObject({
      kind: "malformed",
    });
  });

  it("has deleted, moved and missing records, which are not found", () => {
    expect(
      openLibrary.edition.read(answer({ key: "/books/OL1M", type: { key: "/type/delete" } }), asked),
    ).toMatchObject({ outcome: "not-found" });
    expect(
      openLibrary.work?.read(
        answer({ key: "/works/OL1W", type: { key: "/type/redirect" }, location: "/works/OL2W" }),
        "OL1W",
      ),
    ).toMatchObject({ outcome: "not-found" });
    expect(openLibrary.edition.read(answer("", 404), asked)).toMatchObject({ outcome: "not-found" });
    expect(openLibrary.work?.read(answer({ error: "notfound" }, 404), "OL1W")).toMatchObject({
      outcome: "not-found",
    });
  });

  it("tells of a search hit only what all its editions share", () => {
    const doc = {
      key: "/works/OL1W",
      title: "A Book",
      author_name: ["Jane Doe"],
      author_key: ["OL1A"],
      isbn: ["0141439513", "9780140449136"],
      edition_count: 2,
      publisher: ["P", "Q"],
      language: ["eng", "ger"],
      first_publish_year: 1813,
    };
    const record = only(
      openLibrary.search?.read(answer({ docs: [doc, { key: "/works/OL2W" }, 5] }), {
        title: "a",
        author: null,
        isbn: null,
        limit: 5,
      }),
    );
    expect(record).toMatchObject({
      isbn: null,
      publisher: null,
      language: null,
      work: { firstPublishedYear: 1813 },
    });
    expect(record.identifiers.otherIsbns).toEqual(["9780141439518", "9780140449136"]);
  });

  it("knows authors by key and by name", () => {
    const told = {
      key: "/authors/OL1A",
      name: "Doe, Jane",
      birth_date: "3 May 1952",
      bio: { value: "<p>Writes.</p>" },
      remote_ids: { wikidata: "Q1" },
      photos: [-1, 5],
    };
    expect(only(openLibrary.author?.read(answer(told), "OL1A"))).toMatchObject({
      name: "Jane Doe",
      birthYear: 1952,
      deathYear: null,
      bio: "Writes.",
      photo: "https://covers.openlibrary.org/a/id/5-L.jpg",
      identifiers: { wikidata: "Q1" },
    });
    const hits = {
      docs: [{ key: "OL1A", type: "author", name: "Jane Doe", birth_date: "1952" }, { key: "OL2A" }],
    };
    expect(only(openLibrary.authorsNamed?.read(answer(hits), { name: "doe", limit: 5 }))).toMatchObject({
      reference: "OL1A",
      birthYear: 1952,
    });
  });
});
