import * as z from "zod/mini";
import { Book } from "../books/loader.ts";
import { builder } from "../builder.ts";
import { connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import type { JobItem, Outcome } from "../jobs/job.ts";
import {
  allOutcomes,
  type Job,
  JobEvent,
  JobInterface,
  jobObject,
  notYourJob,
  openJob,
  RowOutcomeEnum,
} from "../jobs/loader.ts";
import { Work } from "../works/loader.ts";
import type { ColumnMapping, ImportFormat } from "./formats.ts";
import { importDetails, rowData, rowResult } from "./job.ts";
import type { ImportedRow } from "./row.ts";

const ImportJob = builder.objectRef<Job>("ImportJob");

builder.node(ImportJob, {
  description: "A reading history on its way into the catalogue.",
  interfaces: [JobInterface],
  id: { resolve: (job) => job.id },
  // An id carries no token: only the owner opens a job so, all others ask `job(id, token)`.
  loadOne: (id, context) => openJob(context, id, null),
  isTypeOf: (value) =>
    typeof value === "object" && value !== null && "kind" in value && value.kind === "IMPORT",
  fields: (t) => ({
    fileName: t.string({
      nullable: true,
      description: "As uploaded.",
      resolve: (job) => detailsOf(job).fileName,
    }),
    format: t.field({
      type: ImportFormatEnum,
      description: "The program that wrote the file, told by its columns.",
      resolve: (job) => detailsOf(job).format,
    }),
    isDryRun: t.boolean({
      description: "Whether this import only says what it would do.",
      resolve: (job) => detailsOf(job).isDryRun,
    }),
    columns: t.field({
      type: [ColumnMappingType],
      description: "What each column was taken for, in the file's order.",
      resolve: (job) => detailsOf(job).columns,
    }),
    rows: t.field({
      type: ImportRowConnection,
      description: "The file's rows in its order, each with what became of it.",
      args: {
        first: t.arg.int({ defaultValue: 50, required: true, description: "How many, 1 to 500." }),
        after: t.arg.string({ description: "The cursor to go on after." }),
        outcomes: t.arg({ type: [RowOutcomeEnum], description: "Only rows that ended like this." }),
      },
      resolve: async (job, { first, after = null, outcomes = null }, context) => {
        const page = {
          first: pageSize(first, 500) + 1,
          after: after === null ? 0 : decodeCursor(after, lineKey)[0],
        };
        const items = await jobObject(context, job.id).items(job.key, { ...page, outcomes });
        if (!items) throw notYourJob();
        return connectionOf(
          items,
          { first, after },
          { cursor: ({ line }) => encodeCursor([line]), node: rowOf },
        );
      },
    }),
    outcomeCounts: t.field({
      type: [OutcomeCount],
      description:
        "How many rows ended how, outcomes that did not occur left out. They add up to `progress.total`.",
      resolve: async (job, _args, context) => {
        const tally = await jobObject(context, job.id).tally(job.key);
        if (!tally) throw notYourJob();
        return allOutcomes.flatMap((outcome) => {
          const count = tally[outcome];
          return count ? [{ outcome, count }] : [];
        });
      },
    }),
    reportUrl: t.field({
      type: "URL",
      nullable: true,
      description:
        "The rows and what became of them as CSV, to open in a browser. The link opens the report only.",
      resolve: ({ id, reportKey }, _args, { request }) =>
        new URL(`/jobs/${id}/report.csv?key=${reportKey}`, request.url).href,
    }),
  }),
});

type Row = { item: JobItem; row: ImportedRow | null };

const ImportRow = builder.objectRef<Row>("ImportRow").implement({
  description: "One row of an imported file.",
  fields: (t) => ({
    line: t.int({
      description: "The line of the file where it begins; the header is line 1.",
      resolve: ({ item }) => item.line,
    }),
    outcome: t.field({
      type: RowOutcomeEnum,
      description: "What became of it.",
      resolve: ({ item }) => item.outcome,
    }),
    message: t.string({
      nullable: true,
      description: "Why, in words that a reader of their own spreadsheet understands.",
      resolve: ({ item }) => item.message,
    }),
    title: t.string({
      nullable: true,
      description: "The title, without subtitle and series.",
      resolve: ({ row }) => row?.title,
    }),
    authors: t.stringList({
      description: "Authors in display order.",
      resolve: ({ row }) => row?.authors ?? [],
    }),
    isbn: t.field({
      type: "ISBN",
      nullable: true,
      description: "The ISBN, if the row has a valid one.",
      resolve: ({ row }) => row?.isbn,
    }),
    shelf: t.string({
      nullable: true,
      description: '"read", "to-read", "currently-reading", or the reader\'s own word.',
      resolve: ({ row }) => row?.shelf,
    }),
    rating: t.float({
      nullable: true,
      description: "0.25 to 5; null for none.",
      resolve: ({ row }) => row?.rating,
    }),
    readOn: t.field({
      type: "PartialDate",
      nullable: true,
      description: "When it was last read.",
      resolve: ({ row }) => row?.readOn,
    }),
    addedOn: t.field({
      type: "PartialDate",
      nullable: true,
      description: "When it came into the reading history.",
      resolve: ({ row }) => row?.addedOn,
    }),
    review: t.string({
      nullable: true,
      description: "The reader's own text, as plain text.",
      resolve: ({ row }) => row?.review,
    }),
    book: t.field({
      type: Book,
      nullable: true,
      description: "The edition in the catalogue, for a row with an ISBN.",
      resolve: ({ item }) => resultOf(item)?.isbn,
    }),
    work: t.field({
      type: Work,
      nullable: true,
      description: "The work in the catalogue, with or without an ISBN.",
      resolve: ({ item }) => resultOf(item)?.workId,
    }),
  }),
});

const ImportRowEdge = builder.edgeObject({ type: ImportRow, name: "ImportRowEdge" });
const ImportRowConnection = builder.connectionObject(
  { type: ImportRow, name: "ImportRowConnection", description: "A page of an import's rows." },
  ImportRowEdge,
);

builder.objectField(JobEvent, "row", (t) =>
  t.field({
    type: ImportRow,
    nullable: true,
    description: "The row that was reported last, in an import's events.",
    resolve: async ({ line, job }, _args, context) => {
      if (line === null || job.kind !== "IMPORT") return null;
      const items = await jobObject(context, job.id).items(job.key, {
        after: line - 1,
        first: 1,
        outcomes: null,
      });
      return items?.[0] ? rowOf(items[0]) : null;
    },
  }),
);

export const ImportFormatEnum = builder.enumType("ImportFormat", {
  description: "A program whose exports are understood.",
  values: {
    GOODREADS: { description: "https://www.goodreads.com: My Books, Import and export." },
    STORYGRAPH: { description: "https://app.thestorygraph.com: Manage your data, Export." },
    LIBRARYTHING: { description: "https://www.librarything.com: Export as tab-delimited text." },
    CALIBRE: { description: "https://calibre-ebook.com: Create a catalogue as CSV." },
    OPENLIBRARY: { description: "https://openlibrary.org: Reading log export." },
    BOOKWYRM: { description: "https://joinbookwyrm.com: Settings, Export book list." },
    GENERIC: { description: "Any other table whose header names a title or an ISBN." },
  } satisfies Record<ImportFormat, { description: string }>,
});

const ColumnMappingType = builder
  .objectRef<Pick<ColumnMapping, "column"> & { field: string | null }>("ColumnMapping")
  .implement({
    description: "A column of a file, and what it was taken for.",
    fields: (t) => ({
      column: t.exposeString("column", { description: "Its name in the header." }),
      field: t.exposeString("field", {
        nullable: true,
        description: "What it says; null when it was not used.",
      }),
    }),
  });

const OutcomeCount = builder.objectRef<{ outcome: Outcome; count: number }>("OutcomeCount").implement({
  description: "How many rows ended like this.",
  fields: (t) => ({
    outcome: t.expose("outcome", { type: RowOutcomeEnum, description: "How they ended." }),
    count: t.exposeInt("count", { description: "How many." }),
  }),
});

function detailsOf(job: Job) {
  return importDetails.parse(JSON.parse(job.details));
}

function rowOf(item: JobItem): Row {
  return { item, row: z.nullable(rowData).parse(JSON.parse(item.data)) };
}

function resultOf(item: JobItem) {
  return item.result === null ? null : rowResult.parse(JSON.parse(item.result));
}

const lineKey = z.tuple([z.int()]);
