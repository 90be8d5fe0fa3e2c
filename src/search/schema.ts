import { z } from "zod";
import { Author } from "../authors/loader.ts";
import { Book, BookFormatEnum } from "../books/loader.ts";
import { builder } from "../builder.ts";
import { decodeCursor, encodeCursor, pageSize } from "../cursor.ts";
import { type Hit, type Hits, searchText } from "./text.ts";

const SearchMode = builder.enumType("SearchMode", {
  description: "How to look.",
  values: {
    TEXT: {
      description:
        "By the words of title, contributors, series, subjects and description, in that order of weight. Accents and case do not matter, the last word may be unfinished, and an ISBN in any spelling is looked up.",
    },
  },
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

type Found = Hits & { page: Hit[]; after: string | null; tookMs: number };

const SearchEdge = builder.objectRef<Hit>("SearchEdge").implement({
  description: "A found edition, and why it was found.",
  fields: (t) => ({
    node: t.field({ type: Book, description: "The edition.", resolve: (hit) => hit.isbn }),
    cursor: t.string({
      description: "Pass it as `after` to read on from this edge.",
      resolve: (hit) => encodeCursor([hit.score, hit.rowId]),
    }),
    score: t.exposeFloat("score", { description: "Larger is better; comparable within one search only." }),
    matchedBy: t.field({
      type: [SearchMode],
      description: "Which ways of looking found it.",
      resolve: () => ["TEXT" as const],
    }),
    highlight: t.exposeString("highlight", {
      nullable: true,
      description:
        "The passage that matched, as HTML: escaped, with `<mark>` around the words. Null for an ISBN.",
    }),
  }),
});

const SearchConnection = builder.objectRef<Found>("SearchConnection").implement({
  description: "A page of what was found, best first.",
  fields: (t) => ({
    edges: t.field({ type: [SearchEdge], description: "The page's hits.", resolve: ({ page }) => page }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: "Whether there is more, and where to go on.",
      resolve: ({ page, hits, after }) => ({
        hasNextPage: hits.length > page.length,
        hasPreviousPage: after !== null,
        startCursor: cursorOf(page[0]),
        endCursor: cursorOf(page.at(-1)),
      }),
    }),
    totalCount: t.exposeInt("totalCount", { description: "How many editions match in all." }),
    mode: t.field({
      type: SearchMode,
      description: "The mode that answered.",
      resolve: () => "TEXT" as const,
    }),
    tookMs: t.exposeInt("tookMs", { description: "Milliseconds spent looking, without loading the books." }),
  }),
});

const hitKey = z.tuple([z.number(), z.number()]);

function cursorOf(hit: Hit | undefined): string | null {
  return hit ? encodeCursor([hit.score, hit.rowId]) : null;
}

builder.queryFields((t) => ({
  search: t.field({
    type: SearchConnection,
    description: "Editions that match a query, best first.",
    args: {
      query: t.arg.string({
        required: true,
        description: "Words, or an ISBN in any spelling. Nothing in it is syntax.",
      }),
      mode: t.arg({ type: SearchMode, required: true, defaultValue: "TEXT", description: "How to look." }),
      filter: t.arg({ type: SearchFilterInput, description: "Narrows what may be found." }),
      first: t.arg.int({ required: true, defaultValue: 20, description: "How many, 1 to 100." }),
      after: t.arg.string({ description: "The cursor to go on after." }),
    },
    resolve: async (_root, { query, filter, first, after = null }, { db, now }) => {
      const started = now().getTime();
      const page = { first: pageSize(first), after: after === null ? null : decodeCursor(after, hitKey) };
      const narrowed = { ...filter, authorIds: filter?.authorIds?.map((author) => author.id) };
      const found = await searchText(db, query, narrowed, page);
      return { ...found, page: found.hits.slice(0, first), after, tookMs: now().getTime() - started };
    },
  }),
}));
