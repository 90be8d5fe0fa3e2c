import { BookConnection } from "../books/loader.ts";
import { builder } from "../builder.ts";
import { connectionOf, decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import { loadAhead } from "../graphql/ahead.ts";
import { catalogueCache } from "../graphql/cache-hint.ts";
import { allWords, wordsOf } from "../search/words.ts";
import { WorkConnection } from "../works/loader.ts";
import { authorAhead, booksOf, placeKey, worksOf } from "./ahead.ts";
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
      resolve: (author, args, context) => worksOf(author.id, args, context),
    }),
    books: t.field({
      type: BookConnection,
      description: "The editions they contributed to in any role, newest first.",
      args: {
        first: t.arg.int({ defaultValue: 20, required: true, description: "How many, 1 to 100." }),
        after: t.arg.string({ description: "The cursor to go on after." }),
      },
      resolve: (author, args, context) => booksOf(author.id, args, context),
    }),
  }),
});

builder.queryFields((t) => ({
  author: t.field({
    type: Author,
    nullable: true,
    description: "The author with this id, or null.",
    args: { id: t.arg.globalID({ for: Author, required: true, description: "An Author's `id`." }) },
    resolve: (_root, { id }, context, info) => {
      loadAhead(authorAhead, [id.id], context, info);
      return id.id;
    },
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
