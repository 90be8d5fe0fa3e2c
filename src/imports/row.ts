/** One row of a file as a book and its reading, or a sentence that says why it is neither. */

import { bookFormat } from "../books/format.ts";
import type { BookFormat, ContributorRecord, EditionRecord } from "../books/record.ts";
import { editionRecord } from "../books/record.ts";
import { words } from "../fold.ts";
import type { Isbn } from "../isbn.ts";
import { languageCode } from "../languages.ts";
import { parsePartialDate } from "../partial-date.ts";
import { plainText } from "../plain-text.ts";
import { readTitle, type TitleSeries, workKey } from "../works/title.ts";
import type { CsvRow } from "./csv.ts";
import type { ColumnMapping, ImportField } from "./formats.ts";
import { type IsbnReading, looksLikeIsbn, readIsbnCells } from "./isbn-cell.ts";
import { readPeople } from "./people.ts";
import { readLastDate, readRating, readShelf } from "./reading.ts";

/** A row that can be looked for: it has a title, an ISBN or an Open Library id. Null is "the row does not say". */
export type ImportedRow = {
  /** The line of the file where the row begins. */
  line: number;
  title: string | null;
  subtitle: string | null;
  series: TitleSeries | null;
  /** Display names, first author first; with Goodreads also those of whom it does not tell what they did. */
  authors: string[];
  contributors: ContributorRecord[];
  isbn: Isbn | null;
  /** "OL102749W", "OL7798182M" */
  openLibraryWork: string | null;
  openLibraryEdition: string | null;
  /** "read", "to-read", "currently-reading", or the reader's own word. */
  shelf: string | null;
  /** 0.25 to 5, in quarters. */
  rating: number | null;
  review: string | null;
  /** Partial dates: "2021", "2021-05", "2021-05-10". */
  readOn: string | null;
  addedOn: string | null;
  publisher: string | null;
  publishedOn: string | null;
  pageCount: number | null;
  language: string | null;
  format: BookFormat | null;
  subjects: string[];
  description: string | null;
  /** Negative before the common era: the Iliad is of -750. */
  firstPublishedYear: number | null;
  originalLanguage: string | null;
  /** What was overlooked to read the row, as a sentence. */
  note: string | null;
};

/** A row, or why it is INVALID, as a sentence about the reader's own spreadsheet. */
export type RowReading = { ok: true; row: ImportedRow } | { ok: false; line: number; reason: string };

/** Reads a row by the columns that {@link recogniseFormat} found. */
export function readRow(csv: CsvRow, columns: ColumnMapping[]): RowReading {
  const cells = (...fields: ImportField[]) =>
    columns.flatMap(({ field }, index) => {
      const cell = csv.cells[index]?.trim() ?? "";
      return field !== null && fields.includes(field) && cell !== "" ? [cell] : [];
    });
  const cell = (field: ImportField) => cells(field)[0] ?? "";

  const { isbn, wrong } = readIsbns(cells);
  const read = readTitle(plainText(cell("title")));
  const openLibraryWork = /OL\d+W/i.exec(cell("openLibraryWork"))?.[0].toUpperCase() ?? null;
  const openLibraryEdition = /OL\d+M/i.exec(cell("openLibraryEdition"))?.[0].toUpperCase() ?? null;
  if (read.title === "" && isbn === null && openLibraryWork === null && openLibraryEdition === null) {
    const reason =
      wrong === null
        ? "This row has neither a title nor an ISBN."
        : `The ISBN “${wrong.text}” is wrong: ${wrong.why}. There is no title to go by either.`;
    return { ok: false, line: csv.line, reason: joined([reason, csv.problem]) ?? reason };
  }
  const row: ImportedRow = {
    line: csv.line,
    title: read.title || null,
    subtitle: plainText(cell("subtitle")) || read.subtitle,
    series: readSeries(cell) ?? read.series,
    ...readPeople(cell),
    isbn,
    openLibraryWork,
    openLibraryEdition,
    shelf: readShelf(cell("shelf")),
    rating: readRating(cell("rating")),
    review: plainText([cell("reviewTitle"), cell("review")].join("\n\n")) || null,
    readOn: firstOf(cells("readOn"), readLastDate),
    addedOn: firstOf(cells("addedOn"), parsePartialDate),
    publisher: cell("publisher").replace(/\s*\(\d{4}\).*$/, "") || null,
    publishedOn: parsePartialDate(cell("publishedOn")),
    pageCount: readCount(cell("pageCount")),
    language: firstOf(listed(cell("language")), languageCode),
    format: firstOf(listed(cell("format")), bookFormat),
    subjects: readSubjects(cell),
    description: plainText(cell("description")) || null,
    firstPublishedYear: readYear(cell("firstPublishedYear")),
    originalLanguage: firstOf(listed(cell("originalLanguage")), languageCode),
    note: joined([
      wrong === null ? null : `The ISBN “${wrong.text}” was left out: ${wrong.why}.`,
      csv.problem,
    ]),
  };
  return { ok: true, row };
}

