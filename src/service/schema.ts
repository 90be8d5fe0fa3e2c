import * as z from "zod/mini";
import { type Rate, ratesOf } from "../accounts/rates.ts";
import { ProviderEnum } from "../books/schema.ts";
import { builder } from "../builder.ts";
import { connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import type { CircuitState } from "../enrichment/policy.ts";
import { type QueueStatus, queueStatus } from "../enrichment/requests.ts";
import { type ProviderStatus as ProviderStatusShape, providerStatuses } from "../enrichment/status.ts";
import { badUserInput } from "../errors.ts";
import { cacheControl, catalogueCache, viewerCache } from "../graphql/cache-hint.ts";
import { orEmpty } from "../graphql/separable.ts";
import { importFormats } from "../imports/formats.ts";
import { ImportFormatEnum } from "../imports/schema.ts";
import { importLimits } from "../imports/start.ts";
import { embeddingModelName } from "../search/embedding.ts";
import { SearchModeEnum } from "../search/schema.ts";
import { searchModes } from "../search/text.ts";
import { replayDeadLetters } from "./replay.ts";
import {
  type CacheStatus,
  type CatalogueStatus,
  type CronRun,
  cacheStatuses,
  catalogueStatus,
  cronRuns,
  type DeadLetter,
  deadLetters,
  deadLettersById,
} from "./store.ts";
import { version } from "./version.ts";

const Capabilities = builder.objectRef<Record<string, never>>("Capabilities").implement({
  description: "What this deployment can do, so that an app shows only what works.",
  extensions: catalogueCache,
  fields: (t) => ({
    searchModes: t.field({
      type: [SearchModeEnum],
      description:
        "The modes that answer here: those by meaning need a model and an index. One may still degrade to TEXT for a while; the answer says so.",
      resolve: (_capabilities, _args, { env }) =>
        searchModes.filter((mode) => mode === "TEXT" || (env.AI && env.BOOK_VECTORS)),
    }),
    embeddingModel: t.string({
      description: 'The model whose vectors search by meaning, or "unavailable" while it does not answer.',
      resolve: (_capabilities, _args, { env }) => embeddingModelName({ ai: env.AI, cache: env.CACHE }),
    }),
    providers: t.field({
      type: [ProviderStatus],
      description:
        "Where books and authors can be looked up, and how these services are just now. Empty, with a note, when that is not known.",
      resolve: (_capabilities, _args, context) =>
        orEmpty(context, "The providers' state", () =>
          providerStatuses(context.env, context.env.PROVIDER_GATES),
        ),
    }),
    importFormats: t.field({
      type: [ImportFormatEnum],
      description: "The exports that `startImport` understands.",
      resolve: () => [...importFormats],
    }),
    limits: t.field({ type: Limits, description: "How much and how often.", resolve: () => ({}) }),
    version: t.string({ description: "The version of this service.", resolve: () => version }),
  }),
});

const ProviderStatus = builder.objectRef<ProviderStatusShape>("ProviderStatus").implement({
  description: "A service that is asked for books or authors.",
  extensions: cacheControl(10),
  fields: (t) => ({
    provider: t.expose("provider", { type: ProviderEnum, description: "The service." }),
    available: t.exposeBoolean("available", {
      description:
        "Whether it can be asked now: it has its key, its circuit is not open, and it has not told us to wait.",
    }),
    circuit: t.expose("circuit", { type: CircuitStateEnum, description: "Whether it has been failing." }),
  }),
});

const CircuitStateEnum = builder.enumType("CircuitState", {
  description: "A circuit breaker's state.",
  values: {
    CLOSED: { description: "All is well: it is asked." },
    OPEN: {
      description:
        "It failed five times in a row, or half of the last twenty: it is left alone for 30 seconds.",
    },
    HALF_OPEN: { description: "One request may try whether it is well again." },
  } satisfies Record<CircuitState, { description: string }>,
});

const Limits = builder.objectRef<Record<string, never>>("Limits").implement({
  description: "What is too much.",
  fields: (t) => ({
    importBytes: t.int({ description: "Bytes of an imported file.", resolve: () => importLimits.bytes }),
    importRows: t.int({ description: "Rows of an imported file.", resolve: () => importLimits.rows }),
    batchSize: t.int({ description: "ISBNs or ids in one request.", resolve: () => 100 }),
    searchPageSize: t.int({ description: "Hits on a page of `search`.", resolve: () => 100 }),
    rates: t.field({
      type: [RateLimit],
      description: "Your own rates as they stand. Looking at them spends nothing.",
      resolve: (_limits, _args, context) => ratesOf(context),
    }),
  }),
});

const RateLimit = builder.objectRef<Rate>("RateLimit").implement({
  description: "How often you may ask for something, in any window of that length.",
  extensions: viewerCache,
  fields: (t) => ({
    bucket: t.exposeString("bucket", {
      description:
        '"TEXT" for searches by words; "SEMANTIC" for SEMANTIC and HYBRID together; "ENRICHMENT" for what asks the providers, a batch once for every ten books; "IMPORT".',
    }),
    limit: t.exposeInt("limit", { description: "Calls in a window." }),
    remaining: t.exposeInt("remaining", { description: "Calls left now." }),
    windowSeconds: t.exposeInt("windowSeconds", {
      description: "The window's length in seconds; it slides.",
    }),
    resetAt: t.expose("resetAt", { type: "DateTime", description: "When one more call is free again." }),
  }),
});

const Operations = builder.objectRef<Record<string, never>>("Operations").implement({
  description: "What an operator needs on one page.",
  authScopes: { role: "admin" },
  extensions: viewerCache,
  fields: (t) => ({
    providers: t.field({
      type: [ProviderStatus],
      description: "The services that are asked for books and authors.",
      resolve: (_operations, _args, { env }) => providerStatuses(env, env.PROVIDER_GATES),
    }),
    enrichmentQueue: t.field({
      type: QueueStatusType,
      description: "How the requests to complete editions, works and authors stand.",
      resolve: (_operations, _args, { db }) => queueStatus(db),
    }),
    caches: t.field({
      type: [CacheStatusType],
      description: "How often each cache saved a call, over the last 30 days.",
      resolve: (_operations, _args, { db }) => cacheStatuses(db),
    }),
    catalogue: t.field({
      type: CatalogueStatusType,
      description: "How large the catalogue is, and how complete.",
      resolve: (_operations, _args, { db }) => catalogueStatus(db),
    }),
    deadLetters: t.field({
      type: DeadLetterConnection,
      description: "Queue messages that came to nothing after every retry, latest first.",
      args: {
        first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }),
        after: t.arg.string({ description: "The cursor to go on after." }),
      },
      resolve: async (_operations, { first, after = null }, { db }) => {
        const page = {
          first: pageSize(first),
          after: after === null ? null : decodeCursor(after, letterKey),
        };
        return connectionOf(
          await deadLetters(db, page),
          { first, after },
          { cursor: ({ at, id }) => encodeCursor([at, id]), node: (letter) => letter },
        );
      },
    }),
    cronRuns: t.field({
      type: [CronRunType],
      description: "What the crons did, latest first.",
      args: { first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }) },
      resolve: (_operations, { first }, { db }) => cronRuns(db, pageSize(first)),
    }),
  }),
});

