/** Which program wrote a file, and what its columns mean: told by the header alone, from one table per format. */
import { words } from "../fold.ts";
import { genericColumns } from "./generic-columns.ts";

/** What a column can say about a book or its reading. */
export type ImportField =
  | "title"
  | "subtitle"
  /** One name, in either order. */
  | "author"
  /** Names in display order, separated by commas. */
  | "authors"
  /** One or more names, written by hand. */
  | "authorsByHand"
  | "authorFamilyName"
  | "authorGivenName"
  | "authorRole"
  | "additionalAuthors"
  /** Names surname first and their roles, separated by pipes, side by side. */
  | "secondaryAuthors"
  | "secondaryRoles"
  /** "Name (Role), Name (Role)". */
  | "contributors"
  | "isbn"
  /** An ISBN or some other identifier, whatever there was. */
  | "isbnOrOther"
  /** "goodreads:39077187,isbn:9780756411800" */
  | "identifiers"
  | "openLibraryWork"
  | "openLibraryEdition"
  | "shelf"
  | "rating"
  | "reviewTitle"
  | "review"
  | "readOn"
  | "addedOn"
  | "publisher"
  | "publishedOn"
  | "pageCount"
  | "language"
  | "originalLanguage"
  | "format"
  | "subjects"
  /** "Soviet Union > History|Moscow > Fiction" */
  | "subjectPaths"
  | "description"
  | "series"
  | "seriesPosition"
  | "firstPublishedYear";

/** The programs whose exports are recognised; GENERIC is any other table with speaking column names. */
export const importFormats = [
  "GOODREADS",
  "STORYGRAPH",
  "LIBRARYTHING",
  "CALIBRE",
  "OPENLIBRARY",
  "BOOKWYRM",
  "GENERIC",
] as const;
export type ImportFormat = (typeof importFormats)[number];

/** A column as the file names it, and what it was taken for; null is "not used". In the file's order. */
export type ColumnMapping = { column: string; field: ImportField | null };

/** A recognised header, or why it is of no use, in a sentence for the person who sent the file. */
export type RecognisedFormat =
  | { ok: true; format: ImportFormat; columns: ColumnMapping[] }
  | { ok: false; reason: string };

/** Column names are compared by their words: case, accents and punctuation do not count. */
type FormatTable = {
  format: ImportFormat;
  /** Columns that together only this program writes. */
  signature: string[];
  columns: Readonly<Record<string, ImportField>>;
};

const tables: readonly FormatTable[] = [
  {
    format: "GOODREADS",
    signature: ["title", "author l f", "exclusive shelf"],
    columns: {
      title: "title",
      author: "author",
      "additional authors": "additionalAuthors",
      isbn: "isbn",
      isbn13: "isbn",
      "my rating": "rating",
      publisher: "publisher",
      binding: "format",
      "number of pages": "pageCount",
      "year published": "publishedOn",
      "original publication year": "firstPublishedYear",
      "date read": "readOn",
      "date added": "addedOn",
      "exclusive shelf": "shelf",
      "my review": "review",
    },
  },
  {
    format: "STORYGRAPH",
    signature: ["title", "authors", "read status", "star rating"],
    columns: {
      title: "title",
      authors: "authors",
      contributors: "contributors",
      "isbn uid": "isbnOrOther",
      format: "format",
      "read status": "shelf",
      "date added": "addedOn",
      "last date read": "readOn",
      "dates read": "readOn",
      "star rating": "rating",
      review: "review",
    },
  },
  {
    format: "LIBRARYTHING",
    signature: ["title", "primary author", "collections"],
    columns: {
      title: "title",
      "primary author": "author",
      "primary author role": "authorRole",
      "secondary author": "secondaryAuthors",
      "secondary author roles": "secondaryRoles",
      publication: "publisher",
      date: "publishedOn",
      review: "review",
      rating: "rating",
      media: "format",
      "page count": "pageCount",
      "entry date": "addedOn",
      "date read": "readOn",
      collections: "shelf",
      languages: "language",
      "original languages": "originalLanguage",
      isbn: "isbn",
      isbns: "isbn",
      subjects: "subjectPaths",
    },
  },
  {
    format: "CALIBRE",
    signature: ["title", "author sort", "uuid"],
    columns: {
      title: "title",
      authors: "authors",
      rating: "rating",
      timestamp: "addedOn",
      formats: "format",
      isbn: "isbn",
      identifiers: "identifiers",
      comments: "description",
      tags: "subjects",
      series: "series",
      "series index": "seriesPosition",
      languages: "language",
      publisher: "publisher",
      pubdate: "publishedOn",
    },
  },
  {
    format: "BOOKWYRM",
    signature: ["title", "author text", "remote id"],
    columns: {
      title: "title",
      "author text": "authors",
      "openlibrary key": "openLibraryEdition",
      "isbn 13": "isbn",
      "isbn 10": "isbn",
      rating: "rating",
      "review name": "reviewTitle",
      "review content": "review",
      shelf: "shelf",
      "shelf name": "shelf",
      "shelf date": "addedOn",
      "date added": "addedOn",
      "finish date": "readOn",
    },
  },
  {
    format: "OPENLIBRARY",
    signature: ["work id", "edition id", "bookshelf"],
    columns: {
      "work id": "openLibraryWork",
      "edition id": "openLibraryEdition",
      title: "title",
      authors: "authors",
      "first publish year": "firstPublishedYear",
      isbn: "isbn",
      bookshelf: "shelf",
      "my ratings": "rating",
      "my rating": "rating",
    },
  },
  { format: "GENERIC", signature: [], columns: genericColumns },
];

const identifying: readonly (ImportField | null)[] = [
  "title",
  "isbn",
  "isbnOrOther",
  "openLibraryWork",
  "openLibraryEdition",
];

/** Recognises a format by its header row ("Author(s)" is "Author"). A header that names no title, ISBN or Open Library id is refused. */
export function recogniseFormat(header: string[]): RecognisedFormat {
  const names = header.map((column) => words(column.replace(/\((?:s|es|en)\)/i, "")).join(" "));
  for (const { format, signature, columns } of tables) {
    if (!signature.every((name) => names.includes(name))) continue;
    const mapped = header.map((column, index) => ({ column, field: columns[names[index] ?? ""] ?? null }));
    if (mapped.some(({ field }) => identifying.includes(field))) return { ok: true, format, columns: mapped };
  }
  const named = header.filter((column) => column !== "").slice(0, 8);
  return {
    ok: false,
    reason: `No column holds titles or ISBNs. The first line has to name the columns; it reads: ${named.join(", ")}.`,
  };
}
