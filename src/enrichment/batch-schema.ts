import { ownerId } from "../accounts/caller.ts";
import { spend } from "../accounts/rates.ts";
import { Book } from "../books/loader.ts";
import { ProviderEnum } from "../books/schema.ts";
import { builder } from "../builder.ts";
import { pageSize } from "../cursor.ts";
import { badUserInput } from "../errors.ts";
import { StartJobResult } from "../imports/start-schema.ts";
import { isbnOrNull } from "../isbn.ts";
import type { JobItem } from "../jobs/job.ts";
import { type Job, JobInterface, jobObject, notYourJob, openJob } from "../jobs/loader.ts";
import { batchLimits, bookHint, hintResult, startBatch } from "./batch.ts";
import { federatedSearch } from "./federation.ts";
import type { ProviderRecord } from "./providers/provider.ts";
import { staleNote } from "./schema.ts";

const EnrichmentJob = builder.objectRef<Job>("EnrichmentJob");

builder.node(EnrichmentJob, {
  description: "A batch of books on its way to completeness.",
  interfaces: [JobInterface],
  id: { resolve: (job) => job.id },
  // An id carries no token: only the owner opens a job so, all others ask `job(id, token)`.
  loadOne: (id, context) => openJob(context, id, null),
  isTypeOf: (value) =>
    typeof value === "object" && value !== null && "kind" in value && value.kind === "ENRICHMENT",
  fields: (t) => ({
    items: t.field({
      type: [EnrichmentItem],
      description: "The hints in the order given, each with its book or what was wrong.",
      resolve: async (job, _args, context) => {
        const all = { after: 0, first: batchLimits.hints, outcomes: null };
        const items = await jobObject(context, job.id).items(job.key, all);
        if (!items) throw notYourJob();
        return items;
      },
    }),
  }),
});

const EnrichmentItem = builder.objectRef<JobItem>("EnrichmentItem").implement({
  description: "A hint, and what became of it.",
  fields: (t) => ({
    title: t.string({
      description: "As the hint says; the ISBN where it has no title.",
      resolve: (item) => hintOf(item).title ?? hintOf(item).isbn ?? "",
    }),
    author: t.string({
      nullable: true,
      description: "As the hint says.",
      resolve: (item) => hintOf(item).author,
    }),
    isbn: t.field({
      type: "ISBN",
      nullable: true,
      description: "As the hint says.",
      resolve: (item) => isbnOrNull(hintOf(item).isbn),
    }),
    book: t.field({
      type: Book,
      nullable: true,
      description: "The edition, once it is found.",
      resolve: ({ result }) => (result === null ? null : hintResult.parse(JSON.parse(result)).isbn),
    }),
    error: t.string({
      nullable: true,
      description: "Why there is no book.",
      resolve: ({ outcome, message }) => (outcome === "UNMATCHED" || outcome === "FAILED" ? message : null),
    }),
  }),
});

const BookHintInput = builder.inputType("BookHint", {
  description: "A book as far as you know it: an ISBN or a title at least.",
  fields: (t) => ({
    title: t.string({ description: "At most 500 characters." }),
    author: t.string({ description: "At most 300 characters." }),
    isbn: t.field({ type: "ISBN", description: "In any spelling." }),
  }),
});

