/** What an import keeps with its job, its items and their results. */
import * as z from "zod/mini";
import { bookFormats, contributorRoles } from "../books/record.ts";
import { isbnOrNull } from "../isbn.ts";
import { importFormats } from "./formats.ts";
import type { ImportedRow } from "./row.ts";

/** What is known of the file as the job begins. */
export const importDetails = z.object({
  fileName: z.nullable(z.string()),
  format: z.enum(importFormats),
  columns: z.array(z.object({ column: z.string(), field: z.nullable(z.string()) })),
  isDryRun: z.boolean(),
});
export type ImportDetails = z.output<typeof importDetails>;

/** Where the file of a job lies in R2; the job object deletes everything under `jobs/{id}/`. */
export function fileKey(jobId: string): string {
  return `jobs/${jobId}/import`;
}

const text = z.nullable(z.string());

/** A row as its item keeps it; an INVALID row has none. */
export const rowData: z.ZodMiniType<ImportedRow> = z.object({
  line: z.int(),
  title: text,
  subtitle: text,
  series: z.nullable(z.object({ name: z.string(), position: z.nullable(z.number()) })),
  authors: z.array(z.string()),
  contributors: z.array(z.object({ name: z.string(), role: z.enum(contributorRoles) })),
  isbn: z.pipe(
    text,
    z.transform((isbn) => isbnOrNull(isbn)),
  ),
  openLibraryWork: text,
  openLibraryEdition: text,
  shelf: text,
  rating: z.nullable(z.number()),
  review: text,
  readOn: text,
  addedOn: text,
  publisher: text,
  publishedOn: text,
  pageCount: z.nullable(z.number()),
  language: text,
  format: z.nullable(z.enum(bookFormats)),
  subjects: z.array(z.string()),
  description: text,
  firstPublishedYear: z.nullable(z.number()),
  originalLanguage: text,
  note: text,
});

/** What a row became: ids in the catalogue. */
export const rowResult = z.object({ isbn: z.nullable(z.string()), workId: z.nullable(z.string()) });
export type RowResult = z.output<typeof rowResult>;
