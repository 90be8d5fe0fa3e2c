import { GraphQLError } from "graphql";
import { builder } from "../builder.ts";
import { badUserInput, forbidden } from "../errors.ts";
import { viewerCache } from "../graphql/cache-hint.ts";
import { lastEventId } from "../graphql/transports/event-id.ts";
import { needed } from "../platform/in-time.ts";
import { hashOf } from "../platform/secret.ts";
import { isOver, type JobEvent as JobEventRecord } from "./job.ts";
import {
  type Job,
  JobEvent,
  JobInterface,
  JobKindEnum,
  JobStatusEnum,
  jobObject,
  namedJob,
  notYourJob,
  opensJob,
} from "./loader.ts";
import { mayOpen, renewalMs, renewedToken } from "./token.ts";
import { eventsOf } from "./watch.ts";

JobInterface.implement({
  description:
    "Work that goes on after the answer. It is opened by the token that its start returned or by the user who started it, and deleted with its files a week later.",
  extensions: viewerCache,
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    kind: t.expose("kind", { type: JobKindEnum, description: "What it does." }),
    status: t.expose("status", { type: JobStatusEnum, description: "Where it stands." }),
    progress: t.field({ type: JobProgress, description: "How far it is.", resolve: (job) => job }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "When it was started by the client." }),
    startedAt: t.expose("startedAt", {
      type: "DateTime",
      nullable: true,
      description: "When work on it began.",
    }),
    finishedAt: t.expose("finishedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it ended, however.",
    }),
    expiresAt: t.expose("expiresAt", { type: "DateTime", description: "When it is deleted with its files." }),
    failure: t.exposeString("failure", { nullable: true, description: "Why it FAILED, for people." }),
  }),
});

const JobProgress = builder.objectRef<Job>("JobProgress").implement({
  description: "How far a job is. `succeeded` and `failed` add up to `processed`.",
  fields: (t) => ({
    total: t.exposeInt("total", {
      nullable: true,
      description: "Items in all; null until they have been counted.",
    }),
    processed: t.exposeInt("processed", { description: "Items that have their outcome." }),
    succeeded: t.exposeInt("succeeded", { description: "Of those, the ones that ended well." }),
    failed: t.exposeInt("failed", {
      description: "Of those, the ones that could not be used; each says why.",
    }),
    percent: t.float({
      description: "0 to 100, for a bar.",
      resolve: ({ total, processed, status }) =>
        total ? Math.floor((processed / total) * 1000) / 10 : status === "COMPLETED" ? 100 : 0,
    }),
    currentItem: t.exposeString("currentItem", { nullable: true, description: "What it is at, for people." }),
    etaSeconds: t.int({
      nullable: true,
      description: "Seconds to the end at the present pace; null before there is one and after the end.",
      resolve: ({ total, processed, startedAt, status }, _args, { now }) => {
        if (isOver(status) || !startedAt || !total || processed === 0) return null;
        const elapsed = now().getTime() - new Date(startedAt).getTime();
        return Math.ceil(((elapsed / processed) * (total - processed)) / 1000);
      },
    }),
  }),
});

JobEvent.implement({
  description:
    "Something that happened to a job. It carries the job as of then, so a normalised cache updates by itself.",
  fields: (t) => ({
    sequence: t.exposeInt("sequence", {
      description: "Its number, without gaps; pass the last one seen as `after`.",
    }),
    kind: t.expose("kind", { type: JobEventKind, description: "What happened." }),
    at: t.expose("at", { type: "DateTime", description: "When it happened." }),
    job: t.field({ type: JobInterface, description: "The job as of then.", resolve: ({ job }) => job }),
    message: t.exposeString("message", { nullable: true, description: "More about it, for people." }),
  }),
});

const JobEventKind = builder.enumType("JobEventKind", {
  description: "What can happen to a job.",
  values: {
    SNAPSHOT: {
      description: "How the job stands as you begin to watch; `sequence` is that of the last event before.",
    },
    STARTED: { description: "Work on it began." },
    PROGRESSED: { description: "More items have their outcome; at most ten a second." },
    COMPLETED: { description: "It is done. The last event." },
    FAILED: { description: "It could not go on. The last event." },
    CANCELLED: { description: "Its holder stopped it. The last event." },
  } satisfies Record<JobEventRecord["kind"], { description: string }>,
});

const tokenDescription =
  "The token that the job's start or `refreshJobToken` returned; not needed by the user who started it.";