builder.mutationField("enrichBooks", (t) =>
  t.field({
    type: StartJobResult,
    description:
      "Completes up to 100 books in the background, ten at a time; watch `jobProgress`. One failure never stops the rest.",
    args: { books: t.arg({ type: [BookHintInput], required: true, description: "1 to 100 hints." }) },
    authScopes: { anybody: true },
    resolve: async (_root, { books }, context) => {
      if (books.length < 1 || books.length > batchLimits.hints)
        throw badUserInput("books", `takes 1 to ${batchLimits.hints} hints`);
      const hints = books.map(({ title, author, isbn }, index) => {
        const hint = { title: title?.trim() || null, author: author?.trim() || null, isbn: isbn ?? null };
        const name = `books.${index}`;
        if (!hint.title && !hint.isbn) throw badUserInput(name, "needs an ISBN or a title");
        if ((hint.title?.length ?? 0) > batchLimits.title)
          throw badUserInput(`${name}.title`, `must be at most ${batchLimits.title} characters long`);
        if ((hint.author?.length ?? 0) > batchLimits.author)
          throw badUserInput(`${name}.author`, `must be at most ${batchLimits.author} characters long`);
        return hint;
      });
      await spend(context, "ENRICHMENT", Math.ceil(hints.length / batchLimits.atOnce));
      const { jobId, token } = await startBatch(context.env, hints, ownerId(context.caller), context.now());
      return { job: await openJob(context, jobId, token), token };
    },
  }),
);

const ProviderResult = builder.objectRef<ProviderRecord>("ProviderResult").implement({
  description: "A book as a provider has it.",
  fields: (t) => ({
    provider: t.expose("provider", { type: ProviderEnum, description: "Who has it." }),
    title: t.exposeString("title", { description: "The title alone." }),
    subtitle: t.exposeString("subtitle", { nullable: true, description: "What follows the title's colon." }),
    authors: t.stringList({
      description: "Contributors, as credited.",
      resolve: ({ contributors }) => contributors.map(({ name }) => name),
    }),
    isbns: t.field({
      type: ["ISBN"],
      description: "Its ISBN, or those of the work's editions.",
      resolve: isbnsOf,
    }),
    publishedOn: t.expose("publishedOn", {
      type: "PartialDate",
      nullable: true,
      description: "When it came out.",
    }),
    coverUrl: t.field({
      type: "URL",
      nullable: true,
      description: "An image of its cover.",
      resolve: ({ cover }) => cover.medium ?? cover.large ?? cover.small,
    }),
    inCatalogue: t.field({
      type: Book,
      nullable: true,
      description: "The same edition in this catalogue, if it has it.",
      resolve: async (record, _args, context) => {
        const loader = Book.getDataloader(context);
        const books = await Promise.all(isbnsOf(record).map((isbn) => loader.load(isbn)));
        return books.find((book) => book !== null) ?? null;
      },
    }),
  }),
});

builder.queryField("providerSearch", (t) =>
  t.field({
    type: [ProviderResult],
    description:
      "Searches the providers themselves, side by side, and marks what the catalogue has. One of the arguments is needed.",
    args: {
      title: t.arg.string({ description: "Words of the title, at most 500 characters." }),
      author: t.arg.string({ description: "Words of a name, at most 300 characters." }),
      isbn: t.arg({ type: "ISBN", description: "In any spelling." }),
      first: t.arg.int({ required: true, defaultValue: 20, description: "How many, 1 to 40." }),
    },
    resolve: async (_root, { title = null, author = null, isbn = null, first }, context) => {
      const { env, now, notes } = context;
      const limit = pageSize(first, 40);
      if (!title?.trim() && !author?.trim() && !isbn)
        throw badUserInput("title", "or author or isbn must be given");
      for (const [name, text] of [
        ["title", title],
        ["author", author],
      ] as const) {
        if ((text?.length ?? 0) > batchLimits[name])
          throw badUserInput(name, `must be at most ${batchLimits[name]} characters long`);
      }
      const question = { title: title?.trim() || null, author: author?.trim() || null, isbn, limit };
      await spend(context, "ENRICHMENT");
      const { records, silent, stale } = await federatedSearch(env, question, now);
      notes.push(...silent.map((name) => `${name} gave no answer in time.`), ...stale.map(staleNote));
      return records.slice(0, limit);
    },
  }),
);

function isbnsOf({ isbn, identifiers }: ProviderRecord) {
  return [...new Set([isbn ?? [], identifiers.otherIsbns].flat())].slice(0, 20);
}

function hintOf({ data }: JobItem) {
  return bookHint.parse(JSON.parse(data));
}
