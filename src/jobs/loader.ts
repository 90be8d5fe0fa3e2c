/** Jobs as a request reaches them: by id and token or as their owner, through their Durable Object. */
import { createContextCache } from "@pothos/core";
import { ownerId } from "../accounts/caller.ts";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { forbidden } from "../errors.ts";
import { needed } from "../platform/in-time.ts";
import { hashOf } from "../platform/secret.ts";
import type { JobKey } from "./access.ts";
import { nullsAlike } from "./alike.ts";
import {
  type JobEvent as JobEventRecord,
  type JobState,
  type jobKinds,
  type jobStatuses,
  type Outcome,
  outcomes,
} from "./job.ts";
import { mayOpen } from "./token.ts";

/**
 * A job that its holder has opened: its state, what its kind keeps with it, the key that opens it again, and until when
 * the key does, in milliseconds; null for the owner's.
 */
export type Job = JobState & { details: string; key: JobKey; until: number | null; reportKey: string };

/** The stub of a job's object; making one costs nothing and asks nothing. */
export function jobObject({ env }: Pick<Context, "env">, id: string) {
  return env.JOBS.get(env.JOBS.idFromName(id));
}

/** The error for a wrong token, an expired one, a missing one and an unknown job alike. */
export function notYourJob() {
  return forbidden(
    "There is no such job, or its token does not open it: a token lasts two hours unless it is renewed.",
  );
}

type Opening = Pick<Context, "env" | "caller">;

/**
 * Opens a job by a token of it, or for the user who started it.
 * @throws FORBIDDEN, in the same words and the same time whether the token or the job is wrong.
 */
export async function openJob(context: Opening, id: string, token: string | null | undefined): Promise<Job> {
  const tokenHash = token && mayOpen(token, id) ? hashOf(token) : null;
  const key = { tokenHash, owner: ownerId(context.caller) };
  const hasKey = key.tokenHash !== null || key.owner !== null;
  const opened = hasKey ? await nullsAlike(needed("The job", jobObject(context, id).open(key))) : null;
  if (!opened) throw notYourJob();
  const { state, ...rest } = opened;
  return { ...state, ...rest, key };
}

type JobArgs = { id: { id: string }; token?: string | null | undefined };

const openedJobs = createContextCache((_context: Context) => new Map<string, Promise<Job>>());

/** The job that a field's arguments name, opened once a request. @throws FORBIDDEN as {@link openJob}. */
export function namedJob(context: Context, { id, token }: JobArgs): Promise<Job> {
  // What a job wrote may be on no replica yet.
  context.db.fromPrimary();
  const opened = openedJobs(context);
  const name = JSON.stringify([id.id, token]);
  const job = opened.get(name) ?? openJob(context, id.id, token);
  opened.set(name, job);
  return job;
}

/** The rule of fields that name a job: its token or its owner opens it. */
export async function opensJob(_root: unknown, args: JobArgs, context: Context): Promise<boolean> {
  await namedJob(context, args);
  return true;
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
