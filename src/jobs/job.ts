/** What a job looks like from outside its Durable Object: plain data that travels over RPC and in events. */
import * as z from "zod/mini";

export const jobKinds = ["IMPORT", "ENRICHMENT", "SCAN"] as const;
export type JobKind = (typeof jobKinds)[number];

export const jobStatuses = ["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** How an item of a job ended; PENDING until it has. */
export const outcomes = [
  "PENDING",
  "CREATED",
  "MATCHED",
  "UPDATED",
  "DUPLICATE",
  "UNMATCHED",
  "INVALID",
  "FAILED",
] as const;
export type Outcome = (typeof outcomes)[number];

/** Outcomes that count as failed in the progress; the others but PENDING succeeded. */
export const failedOutcomes: readonly Outcome[] = ["UNMATCHED", "INVALID", "FAILED"];

/** A job at one moment. Times are ISO 8601; `total` is null until all items are known. */
export const jobState = z.object({
  id: z.string(),
  kind: z.enum(jobKinds),
  status: z.enum(jobStatuses),
  total: z.nullable(z.int()),
  processed: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  currentItem: z.nullable(z.string()),
  createdAt: z.string(),
  startedAt: z.nullable(z.string()),
  finishedAt: z.nullable(z.string()),
  expiresAt: z.string(),
  failure: z.nullable(z.string()),
});
export type JobState = z.output<typeof jobState>;

/** Whether nothing more will happen to a job. */
export function isOver(status: JobStatus): boolean {
  return status === "COMPLETED" || status === "FAILED" || status === "CANCELLED";
}

export const jobEventKinds = [
  "SNAPSHOT",
  "STARTED",
  "PROGRESSED",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
] as const;

/** One line of a job's event stream: the state as of then. Sequence numbers have no gaps. */
export const jobEvent = z.object({
  sequence: z.int(),
  kind: z.enum(jobEventKinds),
  at: z.string(),
  state: jobState,
  /** The item that was reported last. */
  line: z.nullable(z.int()),
  message: z.nullable(z.string()),
});
export type JobEvent = z.output<typeof jobEvent>;

/** One item to do: `data` is JSON for the job's own kind, `identity` tells two equal items of one job. */
export type NewItem = {
  line: number;
  identity: string | null;
  data: string;
  /** How it already ended, for an item that cannot be done at all. */
  ended: { outcome: Outcome; message: string } | null;
};

/** An item as kept: `result` is JSON for the job's own kind. */
export type JobItem = {
  line: number;
  data: string;
  outcome: Outcome;
  message: string | null;
  result: string | null;
};

/** How an item ended. */
export type ItemReport = { line: number; outcome: Outcome; message: string | null; result: string | null };

/** A stretch of items by line, both inclusive. */
export type Slice = { from: number; to: number };
