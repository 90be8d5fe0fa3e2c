import { describe, expect, it } from "vitest";
import { readCsv } from "../../src/imports/csv.ts";
import { recogniseFormat } from "../../src/imports/formats.ts";
import {
  editionRecordOf,
  type ImportedRow,
  identityKey,
  type RowReading,
  readRow,
} from "../../src/imports/row.ts";

describe("a row", () => {
  it("of Goodreads is read whole", () => {
    const [row] = rowsOf(
      "Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Publisher,Binding,Number of Pages,Year Published,Original Publication Year,Date Read,Date Added,Exclusive Shelf,My Review\n" +
        '"Mort: A Novel (Discworld, #4)",Terry  Pratchett,"Pratchett, Terry","Ann Other, Terry Pratchett","=""0552131067""","=""9780552131063""",4,Corgi,Mass Market Paperback,272,2004,1987,2020/10/25,2019/07/08,read,Very good.<br/>Read &amp; reread.',
    );
    expect(row).toMatchObject({
      title: "Mort",
      subtitle: "A Novel",
      series: { name: "Discworld", position: 4 },
      authors: ["Terry Pratchett", "Ann Other"],
      contributors: [
        { name: "Terry Pratchett", role: "AUTHOR" },
        { name: "Ann Other", role: "OTHER" },
      ],
      isbn: "9780552131063",
      shelf: "read",
      rating: 4,
      review: "Very good.\nRead & reread.",
      readOn: "2020-10-25",
      addedOn: "2019-07-08",
      publishedOn: "2004",
      firstPublishedYear: 1987,
      pageCount: 272,
      format: "PAPERBACK",
      note: null,
    });
  });

  it("of Goodreads without rating and ISBN has none", () => {
    const [row] = rowsOf(
      'Title,Author l-f,ISBN,My Rating,Exclusive Shelf\nEmma,"Austen, Jane","=""""",0,to-read',
    );
    expect(row).toMatchObject({ isbn: null, rating: null, shelf: "to-read", note: null });
  });

  it("of StoryGraph has the last of several readings, and a shop's number is no wrong ISBN", () => {
    const [row] = rowsOf(
      "Title,Authors,Contributors,ISBN/UID,Format,Read Status,Last Date Read,Dates Read,Star Rating\n" +
        'Dune,"Frank Herbert, Brian Herbert","Simon Vance (Narrator)",B00B7NPRY8,audio,read,,"2019/03/01-2019/03/09, 2021/05/01-2021/05/10",4.25',
    );
    expect(row).toMatchObject({
      authors: ["Frank Herbert", "Brian Herbert"],
      contributors: [{ role: "AUTHOR" }, { role: "AUTHOR" }, { name: "Simon Vance", role: "NARRATOR" }],
      isbn: null,
      readOn: "2021-05-10",
      rating: 4.25,
      format: "AUDIOBOOK",
      note: null,
    });
  });

  it("of LibraryThing has roles, subjects and two languages", () => {
    const [row] = rowsOf(
      "Title\tPrimary Author\tPrimary Author Role\tSecondary Author\tSecondary Author Roles\tPublication\tDate\tRating\tMedia\tPage Count\tEntry Date\tCollections\tLanguages\tOriginal Languages\tISBN\tISBNs\tSubjects\n" +
        "Marelle\tCortázar, Julio\t\tGuille, Laure|Rosset, F.\tTranslator|\tGallimard (1979), Poche\t1979\t4.5\tBroché\t590 \t[2006-08-09]\tYour library, To read\tFrench\tSpanish\t[2070291340]\t2070291340, 9782070291342\tParis > Fiction|Paris > History|Exile",
    );
    expect(row).toMatchObject({
      authors: ["Julio Cortázar", "F. Rosset"],
      contributors: [{ role: "AUTHOR" }, { name: "Laure Guille", role: "TRANSLATOR" }, { role: "OTHER" }],
      isbn: "9782070291342",
      publisher: "Gallimard",
      addedOn: "2006-08-09",
      shelf: "to-read",
      pageCount: 590,
      format: "PAPERBACK",
      language: "fr",
      originalLanguage: "es",
      subjects: ["Paris", "Exile"],
    });
  });

  it("of Calibre has series, tags and description", () => {
    const [row] = rowsOf(
      "authors,author_sort,rating,timestamp,formats,isbn,identifiers,comments,tags,series,series_index,languages,title,publisher,pubdate,uuid\n" +
        '"Terry Pratchett & Neil Gaiman","x",8,2021-01-19T22:41:16+01:00,"epub, original_epub",,"goodreads:1,isbn:9780552137034","<p>The end</p><p>is near.</p>","Fantasy, Humour",Omens,1.0,eng,Good Omens,Corgi,0101-01-01T00:00:00+00:00,u',
    );
    expect(row).toMatchObject({
      authors: ["Terry Pratchett", "Neil Gaiman"],
      isbn: "9780552137034",
      rating: 4,
      description: "The end\n\nis near.",
      subjects: ["Fantasy", "Humour"],
      series: { name: "Omens", position: 1 },
      language: "en",
      format: "EBOOK",
      publishedOn: null,
    });
  });

  it("of Open Library is known by its ids alone", () => {
    const [row] = rowsOf("Work Id,Edition Id,Bookshelf\nOL361393W,OL7798182M,Already Read");
    expect(row).toMatchObject({
      openLibraryWork: "OL361393W",
      openLibraryEdition: "OL7798182M",
      shelf: "read",
    });
    expect(row && editionRecordOf(row)).toBeNull();
  });

  it("of BookWyrm joins the review's name and text", () => {
    const [row] = rowsOf(
      "title,author_text,remote_id,openlibrary_key,isbn_10,isbn_13,finish_date,rating,review_name,review_content,shelf,shelf_name,shelf_date\n" +
        'Dune,"Frank Herbert",https://x/book/1,OL1M,,9780441013593,2021-05-10,4.50,Sand,Much of it.,reading,Currently reading,2021-01-02',
    );
    expect(row).toMatchObject({
      openLibraryEdition: "OL1M",
      isbn: "9780441013593",
      rating: 4.5,
      review: "Sand\n\nMuch of it.",
      shelf: "currently-reading",
      readOn: "2021-05-10",
      addedOn: "2021-01-02",
    });
  });

  it("of somebody's own spreadsheet may be in German", () => {
    const [row] = rowsOf(
      "Titel;Nachname;Vorname;ISBN;Bewertung;Gelesen am;Seiten;Sprache\nKrabat;Preußler;Otfried;3-522-20087-6;4,5;3. März 2021;1.200;Deutsch",
    );
    expect(row).toMatchObject({
      authors: ["Otfried Preußler"],
      rating: 4.5,
      readOn: "2021-03-03",
      pageCount: 1200,
      language: "de",
    });
  });

  it.each([
    ["9780441013593.0", "9780441013593"],
    ["ISBN-13: 978-0-441-01359-3", "9780441013593"],
    ["552131067", "9780552131063"],
  ])("has the ISBN that a spreadsheet made %j of", (cell, isbn) => {
    expect(rowsOf(`Title,ISBN\nx,${cell}`)[0]?.isbn).toBe(isbn);
  });

  it("with a wrong ISBN and a title is kept, with a note", () => {
    const [row] = rowsOf("Title,ISBN\nDune,9780441013594");
    expect(row).toMatchObject({ title: "Dune", isbn: null });
    expect(row?.note).toBe(
      "The ISBN “9780441013594” was left out: the last digit does not match the others (the checksum is wrong).",
    );
  });

  it("with too many cells says so", () => {
    expect(rowsOf("Title,ISBN\nDune,,Herbert,x")[0]?.note).toContain("4 cells where the header has 2");
  });
});