const QueueStatusType = builder.objectRef<QueueStatus>("QueueStatus").implement({
  description: "How a queue of requests stands.",
  fields: (t) => ({
    pending: t.exposeInt("pending", { description: "Requests that wait." }),
    processing: t.exposeInt("processing", { description: "Requests that are being done." }),
    failed: t.exposeInt("failed", { description: "Requests that came to nothing after every retry." }),
    oldestPendingAt: t.expose("oldestPendingAt", {
      type: "DateTime",
      nullable: true,
      description: "Since when the oldest waits; null when none does.",
    }),
  }),
});

const CacheStatusType = builder.objectRef<CacheStatus>("CacheStatus").implement({
  description: "How often a cache had what was looked for.",
  fields: (t) => ({
    name: t.exposeString("name", {
      description: '"answers", of the book services, or "embeddings", of queries.',
    }),
    hits: t.exposeInt("hits", { description: "Lookups that saved a call." }),
    misses: t.exposeInt("misses", { description: "Lookups that did not." }),
  }),
});

const CatalogueStatusType = builder.objectRef<CatalogueStatus>("CatalogueStatus").implement({
  description: "Counts over the whole catalogue.",
  fields: (t) => ({
    books: t.exposeInt("books", { description: "Editions." }),
    works: t.exposeInt("works", { description: "Works, with editions or without." }),
    authors: t.exposeInt("authors", { description: "Contributors in any role." }),
    vectorized: t.exposeInt("vectorized", { description: "Editions that search by meaning finds." }),
    withoutDescription: t.exposeInt("withoutDescription", {
      description: "Editions that say nothing of themselves.",
    }),
  }),
});

