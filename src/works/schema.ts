import * as z from "zod/mini";
import { Author, authorIdsOf } from "../authors/loader.ts";
import { BookConnection, BookFormatEnum } from "../books/loader.ts";
import { builder } from "../builder.ts";
import { connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import { loadAhead } from "../graphql/ahead.ts";
import { catalogueCache } from "../graphql/cache-hint.ts";
import { jsonStrings } from "../platform/json.ts";
import { allWords, wordsOf } from "../search/words.ts";
import { editionsOf, workAhead } from "./ahead.ts";
import { Work, WorkConnection } from "./loader.ts";
import { worksByWords } from "./store.ts";

builder.objectType(Work, {
  description: "What editions are editions of. A work may have none: a book imported without an ISBN is one.",
  extensions: catalogueCache,
  fields: (t) => ({
    title: t.exposeString("title", { description: "The title alone, without subtitle and series." }),
    subtitle: t.exposeString("subtitle", { nullable: true, description: "What follows the title's colon." }),
    description: t.exposeString("description", {
      nullable: true,
      description: "What it is about, as plain text.",
    }),
    originalLanguage: t.expose("original_language", {
      type: "LanguageCode",
      nullable: true,
      description: "The language it was written in, whatever its editions are in.",
    }),
    firstPublishedYear: t.exposeInt("first_published_year", {
      nullable: true,
      description: "The year it first came out anywhere; negative before the common era.",
    }),
    subjects: t.stringList({
      description: "What it is about, most important first.",
      resolve: (work) => jsonStrings(work.subjects),
    }),
    authors: t.field({
      type: [Author],
      description: "Who wrote it, in the title page's order; the editors of an anthology.",
      resolve: (work, _args, context) => authorIdsOf(context).get(work.id),
    }),
    editions: t.field({
      type: BookConnection,
      description: "Its editions, newest first; those without a date come last.",
      args: {
        first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }),
        after: t.arg.string({ description: "The cursor to go on after." }),
        language: t.arg({
          type: "LanguageCode",
          description: 'Only editions in this language; "pt" also admits "pt-BR".',
        }),
        format: t.arg({ type: BookFormatEnum, description: "Only editions made like this." }),
      },
      resolve: (work, args, context) => editionsOf(work.id, args, context),
    }),
  }),
});

builder.queryFields((t) => ({
  work: t.field({
    type: Work,
    nullable: true,
    description: "The work with this id, or null.",
    args: { id: t.arg.globalID({ for: Work, required: true, description: "A Work's `id`." }) },
    resolve: (_root, { id }, context, info) => {
      loadAhead(workAhead, [id.id], context, info);
      return id.id;
    },
  }),
  works: t.field({
    type: WorkConnection,
    description:
      "Works by words of their title and authors, closest title first; those without any edition too.",
    extensions: catalogueCache,
    args: {
      query: t.arg.string({ required: true, description: "Words in any order; the last may be unfinished." }),
      first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }),
      after: t.arg.string({ description: "The cursor to go on after." }),
    },
    resolve: async (_root, { query, first, after = null }, { db }) => {
      const page = { first: pageSize(first), after: after === null ? null : decodeCursor(after, titleKey) };
      const rows = await worksByWords(db, allWords(wordsOf("query", query)), page);
      return connectionOf(
        rows,
        { first, after },
        {
          cursor: (work) => encodeCursor([[...work.title].length, work.id]),
          node: (work) => work,
        },
      );
    },
  }),
}));

const titleKey = z.tuple([z.number(), z.string()]);
