import * as z from "zod/mini";
import { ownerId } from "../accounts/caller.ts";
import { spend } from "../accounts/rates.ts";
import { Book } from "../books/loader.ts";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import { badUserInput } from "../errors.ts";
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
import { tokenLifetimeMs } from "../jobs/token.ts";
import { Work } from "../works/loader.ts";
import type { ColumnMapping, ImportFormat } from "./formats.ts";
import { importDetails, rowData, rowResult } from "./job.ts";
import type { ImportedRow } from "./row.ts";
import { type FileRejection, importLimits, type Rejected, startImport } from "./start.ts";

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

export const StartJobSuccess = builder.objectRef<{ job: Job; token: string }>("StartJobSuccess").implement({
  description: "The job is safe and will be done, whatever happens to this connection.",
  fields: (t) => ({
    job: t.field({ type: JobInterface, description: "The job as it begins.", resolve: ({ job }) => job }),
    token: t.exposeString("token", {
      description: "Opens this one job to whoever holds it, for two hours. It is not shown again: keep it.",
    }),
    tokenExpiresAt: t.field({
      type: "DateTime",
      description: "Until when the token opens the job; `refreshJobToken` renews it in its last 30 minutes.",
      resolve: ({ job }) => new Date(new Date(job.createdAt).getTime() + tokenLifetimeMs),
    }),
  }),
});

export const FileRejected = builder.objectRef<Rejected>("FileRejected").implement({
  description: "The file cannot be used, and nothing of it was kept.",
  fields: (t) => ({
    reason: t.field({
      type: FileRejectionEnum,
      description: "Why, for programs.",
      resolve: ({ rejected }) => rejected,
    }),
    message: t.exposeString("message", { description: "Why, for people." }),
  }),
});

const FileRejectionEnum = builder.enumType("FileRejection", {
  description: "Why a file cannot be used.",
  values: {
    TOO_LARGE: { description: "More bytes than `importBytes` of the limits." },
    TOO_MANY_ROWS: { description: "More rows than `importRows` of the limits." },
    EMPTY: { description: "Nothing in it, or a header only." },
    NOT_TEXT: { description: "A workbook, an archive, an image: not CSV." },
    NO_USABLE_COLUMNS: { description: "No column that names a title or an identifier." },
  } satisfies Record<FileRejection, { description: string }>,
});

export const StartJobResult = builder.unionType("StartJobResult", {
  description: "A job that was started, or why it was not.",
  types: [StartJobSuccess, FileRejected],
  resolveType: (result) => ("rejected" in result ? FileRejected : StartJobSuccess),
});

const dryRun = "Say what would happen to each row, and write nothing into the catalogue.";

builder.mutationFields((t) => ({
  startImport: t.field({
    type: StartJobResult,
    description:
      "Imports a reading history: CSV as Goodreads, StoryGraph, LibraryThing, Calibre, Open Library and BookWyrm export it, or any table with a title or an ISBN. Up to 10 MB and 20,000 rows. Answers at once; watch `jobProgress`.",
    args: {
      file: t.arg({ type: "File", required: true, description: "The file, by the multipart request spec." }),
      dryRun: t.arg.boolean({ defaultValue: false, required: true, description: dryRun }),
    },
    authScopes: { anybody: true },
    resolve: async (_root, { file, dryRun: isDryRun }, context) => {
      const tooLarge = file.size > importLimits.bytes;
      // One byte too many is enough to be refused for its size.
      const bytes = new Uint8Array(
        await (tooLarge ? file.slice(0, importLimits.bytes + 1) : file).arrayBuffer(),
      );
      return start(context, { bytes, fileName: file.name || null, isDryRun });
    },
  }),
  startImportFromText: t.field({
    type: StartJobResult,
    description:
      "Imports a reading history that is at hand as text, for shells and GraphiQL. The same rules as `startImport`, in a request of at most 1 MB.",
    args: {
      csv: t.arg.string({ required: true, description: "The file's text, header first." }),
      fileName: t.arg.string({ description: "A name to show for it, at most 255 characters." }),
      dryRun: t.arg.boolean({ defaultValue: false, required: true, description: dryRun }),
    },
    authScopes: { anybody: true },
    resolve: (_root, { csv, fileName = null, dryRun: isDryRun }, context) => {
      if (fileName && fileName.length > 255)
        throw badUserInput("fileName", "must be at most 255 characters long");
      return start(context, { bytes: new TextEncoder().encode(csv), fileName, isDryRun });
    },
  }),
}));

async function start(
  context: Pick<Context, "env" | "caller" | "now">,
  upload: Omit<Parameters<typeof startImport>[1], "owner">,
) {
  await spend(context, "IMPORT");
  const owner = ownerId(context.caller);
  const started = await startImport(context.env, { ...upload, owner }, context.now());
  if ("rejected" in started) return started;
  return { job: await openJob(context, started.jobId, started.token), token: started.token };
}

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
