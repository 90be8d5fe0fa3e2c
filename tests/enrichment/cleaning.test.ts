import { describe, expect, it } from "vitest";
import { creditsIn } from "../../src/enrichment/cleaning/contributors.ts";
import { cleanCover, coverUrl, openLibraryCover } from "../../src/enrichment/cleaning/cover.ts";
import { cleanDescription } from "../../src/enrichment/cleaning/description.ts";
import { cleanEdition } from "../../src/enrichment/cleaning/edition.ts";
import { bookFormat } from "../../src/enrichment/cleaning/format.ts";
import { cleanIsbns } from "../../src/enrichment/cleaning/isbns.ts";
import { repairMojibake } from "../../src/enrichment/cleaning/mojibake.ts";
import { pageCount } from "../../src/enrichment/cleaning/page-count.ts";
import { cleanPublisher } from "../../src/enrichment/cleaning/publisher.ts";
import { cleanSubjects } from "../../src/enrichment/cleaning/subjects.ts";
import { cleanText } from "../../src/enrichment/cleaning/text.ts";

describe("mojibake", () => {
  it.for([
    ["Les MisÃ©rables", "Les Misérables"],
    ["Ã‰mile Zola", "Émile Zola"],
    ["Donâ€™t", "Don’t"],
    ["â€œQuotedâ€\u009d", "“Quoted”"],
    ["ä¸­å›½", "中国"],
    ["Ã\u00a0 la recherche", "à la recherche"],
    ["GÃƒÂ¶del", "Gödel"],
  ])("repairs %s to %s", ([ruined = "", meant]) => {
    expect(repairMojibake(ruined)).toBe(meant);
  });

  it.for([
    "SÃO PAULO",
    "Émile",
    "Château d’Âge",
    "naïve café",
    "Ångström",
    "«Ñandú»",
    "日本語",
    "Â",
    "£5 – €6",
  ])("leaves %s alone", (text) => {
    expect(repairMojibake(text)).toBe(text);
  });
});

describe("text", () => {
  it("decodes entities, also those escaped twice", () => {
    expect(cleanText("Pride &amp; Prejudice &amp;#39;n&amp;#39; more &eacute; &bogus;")).toBe(
      "Pride & Prejudice 'n' more é &bogus;",
    );
  });

  it("takes the autofilled mark off and drops what says nothing", () => {
    expect(cleanText("Jane Doe ~autofilled~")).toBe("Jane Doe");
    for (const filler of ["~autofilled~", "N/A", "Unknown", " -- ", "[s.n.]", "undefined", "", "…"]) {
      expect(cleanText(filler), filler).toBeNull();
    }
  });

  it("survives half a character and control characters", () => {
    expect(cleanText("A\ud83d B\u0000C\ufeff\n D")).toBe("A BC D");
  });
});

describe("descriptions", () => {
  it("become paragraphs", () => {
    expect(
      cleanDescription(
        "<p>One &ldquo;two&rdquo;<br/>three</p><p><b>Four</b> 1 &lt; 2</p><script>x()</script>",
      ),
    ).toBe("One “two”\nthree\n\nFour 1 < 2");
  });

  it("lose Open Library's sources, links and lists behind a rule", () => {
    const told =
      "A *whale*. ([source][1])\r\n\r\nSee [the site](https://example.org/a).\r\n\r\n[1]: https://example.org\r\n----------\r\nContains: more";
    expect(cleanDescription(told)).toBe("A *whale*.\n\nSee the site.");
  });

  it("that are filler are none", () => {
    expect(cleanDescription("<p>No description available.</p>")).toBeNull();
  });
});

describe("credits", () => {
  const credits = (text: string) => creditsIn(text).map(({ name, role }) => `${name}: ${role}`);

  it.for([
    ["Doe, Jane", ["Jane Doe: AUTHOR"]],
    ["J. Doe (Translator)", ["J. Doe: TRANSLATOR"]],
    ["Doe, Jane, Hrsg.", ["Jane Doe: EDITOR"]],
    ["Doe, Jane (ed.)", ["Jane Doe: EDITOR"]],
    ["Jane Doe [ill.]", ["Jane Doe: ILLUSTRATOR"]],
    ["Translated by Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["translated from the French by Jane Doe and John Roe", ["Jane Doe: TRANSLATOR", "John Roe: TRANSLATOR"]],
    ["aus dem Englischen von Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["traduit de l'anglais par Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["trad. de Jane Doe", ["Jane Doe: TRANSLATOR"]],
    ["illustrated by Jane Doe", ["Jane Doe: ILLUSTRATOR"]],
    ["read by Jane Doe", ["Jane Doe: NARRATOR"]],
    ["with a foreword by Jane Doe", ["Jane Doe: OTHER"]],
    ["by Jane Doe ; illustrated by John Roe.", ["Jane Doe: AUTHOR", "John Roe: ILLUSTRATOR"]],
    ["Jane Doe with John Roe", ["Jane Doe: AUTHOR", "John Roe: AUTHOR"]],
    ["Department of Health and Human Services", ["Department of Health and Human Services: AUTHOR"]],
    ["Jane Doe ~autofilled~", ["Jane Doe: AUTHOR"]],
    ["Unknown", []],
    ["Translator", []],
    ["Doe, Jane; Doe, Jane", ["Jane Doe: AUTHOR"]],
    ["F.Scott Fitzgerald", ["F. Scott Fitzgerald: AUTHOR"]],
    ["Plato", ["Plato: AUTHOR"]],
    ["Augustine (of Hippo)", ["Augustine of Hippo: AUTHOR"]],
    ["Example Museum (Bern, Switzerland). Library", ["Example Museum (Bern, Switzerland). Library: AUTHOR"]],
  ] as [string, string[]][])("in %s are told apart", ([text, expected]) => {
    expect(credits(text)).toEqual(expected);
  });

  it("keep the years that tell namesakes apart", () => {
    expect(creditsIn("Tolkien, J. R. R. (John Ronald Reuel), 1892-1973")).toEqual([
      { name: "J. R. R. Tolkien", role: "AUTHOR", birthYear: 1892, deathYear: 1973 },
    ]);
    expect(creditsIn("Doe, Jane, 1952- translator")[0]).toMatchObject({ birthYear: 1952, deathYear: null });
    expect(creditsIn("Doe, Jane, b. 1948")).toEqual([
      { name: "Jane Doe", role: "AUTHOR", birthYear: 1948, deathYear: null },
    ]);
  });
});

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
