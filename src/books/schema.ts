import { completeValue } from "@pothos/core";
import { Author, contributorsOf } from "../authors/loader.ts";
import type { ContributorRow } from "../authors/store.ts";
import { builder } from "../builder.ts";
import { badUserInput } from "../errors.ts";
import { loadAhead } from "../graphql/ahead.ts";
import { catalogueCache } from "../graphql/cache-hint.ts";
import { orEmpty } from "../graphql/separable.ts";
import { hyphenated, isbn10Of } from "../isbn.ts";
import { jsonStrings } from "../platform/json.ts";
import { workAhead } from "../works/ahead.ts";
import { Work } from "../works/loader.ts";
import { booksAhead } from "./ahead.ts";
import { type Completable, completenessOf } from "./completeness.ts";
import { coverOf } from "./cover.ts";
import { Book, BookFormatEnum, coversOf, sourcesOf } from "./loader.ts";
import type { ContributorRole, Provider } from "./record.ts";
import type { BookRow, SourceRow } from "./store.ts";

builder.objectType(Book, {
  description:
    "One edition: what has an ISBN, lies on a counter and has a barcode. Its work knows the other editions.",
  extensions: catalogueCache,
  fields: (t) => ({
    isbn: t.field({ type: "ISBN", description: "Thirteen digits.", resolve: (book) => book.isbn }),
    isbn10: t.string({
      nullable: true,
      description: "The ISBN-10 printed on older copies; editions of the 979 range have none.",
      resolve: (book) => isbn10Of(book.isbn),
    }),
    isbnHyphenated: t.string({
      description: 'For people: "978-0-7356-1967-8", hyphenated by the agency\'s ranges.',
      resolve: (book) => hyphenated(book.isbn),
    }),
    title: t.exposeString("title", { description: "As on this edition, without subtitle and series." }),
    subtitle: t.exposeString("subtitle", { nullable: true, description: "What follows the title's colon." }),
    description: t.exposeString("description", {
      nullable: true,
      description: "What it is about, as plain text.",
    }),
    publisher: t.exposeString("publisher", { nullable: true, description: "The publisher or imprint." }),
    publishedOn: t.expose("published_on", {
      type: "PartialDate",
      nullable: true,
      description: "When this edition came out, as exactly as anybody said.",
    }),
    language: t.expose("language", {
      type: "LanguageCode",
      nullable: true,
      description: "The language of this edition; the work knows the original's.",
    }),
    pageCount: t.exposeInt("page_count", {
      nullable: true,
      description: "Pages, as the publisher counts them.",
    }),
    format: t.expose("format", { type: BookFormatEnum, nullable: true, description: "How it is made." }),
    subjects: t.stringList({
      description: "What it is about, most important first.",
      resolve: (book) => jsonStrings(book.subjects),
    }),
    cover: t.field({
      type: "URL",
      nullable: true,
      description:
        "An image of the cover, or null where nobody has one; a smaller one where the size asked for is missing.",
      args: {
        size: t.arg({
          type: CoverSize,
          defaultValue: "MEDIUM",
          required: true,
          description: "How large you show it.",
        }),
      },
      resolve: (book, { size }, context) =>
        completeValue(coversOf(context).get(book.isbn), (kept) =>
          coverOf(book, kept, size, context.request.url),
        ),
    }),
    contributors: t.field({
      type: [Contributor],
      description: "Everybody on the title page, in its order.",
      resolve: (book, _args, context) => contributorsOf(context).get(book.isbn),
    }),
    work: t.field({
      type: Work,
      description: "What this is an edition of.",
      resolve: (book, _args, context, info) => {
        loadAhead(workAhead, [book.work_id], context, info);
        return book.work_id;
      },
    }),
    series: t.field({
      type: SeriesEntry,
      nullable: true,
      description: "The series it belongs to, and its place there.",
      resolve: (book) =>
        book.series_name === null ? null : { name: book.series_name, position: book.series_position },
    }),
    completeness: t.int({
      description:
        "0 to 100: how many of title, description, publisher, pages, date, subjects, cover and language are known.",
      resolve: (book) => completenessOf(asCompletable(book)),
    }),
    sources: t.field({
      type: [Source],
      description:
        "Who told the catalogue about this edition, latest first. Empty, with a note, when that fails.",
      resolve: (book, _args, context) =>
        orEmpty(context, "Sources", async () => {
          const rows = await sourcesOf(context).load(book.isbn);
          return rows.map((row) => ({ ...row, fields: jsonStrings(row.fields) }));
        }),
    }),
    createdAt: t.expose("created_at", { type: "DateTime", description: "When the catalogue first knew it." }),
    updatedAt: t.expose("updated_at", {
      type: "DateTime",
      description: "When any of its fields last changed.",
    }),
  }),
});

