/** What an edition in the catalogue still lacks. */
import type { EditionRecord } from "./record.ts";
import type { BookRow } from "./store.ts";

/** The fields of `book` that are empty and that `record` would fill, named as clients know them. */
export function filledBy(book: BookRow, record: EditionRecord): string[] {
  const pairs: [name: string, has: unknown, says: unknown][] = [
    ["subtitle", book.subtitle, record.subtitle],
    ["description", book.description, record.description],
    ["publisher", book.publisher, record.publisher],
    ["publishedOn", book.published_on, record.publishedOn],
    ["language", book.language, record.language],
    ["pageCount", book.page_count, record.pageCount],
    ["format", book.format, record.format],
    ["series", book.series_name, record.series],
    ["cover", book.cover_medium, record.cover.medium],
    ["subjects", book.subjects === "[]" ? null : book.subjects, record.subjects[0] ?? null],
  ];
  return pairs.filter(([, has, says]) => has === null && says !== null).map(([name]) => name);
}
