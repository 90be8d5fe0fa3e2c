/** A line of an Open Library dump: type, key, revision, time and JSON, tab-separated. https://openlibrary.org/developers/dumps */

import * as z from "zod/mini";
import { $ZodError } from "zod/v4/core";
import type { AuthorFacts } from "../authors/save.ts";
import type { EditionRecord } from "../books/record.ts";
import { creditsIn } from "./cleaning/contributors.ts";
import { openLibraryCover } from "./cleaning/cover.ts";
import { cleanDescription } from "./cleaning/description.ts";
import { cleanEdition } from "./cleaning/edition.ts";
import { cleanIsbns } from "./cleaning/isbns.ts";

const text = z.union([
  z.string(),
  z.pipe(
    z.object({ value: z.string() }),
    z.transform(({ value }) => value),
  ),
]);
const reference = z.pipe(
  z.object({ key: z.string() }),
  z.transform(({ key }) => key),
);
const named = z.string("is missing, or no text").check(z.minLength(1, "is empty"));
const strings = z.catch(z.array(z.string()), []);

const author = z.object({
  name: named,
  bio: z.catch(z.nullish(text), null),
  birth_date: z.catch(z.nullish(z.string()), null),
  death_date: z.catch(z.nullish(z.string()), null),
});
const work = z.object({
  title: named,
  description: z.catch(z.nullish(text), null),
  subjects: z._default(strings, []),
  first_publish_date: z.catch(z.nullish(z.string()), null),
  authors: z._default(
    z.catch(
      z.array(
        z.pipe(
          z.object({ author: z.union([reference, z.string()]) }),
          z.transform((role) => role.author),
        ),
      ),
      [],
    ),
    [],
  ),
});
const edition = z.object({
  title: named,
  subtitle: z.catch(z.nullish(z.string()), null),
  description: z.catch(z.nullish(text), null),
  publishers: z._default(strings, []),
  publish_date: z.catch(z.nullish(z.string()), null),
  number_of_pages: z.catch(z.nullish(z.number()), null),
  physical_format: z.catch(z.nullish(z.string()), null),
  languages: z._default(z.catch(z.array(reference), []), []),
  subjects: z._default(strings, []),
  isbn_10: z._default(strings, []),
  isbn_13: z._default(strings, []),
  works: z._default(z.catch(z.array(reference), []), []),
  authors: z._default(z.catch(z.array(reference), []), []),
  covers: z._default(z.catch(z.array(z.number()), []), []),
});

export type DumpAuthor = z.output<typeof author>;
export type DumpWork = z.output<typeof work>;
export type DumpEdition = z.output<typeof edition>;

/** What a line says, by kind; keys as the dump has them: "/works/OL1W". */
export type DumpRecord =
  | { kind: "author"; key: string; data: DumpAuthor }
  | { kind: "work"; key: string; data: DumpWork }
  | { kind: "edition"; key: string; data: DumpEdition };

/** The record of a line, null for kinds that are not loaded (redirects, deletions), or why the line is rejected. */
export function readDumpLine(line: string): DumpRecord | null | string {
  const [type, key, , , ...rest] = line.split("\t");
  const json = rest.join("\t");
  if (!type?.startsWith("/type/") || !key || json === "") return "It has not the five columns of a dump.";
  try {
    const data: unknown = JSON.parse(json);
    if (type === "/type/author") return { kind: "author", key, data: author.parse(data) };
    if (type === "/type/work") return { kind: "work", key, data: work.parse(data) };
    if (type === "/type/edition") return { kind: "edition", key, data: edition.parse(data) };
    return null;
  } catch (error) {
    if (error instanceof $ZodError) {
      const { path = [], message } = error.issues[0] ?? {};
      return path.length > 0 ? `${path.join(".")}: ${message}` : "Its fifth column is not an object.";
    }
    return "Its fifth column is not JSON.";
  }
}

/** What the dump says of a person, for an author of that name in the catalogue. */
export function dumpedAuthor({ name, bio, birth_date, death_date }: DumpAuthor): AuthorFacts {
  return {
    name: creditsIn(name)[0]?.name ?? name,
    bio: (bio && cleanDescription(bio)) || undefined,
    birthYear: yearIn(birth_date),
    deathYear: yearIn(death_date),
  };
}

/** The year of a date as people write it: "1883", "3 July 1883", "c. 1883". */
function yearIn(date: string | null | undefined): number | undefined {
  return Number(/\b(1[0-9]{3}|20[0-9]{2})\b/.exec(date ?? "")?.[0]) || undefined;
}

/** Open Library's key without its path: "/works/OL1W" is "OL1W". */
export function bareKey(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

/** An edition for the catalogue with what its work and authors say; null without an ISBN or a title. */
export function dumpedEdition(
  { data }: { data: DumpEdition },
  said: { work: DumpWork | null; authors: readonly string[] },
): EditionRecord | null {
  const [isbn] = cleanIsbns([...data.isbn_13, ...data.isbn_10]);
  if (!isbn) return null;
  return cleanEdition({
    isbn,
    title: data.title,
    subtitle: data.subtitle ?? null,
    description: data.description ?? null,
    publisher: data.publishers[0] ?? null,
    published: data.publish_date ?? null,
    language: data.languages[0] ?? null,
    pages: data.number_of_pages ?? null,
    format: data.physical_format ?? null,
    subjects: [...data.subjects, ...(said.work?.subjects ?? [])],
    cover: openLibraryCover(data.covers.find((id) => id > 0) ?? null),
    credits: said.authors.map((name) => ({
      name,
      role: "AUTHOR" as const,
      birthYear: null,
      deathYear: null,
    })),
    work: {
      title: said.work && said.work.title !== data.title ? said.work.title : null,
      description: said.work?.description ?? null,
      firstPublishedYear: yearIn(said.work?.first_publish_date) ?? null,
    },
  });
}
