/** What an import keeps with its job, its items and their results. */
import * as z from "zod";
import { bookFormats, contributorRoles } from "../books/record.ts";
import { isbnOrNull } from "../isbn.ts";
import { importFormats } from "./formats.ts";
import type { ImportedRow } from "./row.ts";

/** What is known of the file as the job begins. */
export const importDetails = z.object({
  fileName: z.string().nullable(),
  format: z.enum(importFormats),
  columns: z.array(z.object({ column: z.string(), field: z.string().nullable() })),
  isDryRun: z.boolean(),
});
export type ImportDetails = z.output<typeof importDetails>;

/** Where the file of a job lies in R2; the job object deletes everything under `jobs/{id}/`. */
export function fileKey(jobId: string): string {
  return `jobs/${jobId}/import`;
}

const text = z.string().nullable();

/** A row as its item keeps it; an INVALID row has none. */
export const rowData: z.ZodType<ImportedRow> = z.object({
  line: z.int(),
  title: text,
  subtitle: text,
  series: z.object({ name: z.string(), position: z.number().nullable() }).nullable(),
  authors: z.array(z.string()),
  contributors: z.array(z.object({ name: z.string(), role: z.enum(contributorRoles) })),
  isbn: text.transform((isbn) => isbnOrNull(isbn)),
  openLibraryWork: text,
  openLibraryEdition: text,
  shelf: text,
  rating: z.number().nullable(),
  review: text,
  readOn: text,
  addedOn: text,
  publisher: text,
  publishedOn: text,
  pageCount: z.number().nullable(),
  language: text,
  format: z.enum(bookFormats).nullable(),
  subjects: z.array(z.string()),
  description: text,
  firstPublishedYear: z.number().nullable(),
  originalLanguage: text,
  note: text,
});

/** What a row became: ids in the catalogue. */
export const rowResult = z.object({ isbn: z.string().nullable(), workId: z.string().nullable() });
export type RowResult = z.output<typeof rowResult>;
