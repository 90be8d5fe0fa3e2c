/** Any number of books that differ only where a test says so. */
import { type EditionRecord, editionRecord } from "../../src/books/record.ts";
import { isbnOrNull } from "../../src/isbn.ts";

/** A valid ISBN for each number from 0 to 9,999. */
export function isbnAt(number: number) {
  const body = `97800030${String(number).padStart(4, "0")}`;
  const isbn = Array.from({ length: 10 }, (_, digit) => isbnOrNull(`${body}${digit}`)).find(Boolean);
  if (!isbn) throw new Error(`No ISBN for ${number}`);
  return isbn;
}

/** A book without anything to show: a title and its own author. */
export function bareBook(number: number, facts: Partial<EditionRecord> = {}): EditionRecord {
  const contributors = [{ name: `Writer ${number}`, role: "AUTHOR" as const }];
  return editionRecord({ isbn: isbnAt(number), title: `Book ${number}`, contributors, ...facts });
}

/** A book with everything but a cover. */
export function presentableBook(number: number, facts: Partial<EditionRecord> = {}): EditionRecord {
  return bareBook(number, {
    description: `What book ${number} is about takes more than fifty characters to say here.`,
    publisher: "House",
    publishedOn: "2001",
    pageCount: 250,
    language: "en",
    subjects: ["Fiction"],
    ...facts,
  });
}
