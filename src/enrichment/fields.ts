/** The fields of an edition as enrichment sees them: what is empty, and which of two values says more. */
import type { EditionRecord } from "../books/record.ts";

/** A record's fields side by side, the work's among them, so that each can be merged by itself. */
export type Fields = Omit<EditionRecord, "isbn" | "work"> & {
  workTitle: string | null;
  workDescription: string | null;
  originalLanguage: string | null;
  firstPublishedYear: number | null;
};

export type FieldName = keyof Fields;

/** A record's fields side by side; its ISBN is no field, since it says which edition this is. */
export function fieldsOf(record: EditionRecord): Fields {
  const { isbn: _, work, ...own } = record;
  return {
    ...own,
    workTitle: work.title,
    workDescription: work.description,
    originalLanguage: work.originalLanguage,
    firstPublishedYear: work.firstPublishedYear,
  };
}

/** The record again, out of its fields: the inverse of {@link fieldsOf}. */
export function recordOf(isbn: EditionRecord["isbn"], fields: Fields): EditionRecord {
  const { workTitle, workDescription, originalLanguage, firstPublishedYear, ...own } = fields;
  return {
    isbn,
    ...own,
    work: { title: workTitle, description: workDescription, originalLanguage, firstPublishedYear },
  };
}

/** The names of the fields that a record fills in: what `Book.sources` says a source told. */
export function fieldsTold(record: EditionRecord): FieldName[] {
  const fields = fieldsOf(record);
  return fieldNames.filter((field) => !isEmpty(fields[field]));
}

/** All fields, in the order in which they are reported. */
export const fieldNames = [
  "title",
  "subtitle",
  "description",
  "publisher",
  "publishedOn",
  "language",
  "pageCount",
  "format",
  "subjects",
  "cover",
  "series",
  "contributors",
  "workTitle",
  "workDescription",
  "originalLanguage",
  "firstPublishedYear",
] as const satisfies FieldName[];

/** Null, "", an empty list, and a cover without any size. */
export function isEmpty(value: Fields[FieldName]): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && "small" in value && Object.values(value).every((size) => size === null);
}

/** 1 for a value that serves its purpose, 0 for one that hardly does: a description of at most 50 characters. */
export function serves(field: FieldName, value: Fields[FieldName]): 0 | 1 {
  const short = typeof value === "string" && value.length <= 50;
  return (field === "description" || field === "workDescription") && short ? 0 : 1;
}

/** How much a value says, to choose between sources of equal quality: length of texts and dates, sizes, members. */
export function detail(field: FieldName, value: Fields[FieldName]): number {
  if (value === null) return 0;
  if (field === "description" || field === "workDescription" || field === "publishedOn")
    return String(value).length;
  if (Array.isArray(value)) return value.length;
  if (typeof value === "object") return Object.values(value).filter((part) => part !== null).length;
  return 0;
}
