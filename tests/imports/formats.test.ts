import { expect, it } from "vitest";
import { recogniseFormat } from "../../src/imports/formats.ts";

it.each([
  [
    "GOODREADS",
    "Book Id,Title,Author,Author l-f,Additional Authors,ISBN,ISBN13,My Rating,Exclusive Shelf,My Review",
  ],
  [
    "STORYGRAPH",
    "Title,Authors,Contributors,ISBN/UID,Format,Read Status,Date Added,Last Date Read,Star Rating,Review",
  ],
  [
    "LIBRARYTHING",
    "Book Id,Title,Sort Character,Primary Author,Primary Author Role,Collections,ISBN,ISBNs,Subjects",
  ],
  ["CALIBRE", "authors,author_sort,rating,isbn,identifiers,tags,title,title_sort,pubdate,uuid"],
  ["OPENLIBRARY", "Work Id,Edition Id,Bookshelf"],
  [
    "BOOKWYRM",
    "title,author_text,remote_id,openlibrary_key,isbn_10,isbn_13,rating,review_name,shelf,shelf_name",
  ],
  ["GENERIC", "Titel,Autor,Verlag,ISBN-13"],
  ["GENERIC", "Título,Autor,Año"],
  ["GENERIC", "EAN"],
])("recognises %s by its header", (format, header) => {
  expect(recogniseFormat(header.split(","))).toMatchObject({ ok: true, format });
});

it("tells what each column was taken for", () => {
  expect(recogniseFormat(["Titre", "Auteur(s)", "Prix", "ISBN 13"])).toEqual({
    ok: true,
    format: "GENERIC",
    columns: [
      { column: "Titre", field: "title" },
      { column: "Auteur(s)", field: "authorsByHand" },
      { column: "Prix", field: null },
      { column: "ISBN 13", field: "isbn" },
    ],
  });
});

it("refuses a header without titles and ISBNs, and quotes it", () => {
  expect(recogniseFormat(["Date", "Amount", ""])).toEqual({
    ok: false,
    reason:
      "No column holds titles or ISBNs. The first line has to name the columns; it reads: Date, Amount.",
  });
});
