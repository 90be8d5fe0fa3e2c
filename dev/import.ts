/**
 * `npm run import -- FILE.csv [--url URL] [--dry-run]`: imports a reading history into a running server, shows it arrive,
 * and says what became of every row. A dropped connection is taken up where it broke.
 */
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import cliProgress from "cli-progress";
import { createClient } from "graphql-sse";
import * as z from "zod";

const started = z.object({
  startImport: z.discriminatedUnion("__typename", [
    z.object({
      __typename: z.literal("StartJobSuccess"),
      token: z.string(),
      job: z.object({ id: z.string() }),
    }),
    z.object({ __typename: z.literal("FileRejected"), reason: z.string(), message: z.string() }),
  ]),
});

const progress = z.object({
  jobProgress: z.object({
    sequence: z.int(),
    job: z.object({
      status: z.string(),
      progress: z.object({
        total: z.int().nullable(),
        processed: z.int(),
        currentItem: z.string().nullable(),
      }),
    }),
  }),
});

const outcome = z.object({
  job: z.object({
    status: z.string(),
    failure: z.string().nullable(),
    format: z.string(),
    reportUrl: z.string(),
    outcomeCounts: z.array(z.object({ outcome: z.string(), count: z.int() })),
    rows: z.object({
      edges: z.array(
        z.object({ node: z.object({ line: z.int(), outcome: z.string(), message: z.string().nullable() }) }),
      ),
    }),
  }),
});

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: "string", default: "http://localhost:8787/graphql" },
    "dry-run": { type: "boolean", default: false },
  },
});
const [file] = positionals;
if (!file || positionals.length > 1) stop("Usage: npm run import -- FILE.csv [--url URL] [--dry-run]");

const held = await start(file);
await follow(held);
await tell(held);

type Held = { id: string; token: string };

/** Sends the file by the multipart request spec. */
async function start(path: string): Promise<Held> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) stop(`There is no file ${path}.`);
  const form = new FormData();
  const variables = { file: null, dryRun: options["dry-run"] };
  form.set("operations", JSON.stringify({ query: operation("ImportFile"), variables }));
  form.set("map", JSON.stringify({ file: ["variables.file"] }));
  form.set("file", new Blob([readFileSync(path)]), basename(path));
  const { startImport } = await ask(started, {
    body: form,
    headers: { "apollo-require-preflight": "1" },
  });
  if (startImport.__typename === "FileRejected") stop(`${startImport.reason}: ${startImport.message}`);
  return { id: startImport.job.id, token: startImport.token };
}

/** Shows the job's events until the last; after a break it goes on behind the last event seen. */
async function follow({ id, token }: Held): Promise<void> {
  const bar = new cliProgress.SingleBar({
    format: "{bar} {percentage}% | {value}/{total} rows | {item}",
    noTTYOutput: true,
    notTTYSchedule: 1_000,
    hideCursor: true,
  });
  const client = createClient({ url: options.url, retryAttempts: 0 });
  bar.start(1, 0, { item: "reading the file" });
  let after: number | undefined;
  let breaks = 0;
  for (let isOver = false; !isOver; ) {
    try {
      for await (const result of client.iterate({
        query: operation("JobProgress"),
        variables: { id, token, after },
      })) {
        const { sequence, job } = progress.parse(result.data).jobProgress;
        [after, breaks] = [sequence, 0];
        if (job.progress.total !== null) bar.setTotal(job.progress.total);
        bar.update(job.progress.processed, { item: job.progress.currentItem ?? job.status.toLowerCase() });
        isOver = ["COMPLETED", "FAILED", "CANCELLED"].includes(job.status);
      }
    } catch {
      if (++breaks > 10) stop("\nThe connection broke ten times; the import itself goes on.");
      await new Promise((resume) => setTimeout(resume, 250 * 2 ** breaks));
    }
  }
  bar.stop();
}

/** Prints how the rows ended, and those that a reader may want to mend. */
async function tell({ id, token }: Held): Promise<void> {
  const variables = { id, token, first: 5, outcomes: ["INVALID", "UNMATCHED", "FAILED"] };
  const { job } = await ask(outcome, {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: operation("ImportJob"), variables }),
  });
  console.log(`\n${job.format} → ${job.status}${job.failure ? `: ${job.failure}` : ""}`);
  console.table(
    Object.fromEntries(job.outcomeCounts.map(({ outcome, count }) => [outcome, { rows: count }])),
  );
  for (const { node } of job.rows.edges) console.log(`line ${node.line}: ${node.outcome} – ${node.message}`);
  console.log(`Every row and what became of it: ${job.reportUrl}`);
}

async function ask<Data extends z.ZodType>(data: Data, init: RequestInit): Promise<z.output<Data>> {
  const response = await fetch(options.url, { method: "POST", ...init }).catch(() =>
    stop(`Nothing answers at ${options.url}. Start the server with: npm start`),
  );
  const answer = z.object({
    data: z.unknown(),
    errors: z.array(z.object({ message: z.string() })).optional(),
  });
  const { data: body, errors } = answer.parse(await response.json());
  if (errors?.[0]) stop(errors[0].message);
  return data.parse(body);
}

function operation(name: string): string {
  return readFileSync(new URL(`../schema/operations/${name}.graphql`, import.meta.url), "utf8");
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
