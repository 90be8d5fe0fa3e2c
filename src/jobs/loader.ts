/** Jobs as a request reaches them: by id and token, through their Durable Object. */
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { hashOf } from "../platform/secret.ts";
import {
  type JobEvent as JobEventRecord,
  type JobState,
  type jobKinds,
  type jobStatuses,
  type Outcome,
  outcomes,
} from "./job.ts";

/** A job that its holder has opened: its state, what its kind keeps with it, and the hash that opens it again. */
export type Job = JobState & { details: string; tokenHash: string };

/** The stub of a job's object; making one costs nothing and asks nothing. */
export function jobObject({ env }: Pick<Context, "env">, id: string) {
  return env.JOBS.get(env.JOBS.idFromName(id));
}

/** The error for a wrong token, a missing one and an unknown job alike. */
export function notYourJob() {
  return forbidden("There is no such job, or its token does not open it.");
}

/**
 * Opens a job by the token that its start returned.
 * @throws FORBIDDEN, the same whether the token or the job is wrong.
 */
export async function openJob(
  context: Pick<Context, "env">,
  id: string,
  token: string | null | undefined,
): Promise<Job> {
  const tokenHash = hashOf(token ?? "");
  const opened = token ? await jobObject(context, id).open(tokenHash) : null;
  if (!opened) throw notYourJob();
  return { ...opened.state, details: opened.details, tokenHash };
}

export const JobKindEnum = builder.enumType("JobKind", {
  description: "What a job does.",
  values: {
    IMPORT: { description: "Takes a reading history into the catalogue." },
    ENRICHMENT: { description: "Completes a batch of books from the providers." },
    SCAN: { description: "Recognises the books on photos of a shelf." },
  } satisfies Record<(typeof jobKinds)[number], { description: string }>,
});

export const JobStatusEnum = builder.enumType("JobStatus", {
  description: "Where a job stands. The last three are final.",
  values: {
    QUEUED: { description: "Accepted and safe, not begun." },
    RUNNING: { description: "At work." },
    COMPLETED: { description: "Every item has its outcome, which may be a failed one." },
    FAILED: { description: "Could not go on; `failure` says why, and no item is left open." },
    CANCELLED: { description: "Stopped by its holder; what was done stays done." },
  } satisfies Record<(typeof jobStatuses)[number], { description: string }>,
});

export const RowOutcomeEnum = builder.enumType("RowOutcome", {
  description: "How a row of a file ended. Every row ends in exactly one.",
  values: {
    PENDING: { description: "Not handled yet; in a cancelled job, never." },
    CREATED: { description: "The catalogue did not have the book: it has it now." },
    MATCHED: { description: "The catalogue had the book, and the row told nothing new." },
    UPDATED: { description: "The catalogue had the book, and the row filled in what it lacked." },
    DUPLICATE: { description: "The same book stands further up in the file." },
    UNMATCHED: { description: "The row names a book only by what the catalogue cannot look up." },
    INVALID: { description: "The row cannot be read; its message says why." },
    FAILED: { description: "Something went wrong on our side; importing again tries it again." },
  } satisfies Record<Outcome, { description: string }>,
});

/** All outcomes, for counting. */
export const allOutcomes: readonly Outcome[] = outcomes;

/** An event with the job as of then. */
export type WatchedEvent = JobEventRecord & { job: Job };

export const JobEvent = builder.objectRef<WatchedEvent>("JobEvent");

export const JobInterface = builder.interfaceRef<Job>("Job");
