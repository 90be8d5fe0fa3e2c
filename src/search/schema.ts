import * as z from "zod/mini";
import { spend } from "../accounts/rates.ts";
import { Author } from "../authors/loader.ts";
import { type BookAhead, bookAhead, booksAhead } from "../books/ahead.ts";
import { Book, BookFormatEnum } from "../books/loader.ts";
import { builder } from "../builder.ts";
import type { Context } from "../context.ts";
import { decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import { badUserInput } from "../errors.ts";
import { isAsked, loadAhead } from "../graphql/ahead.ts";
import { catalogueCache, markDegraded } from "../graphql/cache-hint.ts";
import { orEmpty } from "../graphql/separable.ts";
import { isbnOrNull } from "../isbn.ts";
import { type Facet, facetsOf } from "./facets.ts";
import { type Found, find } from "./find.ts";
import { highlightOf, type Passage } from "./highlight.ts";
import type { Meaning } from "./semantic.ts";
import { similarBooks } from "./similar.ts";
import { type Suggested, suggest } from "./suggest.ts";
import type { Hit, SearchMode } from "./text.ts";
import { wordsOf } from "./words.ts";

export const SearchModeEnum = builder.enumType("SearchMode", {
  description: "How to look.",
  values: {
    TEXT: {
      description:
        "By the words of title, contributors, series, subjects and description, in that order of weight. Accents, case and a slip of the finger do not matter, the last word may be unfinished unless a thousand books have it as it is, and an ISBN in any spelling is looked up.",
    },
    SEMANTIC: {
      description:
        "By meaning: the hundred editions nearest to what the query is about, in any language the model knows. A new book is found some seconds after it was added.",
    },
    HYBRID: {
      description: "Both, fused by rank: best for a half-remembered plot. What both ways find comes first.",
    },
  } satisfies Record<SearchMode, { description: string }>,
});

const SearchFilterInput = builder.inputType("SearchFilter", {
  description: "Narrows a search. All parts given must hold; within a list, any may.",
  fields: (t) => ({
    languages: t.field({
      type: ["LanguageCode"],
      description: 'The edition\'s language; "pt" also admits "pt-BR".',
    }),
    subjects: t.stringList({ description: "Subjects as books have them, in any case." }),
    authorIds: t.globalIDList({ for: Author, description: "Ids of contributors in any role." }),
    publishedFrom: t.int({ description: "The first year of publication to admit." }),
    publishedTo: t.int({ description: "The last year of publication to admit." }),
    formats: t.field({ type: [BookFormatEnum], description: "How the edition is made." }),
  }),
});

type Answered = Found & { page: Hit[]; after: string | null; tookMs: number };

/** A hit with its passage, null where no words found it, and its book if that was asked for. */
type FoundEdge = { hit: Hit; passage: Passage | null; book: BookAhead };

const SearchEdge = builder.objectRef<FoundEdge>("SearchEdge").implement({
  description: "A found edition, and why it was found.",
  fields: (t) => ({
    node: t.field({
      type: Book,
      description: "The edition.",
      resolve: ({ book, hit }) => book ?? hit.isbn,
    }),
    cursor: t.string({
      description: "Pass it as `after` to read on from this edge.",
      resolve: ({ hit }) => cursorOf(hit),
    }),
    score: t.float({
      description: "Larger is better; comparable within one search only.",
      resolve: ({ hit }) => hit.score,
    }),
    matchedBy: t.field({
      type: [SearchModeEnum],
      description: "Which ways of looking found it.",
      resolve: ({ hit }) => hit.matchedBy,
    }),
    highlight: t.string({
      nullable: true,
      description:
        "The passage that matched, as HTML: escaped, with `<mark>` around the words. Null for an ISBN and for what only meaning found.",
      resolve: ({ passage }, _args, context) => passage && highlightOf(context).get(passage),
    }),
  }),
});

const SearchConnection = builder.objectRef<Answered>("SearchConnection").implement({
  description: "A page of what was found, best first.",
  extensions: catalogueCache,
  fields: (t) => ({
    edges: t.field({
      type: [SearchEdge],
      description: "The page's hits.",
      // Books and passages in one trip, and before their fields ask for them.
      resolve: async ({ page }, _args, context, info) => {
        const passages = page.map(({ rowId, expression }) =>
          expression === null ? null : { rowId, expression },
        );
        const isbns = isAsked(info, "node") ? page.map(({ isbn }) => isbn) : [];
        const highlights = isAsked(info, "highlight") ? passages : [];
        const known = Book.getDataloader(context);
        for (const { book } of page) if (book) known.prime(book.isbn, book);
        const [books] = await Promise.all([
          booksAhead(isbns, context, info, ["node"]),
          Promise.allSettled(highlights.map((passage) => passage && highlightOf(context).load(passage))),
        ]);
        return page.map((hit, place) => {
          return { hit, passage: passages[place] ?? null, book: books[place] ?? null };
        });
      },
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: "Whether there is more, and where to go on.",
      resolve: ({ page, hits, after }) => {
        const [first, last] = [page[0], page.at(-1)];
        return {
          hasNextPage: hits.length > page.length,
          hasPreviousPage: after !== null,
          startCursor: first ? cursorOf(first) : null,
          endCursor: last ? cursorOf(last) : null,
        };
      },
    }),
    totalCount: t.exposeInt("totalCount", {
      description: "How many editions match. By meaning it is how many were looked at, at most 100.",
    }),
    totalCountIsExact: t.boolean({
      description:
        "Whether `totalCount` is all there is; false where only the affordable candidates were looked at, as for a query of nothing but the commonest words.",
      resolve: ({ isExact }) => isExact,
    }),
    mode: t.expose("mode", { type: SearchModeEnum, description: "The mode that answered." }),
    degradedFrom: t.expose("degradedFrom", {
      type: SearchModeEnum,
      nullable: true,
      description: "The mode that was asked for, when it was unavailable and TEXT answered instead.",
    }),
    tookMs: t.exposeInt("tookMs", {
      description: "Milliseconds spent looking, without loading the books.",
    }),
    facets: t.field({
      type: [SearchFacet],
      description:
        "What the found editions are: counts by language, subject, decade and format, over the first 2,000 of them. Reckoned only when asked for; empty, with a note, when that fails.",
      resolve: ({ candidates }, _args, context) =>
        orEmpty(context, "Facets", () => facetsOf(context.db, candidates)),
    }),
  }),
});

const SearchFacet = builder.objectRef<Facet>("SearchFacet").implement({
  description: "A field of the found editions, and its commonest values.",
  fields: (t) => ({
    field: t.exposeString("field", { description: '"language", "subject", "decade" or "format".' }),
    values: t.field({
      type: [FacetValue],
      description: "Commonest first, at most 12.",
      resolve: ({ values }) => values,
    }),
  }),
});

const FacetValue = builder.objectRef<Facet["values"][number]>("FacetValue").implement({
  description: "A value, and how many of the found editions have it.",
  fields: (t) => ({
    value: t.exposeString("value", {
      description: 'As the filter takes it; a decade by its first year, "1990".',
    }),
    count: t.exposeInt("count", { description: "How many." }),
  }),
});

const hitKey = z.tuple([z.number(), z.number()]);

function cursorOf({ score, rowId }: Hit): string {
  return encodeCursor([score, rowId]);
}

function meaningOf({ db, env }: Context): Meaning {
  return { db, ai: env.AI, vectors: env.BOOK_VECTORS, cache: env.CACHE };
}

builder.queryFields((t) => ({
  search: t.field({
    type: SearchConnection,
    description: "Editions that match a query, best first.",
    args: {
      query: t.arg.string({
        required: true,
        description:
          "Words, a half-remembered plot of up to 5,000 characters, or an ISBN. Nothing in it is syntax.",
      }),
      mode: t.arg({
        type: SearchModeEnum,
        required: true,
        defaultValue: "TEXT",
        description: "How to look.",
      }),
      filter: t.arg({ type: SearchFilterInput, description: "Narrows what may be found." }),
      first: t.arg.int({ required: true, defaultValue: 20, description: "How many, 1 to 100." }),
      after: t.arg.string({ description: "The cursor to go on after." }),
    },
    resolve: async (_root, { query, mode, filter, first, after = null }, context) => {
      const started = context.now().getTime();
      const page = { first: pageSize(first), after: after === null ? null : decodeCursor(after, hitKey) };
      const narrowed = { ...filter, authorIds: filter?.authorIds?.map((author) => author.id) };
      // A query that will be refused spends nothing.
      if (!isbnOrNull(query)) wordsOf("query", query);
      const admitted = spend(context, mode === "TEXT" ? "TEXT" : "SEMANTIC");
      const found = await find(meaningOf(context), { query, mode, filter: narrowed, page, admitted });
      if (found.degradedFrom) markDegraded(context);
      const tookMs = context.now().getTime() - started;
      return { ...found, page: found.hits.slice(0, first), after, tookMs };
    },
  }),
  suggest: t.field({
    type: [Suggestion],
    description:
      "Titles, names and series that begin with what was typed; from four letters on one slip of the finger is forgiven.",
    args: {
      prefix: t.arg.string({ required: true, description: "What was typed so far, at most 100 characters." }),
      first: t.arg.int({ required: true, defaultValue: 8, description: "How many, 1 to 20." }),
    },
    resolve: (_root, { prefix, first }, { db }) => {
      if (prefix.length > 100) throw badUserInput("prefix", "must be at most 100 characters long");
      return suggest(db, prefix, pageSize(first, 20));
    },
  }),
}));

const Suggestion = builder.objectRef<Suggested>("Suggestion").implement({
  description: "A text to complete what was typed, and what it stands for.",
  extensions: catalogueCache,
  fields: (t) => ({
    text: t.exposeString("text", { description: "The whole text, as the catalogue writes it." }),
    book: t.expose("book", {
      type: Book,
      nullable: true,
      description: "The edition, for a title; for a series one of its books.",
    }),
    author: t.expose("author", { type: Author, nullable: true, description: "The person, for a name." }),
  }),
});

const ScoredBook = builder.objectRef<{ isbn: string; score: number }>("ScoredBook").implement({
  description: "A book, and how near it is.",
  fields: (t) => ({
    book: t.field({
      type: Book,
      description: "The book.",
      resolve: ({ isbn }, _args, context, info) => {
        loadAhead(bookAhead, [isbn], context, info);
        return isbn;
      },
    }),
    score: t.exposeFloat("score", {
      description: "The cosine of the two books' vectors: 1 is the same text.",
    }),
  }),
});

builder.objectField(Book, "similar", (t) =>
  t.field({
    type: [ScoredBook],
    description:
      "Books like this one, nearest first: one edition a work, none of its own work. Empty while the book has no vector yet and, with a note, while the index is unavailable.",
    args: { first: t.arg.int({ required: true, defaultValue: 10, description: "How many, 1 to 50." }) },
    resolve: async (book, { first }, context) => {
      const { db, env } = context;
      const most = pageSize(first, 50);
      return orEmpty(context, "Similar books", () =>
        similarBooks({ vectors: env.BOOK_VECTORS, db }, book, most),
      );
    },
  }),
);
