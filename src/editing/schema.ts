import { Author } from "../authors/loader.ts";
import { Book, BookFormatEnum } from "../books/loader.ts";
import { ContributorRoleEnum } from "../books/schema.ts";
import { builder } from "../builder.ts";
import { booksChanged } from "../search/vectorize.ts";
import { Work } from "../works/loader.ts";
import { putAuthor, putEdition, putWork } from "./put.ts";

const ContributorInput = builder.inputType("ContributorInput", {
  description: "Somebody's part in an edition.",
  fields: (t) => ({
    name: t.string({ required: true, description: "As the edition prints it, in display order." }),
    role: t.field({
      type: ContributorRoleEnum,
      required: true,
      defaultValue: "AUTHOR",
      description: "What they did.",
    }),
  }),
});

const SeriesInput = builder.inputType("SeriesInput", {
  description: "A place in a series.",
  fields: (t) => ({
    name: t.string({ required: true, description: "The series' name." }),
    position: t.float({ description: "1 for the first volume." }),
  }),
});

const EditionInput = builder.inputType("EditionInput", {
  description:
    "An edition as an editor tells it. What is absent or empty stays as it is; what is told no source replaces.",
  fields: (t) => ({
    isbn: t.field({ type: "ISBN", required: true, description: "Which edition." }),
    workId: t.globalID({ for: Work, description: "Moves it to this work." }),
    title: t.string({ description: "Required for an edition that the catalogue does not have." }),
    subtitle: t.string({ description: "What follows the title's colon." }),
    description: t.string({ description: "What it is about, as plain text." }),
    publisher: t.string({ description: "The publisher or imprint." }),
    publishedOn: t.field({ type: "PartialDate", description: "As exactly as is known." }),
    language: t.field({ type: "LanguageCode", description: "The edition's language." }),
    pageCount: t.int({ description: "At least 1." }),
    format: t.field({ type: BookFormatEnum, description: "How it is made." }),
    subjects: t.stringList({ description: "All of them, most important first." }),
    cover: t.field({ type: "URL", description: "An image of the cover." }),
    series: t.field({ type: SeriesInput, description: "Its place in a series." }),
    contributors: t.field({ type: [ContributorInput], description: "Everybody, in the title page's order." }),
  }),
});

const WorkInput = builder.inputType("WorkInput", {
  description: "A work as an editor tells it. What is absent or empty stays as it is.",
  fields: (t) => ({
    id: t.globalID({ for: Work, description: "Which work; absent for a new one." }),
    title: t.string({ description: "Required for a new work." }),
    subtitle: t.string({ description: "What follows the title's colon." }),
    description: t.string({ description: "What it is about." }),
    originalLanguage: t.field({ type: "LanguageCode", description: "The language it was written in." }),
    firstPublishedYear: t.int({ description: "Negative before the common era." }),
    subjects: t.stringList({ description: "All of them." }),
    isbns: t.field({
      type: ["ISBN"],
      description: "Editions to make its own: how two works that were taken for one are told apart.",
    }),
  }),
});

const AuthorInput = builder.inputType("AuthorInput", {
  description: "An author as an editor tells them. What is absent or empty stays as it is.",
  fields: (t) => ({
    id: t.globalID({ for: Author, description: "Which author; absent for a new one." }),
    name: t.string({ description: "In display order; required for a new author." }),
    bio: t.string({ description: "About their life." }),
    birthYear: t.int({ description: "Negative before the common era." }),
    deathYear: t.int({ description: "Null for the living." }),
    gender: t.string({ description: "As they say it." }),
    nationality: t.string({ description: "An English adjective." }),
    photo: t.field({ type: "URL", description: "A portrait." }),
    wikidataId: t.string({ description: 'Their Wikidata item: "Q905".' }),
    isbns: t.field({
      type: ["ISBN"],
      description: "Editions that credit this name and mean this person: how two namesakes are told apart.",
    }),
  }),
});

const editors = "For internal callers: needs the role editor. The same input twice changes nothing.";

builder.mutationFields((t) => ({
  putEdition: t.field({
    type: Book,
    description: `Puts an edition into the catalogue by hand. ${editors}`,
    args: { input: t.arg({ type: EditionInput, required: true, description: "What to put." }) },
    authScopes: { role: "editor" },
    resolve: async (_root, { input }, { db, env, now }) => {
      const { isbn, workId, cover, ...told } = input;
      await putEdition(db, { ...empty, ...told, isbn, workId: workId?.id, cover: cover?.href }, now());
      await booksChanged(env.EMBEDDING_QUEUE, [isbn]);
      return isbn;
    },
  }),
  putWork: t.field({
    type: Work,
    description: `Puts a work into the catalogue by hand. ${editors}`,
    args: { input: t.arg({ type: WorkInput, required: true, description: "What to put." }) },
    authScopes: { role: "editor" },
    resolve: (_root, { input }, { db, now }) => putWork(db, { ...empty, ...input, id: input.id?.id }, now()),
  }),
  putAuthor: t.field({
    type: Author,
    description: `Puts an author into the catalogue by hand. ${editors}`,
    args: { input: t.arg({ type: AuthorInput, required: true, description: "What to put." }) },
    authScopes: { role: "editor" },
    resolve: (_root, { input }, { db, now }) =>
      putAuthor(db, { ...empty, ...input, id: input.id?.id, photo: input.photo?.href }, now()),
  }),
}));

/** Absent input fields are absent properties; the domain wants every field named. */
const empty = {
  title: null,
  subtitle: null,
  description: null,
  publisher: null,
  publishedOn: null,
  language: null,
  pageCount: null,
  format: null,
  subjects: null,
  series: null,
  contributors: null,
  originalLanguage: null,
  firstPublishedYear: null,
  isbns: null,
  name: null,
  bio: null,
  birthYear: null,
  deathYear: null,
  gender: null,
  nationality: null,
  wikidataId: null,
};