const DeadLetterRef = builder.objectRef<DeadLetter>("DeadLetter");
const DeadLetterType = builder.node(DeadLetterRef, {
  description: "A message that a queue gave up on.",
  authScopes: { role: "admin" },
  id: { resolve: ({ id }) => id },
  loadMany: async (ids, { db }) => {
    const letters = new Map((await deadLettersById(db, ids)).map((letter) => [letter.id, letter]));
    return ids.map((id) => letters.get(id) ?? null);
  },
  isTypeOf: (value) => typeof value === "object" && value !== null && "replayed_at" in value,
  fields: (t) => ({
    queue: t.exposeString("queue", { description: 'The queue it was on: "imports", "embeddings".' }),
    body: t.exposeString("body", {
      description: "The message, as JSON: ids only, never what a reader wrote.",
    }),
    error: t.exposeString("error", {
      nullable: true,
      description: "Why, as far as is known; the logs say more.",
    }),
    at: t.expose("at", { type: "DateTime", description: "When it was given up." }),
    replayedAt: t.expose("replayed_at", {
      type: "DateTime",
      nullable: true,
      description: "When it was put back on its queue; null while it waits for that.",
    }),
  }),
});
const DeadLetterConnection = builder.connectionObject(
  { type: DeadLetterType, name: "DeadLetterConnection", description: "A page of dead letters." },
  { name: "DeadLetterEdge" },
);

const CronRunType = builder.objectRef<CronRun>("CronRun").implement({
  description: "One run of a cron.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "What it does." }),
    startedAt: t.expose("started_at", { type: "DateTime", description: "When it began." }),
    tookMs: t.exposeInt("took_ms", { description: "Milliseconds." }),
    succeeded: t.boolean({
      description: "Whether it did what it was for.",
      resolve: (run) => run.succeeded === 1,
    }),
    summary: t.exposeString("summary", { description: "What it did, or what went wrong." }),
  }),
});

builder.queryFields((t) => ({
  capabilities: t.field({
    type: Capabilities,
    description: "What this deployment can do and how much of it you may ask.",
    resolve: () => ({}),
  }),
  operations: t.field({
    type: Operations,
    description: "For operators: needs the role admin.",
    authScopes: { role: "admin" },
    resolve: () => ({}),
  }),
}));

builder.mutationField("replayDeadLetters", (t) =>
  t.field({
    type: [DeadLetterType],
    description:
      "Puts dead letters back on their queues, and the rows that failed with them back into their jobs; answers with all of them in the order asked. One that was put back before stays as it is. Needs the role admin.",
    authScopes: { role: "admin" },
    args: {
      ids: t.arg.globalIDList({
        for: DeadLetterRef,
        required: true,
        description: "Which, by the ids that `operations.deadLetters` gave; 1 to 100.",
      }),
    },
    resolve: (_root, { ids }, { env, db, now }) => {
      if (ids.length < 1 || ids.length > 100) throw badUserInput("ids", "takes 1 to 100 ids");
      return replayDeadLetters(
        env,
        db,
        ids.map(({ id }) => id),
        now(),
      );
    },
  }),
);

const letterKey = z.tuple([z.string(), z.string()]);