builder.queryFields((t) => ({
  book: t.field({
    type: Book,
    nullable: true,
    description: "The edition with this ISBN, or null when the catalogue does not have it.",
    args: {
      isbn: t.arg({ type: "ISBN", required: true, description: "In any spelling, ISBN-10 or ISBN-13." }),
    },
    resolve: async (_root, { isbn }, context, info) => {
      const [book = null] = await booksAhead([isbn], context, info);
      return book;
    },
  }),
  books: t.field({
    type: [Book],
    nullable: { list: false, items: true },
    description:
      "Up to 100 editions by ISBN, in the order asked, null where the catalogue does not have one.",
    args: {
      isbns: t.arg({ type: ["ISBN"], required: true, description: "In any spelling; asking twice is fine." }),
    },
    resolve: (_root, { isbns }, context, info) => {
      if (isbns.length > 100) throw badUserInput("isbns", "takes at most 100 ISBNs");
      return booksAhead(isbns, context, info);
    },
  }),
}));

const CoverSize = builder.enumType("CoverSize", {
  description: "How large a cover to serve.",
  values: {
    SMALL: { description: "For a row of a list, about 80 pixels wide." },
    MEDIUM: { description: "For a grid, about 180 pixels wide." },
    LARGE: { description: "For a page of its own, the largest there is." },
  },
});

export const ContributorRoleEnum = builder.enumType("ContributorRole", {
  description: "What a person did on an edition.",
  values: {
    AUTHOR: { description: "Wrote it, alone or with others." },
    EDITOR: { description: "Chose or edited what others wrote." },
    TRANSLATOR: { description: "Brought it into this edition's language." },
    ILLUSTRATOR: { description: "Drew, painted or photographed for it." },
    NARRATOR: { description: "Reads an audiobook aloud." },
    OTHER: { description: "Anything else that a title page thanks for, such as a foreword." },
  } satisfies Record<ContributorRole, { description: string }>,
});

const Contributor = builder.objectRef<ContributorRow>("Contributor").implement({
  description: "Somebody's part in an edition.",
  fields: (t) => ({
    author: t.field({ type: Author, description: "Who it is.", resolve: (credit) => credit.author_id }),
    role: t.expose("role", { type: ContributorRoleEnum, description: "What they did." }),
    creditedAs: t.exposeString("credited_as", {
      description: "The name as this edition prints it, which may be a pen name or another spelling.",
    }),
  }),
});

const SeriesEntry = builder.objectRef<{ name: string; position: number | null }>("SeriesEntry").implement({
  description: "A place in a series.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "The series' name, without the word series." }),
    position: t.exposeFloat("position", {
      nullable: true,
      description: "1 for the first volume; 3.5 for a story between the third and the fourth.",
    }),
  }),
});

export const ProviderEnum = builder.enumType("Provider", {
  description: "Where facts come from.",
  values: {
    GOOGLE_BOOKS: { description: "https://books.google.com" },
    OPEN_LIBRARY: { description: "https://openlibrary.org" },
    ISBNDB: { description: "https://isbndb.com" },
    WIKIDATA: { description: "https://www.wikidata.org, for authors." },
    IMPORT: { description: "A reading history that somebody imported." },
    MANUAL: { description: "An editor, by hand: no other source replaces it." },
  } satisfies Record<Provider, { description: string }>,
});

const Source = builder.objectRef<Omit<SourceRow, "fields"> & { fields: string[] }>("Source").implement({
  description: "What one source said about an edition.",
  fields: (t) => ({
    provider: t.expose("provider", { type: ProviderEnum, description: "Who said it." }),
    quality: t.exposeInt("quality", { description: "How much the record told, 0 to 100." }),
    fields: t.exposeStringList("fields", { description: "Which fields of the book came from it." }),
    fetchedAt: t.expose("fetched_at", { type: "DateTime", description: "When it was asked." }),
  }),
});

function asCompletable(book: BookRow): Completable {
  return {
    ...book,
    pageCount: book.page_count,
    publishedOn: book.published_on,
    subjects: jsonStrings(book.subjects),
    cover: { small: book.cover_small, medium: book.cover_medium, large: book.cover_large },
  };
}
