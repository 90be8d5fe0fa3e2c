/** Open Library's editions, in the shapes of /isbn, /books, /api/books (details and data) and /works/…/editions. */
import * as z from "zod/mini";
import type { ContributorRole } from "../../books/record.ts";
import type { Isbn } from "../../isbn.ts";
import { languageCode } from "../../languages.ts";
import { type Credit, creditsIn } from "../cleaning/contributors.ts";
import { openLibraryCover } from "../cleaning/cover.ts";
import { cleanEdition } from "../cleaning/edition.ts";
import { sortedIsbns } from "../cleaning/isbns.ts";
import { roleOf } from "../cleaning/role.ts";
import { cleanText } from "../cleaning/text.ts";
import { key, list, number, text, texts } from "./lenient.ts";
import type { ProviderRecord } from "./provider.ts";

const language = z.pipe(
  z.union([
    z.string(),
    z.pipe(
      z.object({ key: z.string() }),
      z.transform((told) => told.key),
    ),
  ]),
  z.transform((told) => languageCode(told)),
);

/** One schema for all shapes: they differ in which fields are there, hardly in what a field looks like. */
export const edition = z.object({
  key,
  type: z.catch(z.object({ key: z.string() }), { key: "/type/edition" }),
  title: text,
  subtitle: text,
  // {key} in editions, {key, name} in details, {url, name} in data.
  authors: list(z.object({ key, url: key, name: text })),
  contributions: texts,
  contributors: list(z.object({ name: text, role: text })),
  by_statement: text,
  publishers: texts,
  publish_date: text,
  number_of_pages: number,
  pagination: text,
  physical_format: text,
  languages: list(language),
  translated_from: list(language),
  translation_of: text,
  isbn_10: texts,
  isbn_13: texts,
  isbn: texts,
  identifiers: z.catch(z.nullable(z.object({ isbn_10: texts, isbn_13: texts, google: texts })), null),
  covers: list(number),
  cover: z.catch(z.nullable(z.object({ small: text, medium: text, large: text })), null),
  subjects: texts,
  series: texts,
  description: text,
  works: list(key),
});

type Told = z.infer<typeof edition>;

/**
 * The record of an edition; null without a title or a key.
 * @param asked the ISBN that was asked for, which the record is then of if it names it, or if it names none at all.
 */
export function editionRecordOf(told: Told, asked: Isbn | null): ProviderRecord | null {
  const named = [told.isbn_13, told.isbn_10, told.isbn, told.identifiers?.isbn_13, told.identifiers?.isbn_10];
  const isbns = named.flatMap((some) => some ?? []);
  const { isbn, otherIsbns } = sortedIsbns(isbns.length > 0 || asked === null ? isbns : [asked], asked);
  const credits = creditsOf(told);
  const image = told.covers.find((id) => id !== null && id > 0) ?? null;
  const record = cleanEdition({
    isbn,
    title: told.title,
    subtitle: told.subtitle,
    description: told.description,
    publisher: told.publishers[0] ?? null,
    published: told.publish_date,
    language: told.languages[0] ?? null,
    pages: told.number_of_pages ?? told.pagination,
    format: told.physical_format,
    subjects: told.subjects,
    cover: told.cover ?? openLibraryCover(image),
    series: told.series[0] ?? null,
    credits,
    work: { title: cleanText(told.translation_of), originalLanguage: told.translated_from[0] ?? null },
  });
  if (record === null || told.key === null) return null;
  return {
    ...record,
    provider: "OPEN_LIBRARY",
    reference: told.key,
    identifiers: {
      openLibraryWork: told.works.find((work) => work !== null) ?? null,
      openLibraryEdition: told.key,
      googleVolume: told.identifiers?.google[0] ?? null,
      otherIsbns,
      authors: told.authors.map((author) => {
        const credit = author.name === null ? undefined : creditsIn(author.name)[0];
        return {
          name: credit?.name ?? null,
          openLibrary: author.key ?? author.url,
          wikidata: null,
          birthYear: credit?.birthYear ?? null,
          deathYear: credit?.deathYear ?? null,
        };
      }),
    },
    raw: told,
  };
}

function creditsOf(told: Told): Credit[] {
  const authors = told.authors.flatMap(({ name }) => creditsIn(name));
  // Where authors are mere keys, the title page's own statement has their names.
  const stated = authors.length > 0 ? authors : creditsIn(told.by_statement);
  return [
    ...stated,
    ...told.contributors.flatMap(({ name, role }) => creditsIn(name, otherRole(role))),
    ...told.contributions.flatMap((name) => creditsIn(name, "OTHER")),
  ];
}

function otherRole(role: string | null): ContributorRole {
  return (role === null ? null : roleOf(role)) ?? "OTHER";
}