describe("a row is invalid and says why", () => {
  it.each([
    ["9780441013594", "The ISBN “9780441013594” is wrong: the last digit"],
    ["9.78E+12", "the spreadsheet has rounded it"],
    ["", "neither a title nor an ISBN"],
  ])("with the ISBN %j and no title", (isbn, reason) => {
    const [reading] = read(`Title,ISBN,Author\n,${isbn},Herbert`);
    expect(reading).toEqual({ ok: false, line: 2, reason: expect.stringContaining(reason) });
  });
});

describe("identityKey", () => {
  it("is the same for the same ISBN in two spellings", () => {
    expect(sameBook("Dune,Herbert,9780441013593", "Duna,Frank Herbert,0441013597")).toBe(true);
  });

  it("is the same for the same title and author without ISBN", () => {
    expect(sameBook("The Hobbit,J.R.R. Tolkien,", "Hobbit,JRR Tolkien,")).toBe(true);
  });

  it("tells volumes apart", () => {
    expect(sameBook('"Naruto (Naruto, #2)",K,', '"Naruto (Naruto, #3)",K,')).toBe(false);
    expect(sameBook("Irrgarten: Ein erster Weg hinaus,S,", "Irrgarten: Noch mehr Wege hinaus,S,")).toBe(
      false,
    );
  });
});

it("becomes an edition record for the catalogue", () => {
  const [row] = rowsOf("Title,Author,Original Publication Year,Genre\nDune,Frank Herbert,1965,SF");
  expect(row && editionRecordOf(row)).toMatchObject({
    isbn: null,
    title: "Dune",
    subjects: ["SF"],
    contributors: [{ name: "Frank Herbert", role: "AUTHOR" }],
    work: { firstPublishedYear: 1965 },
  });
});

function read(text: string): RowReading[] {
  const table = readCsv(text);
  const format = recogniseFormat(table?.header ?? []);
  if (table === null || !format.ok) throw new Error("the fixture is no table of books");
  return [...table.batches(100)].flat().map((row) => readRow(row, format.columns));
}

function rowsOf(text: string): ImportedRow[] {
  return read(text).flatMap((reading) => (reading.ok ? [reading.row] : []));
}

function sameBook(one: string, other: string): boolean {
  return new Set(rowsOf(`Title,Author,ISBN\n${one}\n${other}`).map(identityKey)).size === 1;
}