builder.queryField("job", (t) =>
  t.field({
    type: JobInterface,
    nullable: true,
    description:
      "A job's state, for clients that poll. A wrong token, an expired one and an unknown job are all FORBIDDEN.",
    args: {
      id: t.arg.globalID({ required: true, description: "The job's `id`." }),
      token: t.arg.string({ description: tokenDescription }),
    },
    authScopes: opensJob,
    resolve: (_root, args, context) => namedJob(context, args),
  }),
);

builder.mutationField("cancelJob", (t) =>
  t.field({
    type: JobInterface,
    description:
      "Stops a job within a slice of its work; what was done stays done. One that is over stays as it is.",
    args: {
      id: t.arg.globalID({ required: true, description: "The job's `id`." }),
      token: t.arg.string({ description: tokenDescription }),
    },
    authScopes: opensJob,
    resolve: async (_root, args, context) => {
      const job = await namedJob(context, args);
      const state = await needed("The job", jobObject(context, job.id).cancel(job.key));
      return state ? { ...job, ...state } : job;
    },
  }),
);

builder.subscriptionField("jobProgress", (t) =>
  t.field({
    type: JobEvent,
    description:
      "A job's events as they happen: a SNAPSHOT, then each event in order, and the end of the stream with the last. After a dropped connection pass the last `sequence` you saw as `after`: you get exactly what followed.",
    args: {
      id: t.arg.globalID({ required: true, description: "The job's `id`." }),
      token: t.arg.string({ description: tokenDescription }),
      after: t.arg.int({ description: "The last sequence seen; no SNAPSHOT is sent then." }),
    },
    authScopes: opensJob,
    subscribe: async (_root, { after = null, ...args }, context) => {
      if (after !== null && after < 0) throw badUserInput("after", "must be a sequence number, 0 or more");
      const job = await namedJob(context, args);
      // An EventSource comes back to the same address, `after` and all, and says in a header what it saw last.
      const seen = lastEventId(context.request);
      const from = seen === null ? after : Math.max(seen, after ?? 0);
      const stream = await needed("The job", jobObject(context, job.id).watch(job.key, from));
      if (!stream) throw notYourJob();
      const present = (event: JobEventRecord) => ({ ...event, job: { ...job, ...event.state } });
      const expiry = job.until === null ? null : { inMs: job.until - context.now().getTime(), tokenExpired };
      return eventsOf(stream, present, expiry);
    },
    resolve: (event, _args, context) => {
      if (event instanceof Error) throw event;
      context.eventId = event.sequence;
      context.db.fromPrimary();
      return event;
    },
  }),
);

/** The last thing that a watcher hears whose token has expired meanwhile. */
function tokenExpired() {
  return forbidden(
    "The job's token has expired. Watch on with a renewed one, and with the last `sequence` seen as `after`.",
  );
}

type RenewedToken = { token: string; expiresAt: number };

const JobToken = builder.objectRef<RenewedToken>("JobToken").implement({
  description: "A token in place of one that was about to expire.",
  fields: (t) => ({
    token: t.exposeString("token", {
      description: "Opens the same job to whoever holds it. It is not shown again: keep it.",
    }),
    expiresAt: t.field({
      type: "DateTime",
      description: "Until when it opens the job.",
      resolve: ({ expiresAt }) => new Date(expiresAt),
    }),
    renewableFrom: t.field({
      type: "DateTime",
      description: "From when on it can itself be exchanged.",
      resolve: ({ expiresAt }) => new Date(expiresAt - renewalMs),
    }),
  }),
});

builder.mutationField("refreshJobToken", (t) =>
  t.field({
    type: JobToken,
    description:
      "Exchanges a job's token for a new one that lasts two hours. A token can be exchanged in its last 30 minutes; sooner is TOO_EARLY, with `renewableFrom`. The old one goes on until it expires, so an answer that was lost can be asked for again: then what was lost opens nothing.",
    args: {
      id: t.arg.globalID({ required: true, description: "The job's `id`." }),
      token: t.arg.string({ required: true, description: "A token that opens the job still." }),
    },
    authScopes: opensJob,
    resolve: async (_root, { id, token: old }, context) => {
      if (!mayOpen(old, id.id)) throw notYourJob();
      const token = renewedToken(old);
      const renewal = await jobObject(context, id.id).renew(hashOf(old), hashOf(token));
      if (!renewal) throw notYourJob();
      if (!renewal.isRenewed) throw tooEarly(new Date(renewal.expiresAt - renewalMs));
      return { token, expiresAt: renewal.expiresAt };
    },
  }),
);

function tooEarly(renewableFrom: Date): GraphQLError {
  return new GraphQLError("The token is fresh: it can be exchanged in its last 30 minutes.", {
    extensions: { code: "TOO_EARLY", renewableFrom: renewableFrom.toISOString() },
  });
}
