import { ownerId } from "../accounts/caller.ts";
import { spend } from "../accounts/rates.ts";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { badUserInput } from "../errors.ts";
import { type Job, JobInterface, openJob } from "../jobs/loader.ts";
import { tokenLifetimeMs } from "../jobs/token.ts";
import { type FileRejection, importLimits, type Rejected, startImport } from "./start.ts";

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
