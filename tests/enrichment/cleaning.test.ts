import { describe, expect, it } from "vitest";
import { cleanCover, coverUrl, openLibraryCover } from "../../src/enrichment/cleaning/cover.ts";
import { cleanEdition } from "../../src/enrichment/cleaning/edition.ts";
import { bookFormat } from "../../src/enrichment/cleaning/format.ts";
import { cleanIsbns } from "../../src/enrichment/cleaning/isbns.ts";
import { pageCount } from "../../src/enrichment/cleaning/page-count.ts";
import { cleanPublisher } from "../../src/enrichment/cleaning/publisher.ts";
import { cleanSubjects } from "../../src/enrichment/cleaning/subjects.ts";

describe("pages", () => {
  it.for([
    ["xii, 345 p. : ill. ; 24 cm", 345],
    ["345 pages", 345],
    ["1 online resource (210 pages)", 210],
    ["232", 232],
    ["[4], 97 p.", 97],
    ["381 Seiten", 381],
    ["2 v.", null],
    ["0", null],
    ["9780141439518", null],
    ["", null],
    [352, 352],
    [12.5, null],
    [-3, null],
  ] as [string | number, number | null][])("of %s are %s", ([told, pages]) => {
    expect(pageCount(told)).toBe(pages);
  });
});

describe("publishers", () => {
  it.for([
    ['"O\'Reilly Media, Inc."', "O'Reilly Media, Inc."],
    ["Stockholm : Rabén & Sjögren,", "Rabén & Sjögren"],
    ["Scribner, c2004", "Scribner"],
    [" Gallimard ; Folio", "Gallimard"],
    ["[s.n.]", null],
  ] as [string, string | null][])("%s is %s", ([told, name]) => {
    expect(cleanPublisher(told)).toBe(name);
  });
});

describe("subjects", () => {
  it("are taken apart, each once, without notes about copies and lists", () => {
    expect(
      cleanSubjects([
        "Fiction, fantasy, general",
        "FICTION / Literary",
        "Rich people -- Fiction",
        "nyt:trade-fiction-paperback=2012-01-01",
        "Accessible book",
        "Protected DAISY",
        "fantasy.",
        "DNA",
        "Art",
        "PQ",
        "PZ7.N647",
        "813.52",
        "",
      ]),
    ).toEqual(["Fiction", "Fantasy", "Literary", "Rich people", "DNA", "Art"]);
  });

  it("are at most 25", () => {
    expect(cleanSubjects(Array.from({ length: 90 }, (_, index) => `Subject of kind ${index}`))).toHaveLength(
      25,
    );
  });
});

describe("formats", () => {
  it.for([
    ["Mass Market Paperback", "PAPERBACK"],
    ["Trade Paperback", "PAPERBACK"],
    ["Taschenbuch", "PAPERBACK"],
    ["Library Binding", "HARDCOVER"],
    ["gebunden", "HARDCOVER"],
    ["Audio CD", "AUDIOBOOK"],
    ["Kindle Edition", "EBOOK"],
    ["Spiral-bound", "OTHER"],
    ["Unknown Binding", null],
    ["", null],
  ] as [string, string | null][])("%s is %s", ([told, format]) => {
    expect(bookFormat(told)).toBe(format);
  });
});

describe("covers", () => {
  it("are https and without Google's page curl", () => {
    expect(coverUrl("http://books.google.com/books/content?id=a&zoom=1&edge=curl&source=gbs_api")).toBe(
      "https://books.google.com/books/content?id=a&zoom=1&source=gbs_api",
    );
    expect(coverUrl("Https://images.isbndb.com/covers/1.jpg")).toBe("https://images.isbndb.com/covers/1.jpg");
  });

  it.for([
    "https://covers.openlibrary.org/b/id/-1-M.jpg",
    "https://books.google.com/googlebooks/images/no_cover_thumb.gif",
    "https://example.org/image_not_available.png",
    "https://s.gr-assets.com/assets/nophoto/book/111x148.png",
    "https://images.isbndb.com/covers/default.jpg",
    "data:image/gif;base64,R0lGOD",
    "not a url",
    "",
  ])("%s is none", (url) => {
    expect(coverUrl(url)).toBeNull();
  });

  it("of Open Library's id -1 are none", () => {
    expect(openLibraryCover(-1)).toEqual(cleanCover({}));
    expect(openLibraryCover(12).large).toBe("https://covers.openlibrary.org/b/id/12-L.jpg");
  });
});

describe("editions", () => {
  it("count an ISBN-10 and its ISBN-13 once", () => {
    expect(cleanIsbns(["0141439513", "978-0-14-143951-8 (pbk.)", "nonsense", "0141439514"])).toEqual([
      "9780141439518",
    ]);
  });

  it("understand the words of every service", () => {
    expect(
      cleanEdition({
        isbn: null,
        title: "Dune :",
        published: "1997-06-26T00:00",
        language: "/languages/eng",
        pages: "xii, 345 p.",
        series: "Dune chronicles ; bk. 1",
      }),
    ).toMatchObject({
      title: "Dune",
      publishedOn: "1997-06-26",
      language: "en",
      pageCount: 345,
      series: { name: "Dune chronicles", position: 1 },
    });
    expect(
      cleanEdition({ isbn: null, title: "A", published: "June 1997", language: "English" }),
    ).toMatchObject({
      publishedOn: "1997-06",
      language: "en",
    });
  });

  it("tell a subtitle once", () => {
    expect(cleanEdition({ isbn: null, title: "Sabriel: A Tale", subtitle: "A Tale" })).toMatchObject({
      title: "Sabriel",
      subtitle: "A Tale",
    });
  });

  it("without a title are none", () => {
    expect(cleanEdition({ isbn: null, title: " n/a " })).toBeNull();
  });
});
