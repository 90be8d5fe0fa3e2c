import { builder } from "../builder.ts";
import { badUserInput } from "../errors.ts";
import { viewerCache } from "../graphql/cache-hint.ts";
import { hashOf } from "../platform/secret.ts";
import { isOver, type JobEvent as JobEventRecord } from "./job.ts";
import {
  type Job,
  JobEvent,
  JobInterface,
  JobKindEnum,
  JobStatusEnum,
  jobObject,
  notYourJob,
  openJob,
} from "./loader.ts";
import { eventsOf } from "./watch.ts";

JobInterface.implement({
  description:
    "Work that goes on after the answer. It is opened by the token that its start returned, and deleted with its files a week later.",
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

const tokenDescription = "The token that the job's start returned.";

builder.queryField("job", (t) =>
  t.field({
    type: JobInterface,
    nullable: true,
    description: "A job's state, for clients that poll. A wrong token and an unknown job are both FORBIDDEN.",
    args: {
      id: t.arg.globalID({ required: true, description: "The job's `id`." }),
      token: t.arg.string({ description: tokenDescription }),
    },
    resolve: (_root, { id, token }, context) => openJob(context, id.id, token),
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
    resolve: async (_root, { id, token }, context) => {
      const job = await openJob(context, id.id, token);
      const state = await jobObject(context, job.id).cancel(job.tokenHash);
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
    subscribe: async (_root, { id, token, after = null }, context) => {
      if (after !== null && after < 0) throw badUserInput("after", "must be a sequence number, 0 or more");
      const job = await openJob(context, id.id, token);
      const stream = await jobObject(context, job.id).watch(hashOf(token ?? ""), after);
      if (!stream) throw notYourJob();
      return eventsOf(stream, (event) => ({ ...event, job: { ...job, ...event.state } }));
    },
    resolve: (event) => event,
  }),
);
