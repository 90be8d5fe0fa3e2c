import { describe, expect, it } from "vitest";
import { googleBooks } from "../../src/enrichment/providers/google-books.ts";
import { isbndb } from "../../src/enrichment/providers/isbndb.ts";
import { openLibrary } from "../../src/enrichment/providers/open-library.ts";
import type { ProviderResult } from "../../src/enrichment/providers/provider.ts";
import { wikidata } from "../../src/enrichment/providers/wikidata.ts";
import { answer, config, isbn } from "./played.ts";

const asked = isbn("9780141439518");

function only<Found>(result: ProviderResult<Found> | undefined): Found {
  if (result?.outcome !== "found") throw new Error(JSON.stringify(result));
  const [record] = result.records;
  if (record === undefined || result.records.length !== 1)
    throw new Error(`${result.records.length} records`);
  return record;
}

describe("Google Books", () => {
  const volume = (info: Record<string, unknown>) => ({
    kind: "books#volumes",
    totalItems: 1,
    items: [{ id: "vol1", volumeInfo: info }],
  });
  const ids = [{ type: "ISBN_10", identifier: "0141439513" }];

  it("is asked with the key and for one ISBN", () => {
    const request = googleBooks.book?.request(asked, { ...config("google-books"), apiKey: "k&y" });
    const url = new URL(request?.url ?? "");
    expect(url.searchParams.get("q")).toBe("isbn:9780141439518");
    expect(url.searchParams.get("key")).toBe("k&y");
    expect(request?.headers["user-agent"]).toContain("books@example.org");
    const keyless = googleBooks.book?.request(asked, { ...config("google-books"), apiKey: null });
    expect(new URL(keyless?.url ?? "").searchParams.has("key")).toBe(false);
  });

  it("is asked for words that cannot break out of their quotation marks", () => {
    const question = { title: 'A "B', author: "C", isbn: null, limit: 400 };
    const url = new URL(googleBooks.search?.request(question, config("google-books")).url ?? "");
    expect(url.searchParams.get("q")).toBe('intitle:"A  B" inauthor:"C"');
    expect(url.searchParams.get("maxResults")).toBe("40");
  });

  it("loses a bad field and keeps the record", () => {
    const info = {
      title: "A Book",
      authors: "Doe, Jane",
      pageCount: "many",
      description: { type: "text", value: "Words" },
      language: 7,
      publishedDate: 1999,
      imageLinks: "none",
      categories: [1, null, "Fiction"],
      industryIdentifiers: [...ids, null, { type: "OTHER", identifier: "UOM:1" }],
    };
    expect(only(googleBooks.book?.read(answer(volume(info)), asked))).toMatchObject({
      isbn: asked,
      title: "A Book",
      contributors: [{ name: "Jane Doe", role: "AUTHOR" }],
      pageCount: null,
      description: "Words",
      language: null,
      publishedOn: "1999",
      subjects: ["Fiction"],
      reference: "vol1",
    });
  });

  it("does not pass another book off as the one asked for", () => {
    const other = volume({
      title: "Another",
      industryIdentifiers: [{ type: "ISBN_13", identifier: "9780140449136" }],
    });
    expect(googleBooks.book?.read(answer(other), asked)).toMatchObject({ outcome: "not-found" });
    expect(googleBooks.book?.read(answer(volume({ title: "No ISBN" })), asked)).toMatchObject({
      outcome: "not-found",
    });
  });

  it("knows nothing", () => {
    expect(googleBooks.book?.read(answer({ kind: "books#volumes", totalItems: 0 }), asked)).toMatchObject({
      outcome: "not-found",
    });
    expect(googleBooks.book?.read(answer(volume({ industryIdentifiers: ids })), asked)).toMatchObject({
      outcome: "not-found",
    });
  });
});

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

describe("Wikidata", () => {
  const time = (text: string, precision: number, rank = "normal") => ({
    rank,
    mainsnak: { snaktype: "value", datavalue: { value: { time: text, precision } } },
  });
  const item = (id: string) => ({
    rank: "normal",
    mainsnak: { snaktype: "value", datavalue: { value: { id } } },
  });
  const person = {
    id: "Q1",
    labels: { en: { value: "Jane Doe" } },
    descriptions: [],
    aliases: { en: [{ value: "J. Doe" }] },
    claims: { P31: [item("Q5")], P21: [item("Q6581072")], P27: [item("Q30")] },
  };
  const read = (entity: unknown) => wikidata.author?.read(answer({ entities: { Q1: entity } }), "Q1");

  it("believes the preferred statement and never the deprecated one", () => {
    const P569 = [
      time("+1950-00-00T00:00:00Z", 9),
      time("+1952-05-03T00:00:00Z", 11, "preferred"),
      time("+1940-01-01T00:00:00Z", 11, "deprecated"),
    ];
    expect(only(read({ ...person, claims: { ...person.claims, P569 } }))).toMatchObject({
      name: "Jane Doe",
      otherNames: ["J. Doe"],
      birthYear: 1952,
      gender: "female",
      nationalityId: "Q30",
    });
  });

  it("does not make a year of a century, and counts years before Christ down", () => {
    expect(
      only(
        read({
          ...person,
          claims: { P569: [time("+1800-00-00T00:00:00Z", 7)], P570: [time("-0347-00-00T00:00:00Z", 9)] },
        }),
      ),
    ).toMatchObject({ birthYear: null, deathYear: -347 });
    expect(
      only(read({ ...person, claims: { P569: [{ rank: "normal", mainsnak: { snaktype: "somevalue" } }] } })),
    ).toMatchObject({ birthYear: null });
  });

  it("has entities that are missing, nameless or no people", () => {
    expect(read({ id: "Q1", missing: "" })).toMatchObject({ outcome: "not-found" });
    expect(read({ ...person, labels: [] })).toMatchObject({ outcome: "not-found" });
    expect(read({ ...person, claims: { P31: [item("Q571")] } })).toMatchObject({ outcome: "not-found" });
    expect(
      wikidata.author?.read(
        answer({ error: { code: "no-such-entity", info: 'Could not find an entity with the ID "Q1".' } }),
        "Q1",
      ),
    ).toMatchObject({ outcome: "not-found" });
  });
});
