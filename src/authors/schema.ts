import { z } from "zod";
import { BookConnection, editionConnection } from "../books/loader.ts";
import { editionsByAuthor } from "../books/store.ts";
import { builder } from "../builder.ts";
import { connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import { catalogueCache } from "../graphql/cache-hint.ts";
import { allWords, wordsOf } from "../search/words.ts";
import { WorkConnection } from "../works/loader.ts";
import { worksByAuthor } from "../works/store.ts";
import { Author, AuthorConnection } from "./loader.ts";
import { authorsByName } from "./store.ts";

builder.objectType(Author, {
  description:
    "A person, or now and then a body, who makes books: writes, translates, illustrates, narrates.",
  extensions: catalogueCache,
  fields: (t) => ({
    name: t.exposeString("name", { description: 'In display order: "Ursula K. Le Guin".' }),
    bio: t.exposeString("bio", {
      nullable: true,
      description: "A sentence or more about their life, as plain text.",
    }),
    birthYear: t.exposeInt("birth_year", { nullable: true, description: "Negative before the common era." }),
    deathYear: t.exposeInt("death_year", {
      nullable: true,
      description: "Null for the living and where nobody has said.",
    }),
    gender: t.exposeString("gender", {
      nullable: true,
      description: "As the sources say it; never guessed.",
    }),
    nationality: t.exposeString("nationality", {
      nullable: true,
      description: 'An English adjective: "Czech".',
    }),
    photo: t.expose("photo", { type: "URL", nullable: true, description: "A portrait." }),
    wikidataId: t.exposeString("wikidata_id", {
      nullable: true,
      description: 'Their Wikidata item: "Q905".',
    }),
    works: t.field({
      type: WorkConnection,
      description: "What they wrote, by year of first publication; those without a year come last.",
      args: {
        first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }),
        after: t.arg.string({ description: "The cursor to go on after." }),
      },
      resolve: async (author, { first, after = null }, { db }) => {
        const page = { first: pageSize(first), after: after === null ? null : decodeCursor(after, placeKey) };
        return connectionOf(
          await worksByAuthor(db, author.id, page),
          { first, after },
          {
            cursor: (work) => encodeCursor([work.first_published_year ?? 9999, work.id]),
            node: (work) => work,
          },
        );
      },
    }),
    books: t.field({
      type: BookConnection,
      description: "The editions they contributed to in any role, newest first.",
      args: {
        first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }),
        after: t.arg.string({ description: "The cursor to go on after." }),
      },
      resolve: (author, args, { db }) =>
        editionConnection(args, (page) => editionsByAuthor(db, author.id, page)),
    }),
  }),
});

builder.queryFields((t) => ({
  author: t.field({
    type: Author,
    nullable: true,
    description: "The author with this id, or null.",
    args: { id: t.arg.globalID({ for: Author, required: true, description: "An Author's `id`." }) },
    resolve: (_root, { id }) => id.id,
  }),
  authors: t.field({
    type: AuthorConnection,
    description: "Authors by name, closest first: words in any order, accents and case ignored.",
    extensions: catalogueCache,
    args: {
      query: t.arg.string({ required: true, description: "Words of a name; the last may be unfinished." }),
      first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }),
      after: t.arg.string({ description: "The cursor to go on after." }),
    },
    resolve: async (_root, { query, first, after = null }, { db }) => {
      const page = { first: pageSize(first), after: after === null ? null : decodeCursor(after, placeKey) };
      const rows = await authorsByName(db, allWords(wordsOf("query", query)), page);
      return connectionOf(
        rows,
        { first, after },
        {
          cursor: (author) => encodeCursor([[...author.name].length, author.id]),
          node: (author) => author,
        },
      );
    },
  }),
}));

/** A number to sort by and the id that breaks ties. */
const placeKey = z.tuple([z.number(), z.string()]);