/** What a row says for the catalogue; null for a row without a title, of which there is nothing to write yet. */
export function editionRecordOf(row: ImportedRow): EditionRecord | null {
  if (row.title === null) return null;
  const { title, subtitle, series, contributors, isbn, publisher, publishedOn, pageCount } = row;
  const { language, format, subjects, description, originalLanguage, firstPublishedYear } = row;
  return editionRecord({
    ...{ title, subtitle, series, contributors, isbn, publisher, publishedOn, pageCount },
    ...{ language, format, subjects, description },
    work: { title: null, description: null, originalLanguage, firstPublishedYear },
  });
}

/** The key by which a row's work is looked for when its ISBN is unknown or missing; null without a title. */
export function workKeyOf(row: ImportedRow): string | null {
  return row.title === null
    ? null
    : workKey(fullTitle(row.title, row.subtitle), row.authors[0] ?? null, row.series);
}

/**
 * Two rows of one file with the same key are the same book, and the later one is a duplicate: the same ISBN; else the
 * same work, subtitle and volume, since a file that lists two subtitles means two books; else the same Open Library id.
 */
export function identityKey(row: ImportedRow): string {
  if (row.isbn !== null) return `isbn:${row.isbn}`;
  if (row.title === null) return `openlibrary:${row.openLibraryEdition ?? row.openLibraryWork ?? ""}`;
  const subtitle = words(row.subtitle ?? "").join(" ");
  return `work:${workKeyOf(row) ?? ""}|${subtitle}|${row.series?.position ?? ""}`;
}

type Cells = (...fields: ImportField[]) => string[];
type Cell = (field: ImportField) => string;

function readIsbns(cells: Cells): IsbnReading {
  const named = cells("identifiers").flatMap((text) => /\bisbn:([\dXx-]+)/.exec(text)?.[1] ?? []);
  // StoryGraph puts the shop's number where there is no ISBN: nothing is wrong with that.
  const others = cells("isbnOrOther").filter(looksLikeIsbn);
  return readIsbnCells([...cells("isbn"), ...others, ...named]);
}

function readSeries(cell: Cell): TitleSeries | null {
  const name = cell("series");
  const position = Number.parseFloat(cell("seriesPosition").replace(",", "."));
  // "Discworld, #4" or "Discworld (4)" in one cell reads like the bracket of a title.
  if (Number.isNaN(position)) {
    return name === "" ? null : (readTitle(`- (${name})`).series ?? { name, position: null });
  }
  return name === "" ? null : { name, position };
}

function readSubjects(cell: Cell): string[] {
  // Of "Good and evil > Fiction" the first is the subject, the rest subdivides it.
  const paths = cell("subjectPaths")
    .split("|")
    .map((path) => path.split(" > ")[0] ?? "");
  return [...new Set([...listed(cell("subjects")), ...paths.map((path) => path.trim())])].filter(Boolean);
}

function readCount(text: string): number | null {
  const count = Number(/\d+/.exec(text.replace(/(?<=\d)[.,\s](?=\d{3}\b)/g, ""))?.[0]);
  return count >= 1 ? count : null;
}

function readYear(text: string): number | null {
  const year = /^-?\d{1,4}$/.test(text) ? Number(text) : Number(parsePartialDate(text)?.slice(0, 4));
  return year ? year : null;
}

function listed(text: string): string[] {
  return text
    .split(/[,;|]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function firstOf<T>(texts: string[], read: (text: string) => T | null): T | null {
  for (const text of texts) {
    const value = read(text);
    if (value !== null) return value;
  }
  return null;
}

function joined(sentences: (string | null)[]): string | null {
  return sentences.filter((sentence) => sentence !== null).join(" ") || null;
}

function fullTitle(title: string, subtitle: string | null): string {
  return subtitle === null ? title : `${title}: ${subtitle}`;
}
