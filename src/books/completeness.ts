/** How much of a book's record is filled in, for readers and for deciding what to enrich next. */
import type { EditionRecord } from "./record.ts";

/** What completeness looks at; a row of the catalogue has it as well as a record does. */
export type Completable = Pick<
  EditionRecord,
  "title" | "description" | "publisher" | "pageCount" | "publishedOn" | "subjects" | "cover" | "language"
>;

/** 0–100: the share of title, description (over 50 characters), publisher, pages, date, subjects, cover, language. */
export function completenessOf(book: Completable): number {
  const told = [
    book.title !== "",
    (book.description?.length ?? 0) > 50,
    book.publisher !== null,
    book.pageCount !== null,
    book.publishedOn !== null,
    book.subjects.length > 0,
    (book.cover.small ?? book.cover.medium ?? book.cover.large) !== null,
    book.language !== null,
  ];
  return Math.round((told.filter(Boolean).length / told.length) * 100);
}
