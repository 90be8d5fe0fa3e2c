/** The import queue's consumer: reads a file into its job's items, then does them slice by slice. */
import { requestEnrichment } from "../enrichment/requests.ts";
import type { NewItem } from "../jobs/job.ts";
import type { JobObject } from "../jobs/object.ts";
import { RequestDatabase } from "../platform/d1.ts";
import { soon } from "../platform/in-time.ts";
import { logError } from "../platform/log.ts";
import { booksChanged } from "../search/vectorize.ts";
import { type CsvRow, readCsv } from "./csv.ts";
import { decodeText } from "./decode.ts";
import { type ColumnMapping, recogniseFormat } from "./formats.ts";
import { fileKey, importDetails, rowData } from "./job.ts";
import { type ImportMessage, importMessage } from "./message.ts";
import { identityKey, readRow } from "./row.ts";
import { importSlice } from "./slice.ts";

/** Rows a message: small enough to finish within a second, large enough for few round trips. */
export const sliceSize = 100;
/** Rows a call to the job object. */
const batchSize = 500;
/** Messages a `sendBatch`, the platform's limit. */
const mostMessages = 100;

type Bindings = Pick<Env, "DB" | "FILES" | "IMPORT_QUEUE" | "EMBEDDING_QUEUE" | "ENRICHMENT_QUEUE" | "JOBS">;

/** Handles each message by itself: acknowledged after its effect, retried later each time. */
export async function consumeImports(
  batch: MessageBatch<unknown>,
  env: Bindings,
  now: () => Date,
): Promise<void> {
  for (const message of batch.messages) {
    try {
      const body = importMessage.safeParse(message.body).data;
      // What is no import message will not become one by trying again.
      if (body) await handle(body, env, now());
      else logError("import.unknown_message", new Error("Not an import message"));
      message.ack();
    } catch (error) {
      logError("import.message_failed", error, { attempts: message.attempts });
      message.retry({ delaySeconds: Math.min(2 ** message.attempts, 300) });
    }
  }
}

/** What came to nothing after every retry: its rows end as FAILED. */
export async function consumeDeadImports(batch: MessageBatch<unknown>, env: Bindings): Promise<void> {
  const sorry = "Something went wrong on our side, several times. Import the file again to try it once more.";
  for (const message of batch.messages) {
    const body = importMessage.safeParse(message.body).data;
    if (body?.kind === "slice") await jobOf(env, body.jobId).giveUp({ from: body.from, to: body.to }, sorry);
    if (body?.kind === "read") await jobOf(env, body.jobId).fail(sorry);
  }
}

async function handle(message: ImportMessage, env: Bindings, now: Date): Promise<void> {
  const job = jobOf(env, message.jobId);
  if (message.kind === "read") await readFile(message.jobId, job, env);
  else await doSlice(message, job, env, now);
}

/** File → items → one message a slice. Everything is keyed by line, so a second delivery adds nothing. */
async function readFile(jobId: string, job: DurableObjectStub<JobObject>, env: Bindings): Promise<void> {
  if (!(await job.start())) return;
  const file = await env.FILES.get(fileKey(jobId));
  const decoded = file && decodeText(new Uint8Array(await file.arrayBuffer()));
  const table = decoded?.ok ? readCsv(decoded.text) : null;
  const format = table && recogniseFormat(table.header);
  // The request has read the same bytes already: only a lost file comes to this.
  if (!table || !format?.ok) return job.fail("The uploaded file is gone. Import it again.");
  for (const rows of table.batches(batchSize))
    await job.addItems(rows.map((row) => itemOf(row, format.columns)));
  await job.itemsComplete();
  const slices = await job.slices(sliceSize);
  const messages = slices.map((slice) => ({
    body: { kind: "slice", jobId, ...slice } satisfies ImportMessage,
  }));
  for (let start = 0; start < messages.length; start += mostMessages) {
    await env.IMPORT_QUEUE.sendBatch(messages.slice(start, start + mostMessages));
  }
}

function itemOf(csv: CsvRow, columns: ColumnMapping[]): NewItem {
  const reading = readRow(csv, columns);
  return reading.ok
    ? { line: csv.line, identity: identityKey(reading.row), data: JSON.stringify(reading.row), ended: null }
    : {
        line: csv.line,
        identity: null,
        data: "null",
        ended: { outcome: "INVALID", message: reading.reason },
      };
}

async function doSlice(
  { jobId, from, to }: Extract<ImportMessage, { kind: "slice" }>,
  job: DurableObjectStub<JobObject>,
  env: Bindings,
  now: Date,
): Promise<void> {
  const [work, items] = await Promise.all([job.work(), job.pending({ from, to })]);
  if (!work || !items || items.length === 0) return;
  const { isDryRun } = importDetails.parse(JSON.parse(work.details));
  const rows = items.map(({ data }) => rowData.parse(JSON.parse(data)));
  const db = new RequestDatabase(env.DB);
  const reports = await importSlice(db, rows, { jobId, isDryRun, now });
  const written = reports.flatMap(({ outcome, line }) => {
    const isbn = rows.find((row) => row.line === line)?.isbn;
    return isbn && (outcome === "CREATED" || outcome === "UPDATED") ? [isbn] : [];
  });
  if (!isDryRun && written.length > 0) {
    // The rows are safe: the books fill themselves in, behind whatever else is asked for.
    const requests = written.map((key) => ({
      entity: "EDITION" as const,
      key,
      priority: 2,
      providers: null,
    }));
    await requestEnrichment(db, requests, now);
    await soon("enrichment.not_queued", env.ENRICHMENT_QUEUE.send({ kind: "requests" }));
    await booksChanged(env.EMBEDDING_QUEUE, written);
  }
  await job.report(reports, rows.at(-1)?.title ?? null);
}

function jobOf(env: Bindings, jobId: string): DurableObjectStub<JobObject> {
  return env.JOBS.get(env.JOBS.idFromName(jobId));
}
