/** The seed catalogue: JSON Lines in this folder, one work or author a line, read and checked. */
import { readdirSync, readFileSync } from "node:fs";
import * as z from "zod";
import { bookFormats, contributorRoles, type EditionRecord, editionRecord } from "../../src/books/record.ts";
import { parseIsbn } from "../../src/isbn.ts";

const folder = new URL("./", import.meta.url);

const contributor = z.strictObject({ name: z.string().min(1), role: z.enum(contributorRoles) });
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z]+)*$/);

const edition = z.strictObject({
  isbn: z.string().transform(parseIsbn),
  title: z.string().min(1),
  subtitle: z.string().min(1).optional(),
  description: z.string().min(20).optional(),
  publisher: z.string().min(1),
  publishedOn: z.string().regex(/^\d{4}(-\d{2}){0,2}$/),
  pageCount: z.int().min(1),
  language,
  format: z.enum(bookFormats),
  contributors: z.array(contributor).default([]),
});

const work = z.strictObject({
  title: z.string().min(1),
  originalTitle: z.string().optional(),
  originalLanguage: language,
  firstPublishedYear: z.int(),
  subjects: z.array(z.string().min(1)).min(1),
  series: z.strictObject({ name: z.string().min(1), position: z.number().optional() }).optional(),
  description: z.string().min(20),
  contributors: z.array(contributor).min(1),
  editions: z.array(edition).min(1),
});

const author = z.strictObject({
  name: z.string().min(1),
  birthYear: z.int().optional(),
  deathYear: z.int().optional(),
  nationality: z.string().optional(),
  gender: z.string().optional(),
  bio: z.string().optional(),
});

export type SeedWork = z.output<typeof work>;
export type SeedAuthor = z.output<typeof author>;

/** Every work of the seed, editions within. Throws with file and line on a line that is not one. */
export function seedWorks(): SeedWork[] {
  return lines("works", work);
}

/** What the seed knows about its authors. */
export function seedAuthors(): SeedAuthor[] {
  return lines("authors", author);
}

/** A work's editions as the catalogue takes them. */
export function recordsOf(seed: SeedWork): EditionRecord[] {
  return seed.editions.map((item) =>
    editionRecord({
      ...item,
      subtitle: item.subtitle ?? null,
      description: item.description ?? seed.description,
      subjects: seed.subjects,
      series: seed.series ? { name: seed.series.name, position: seed.series.position ?? null } : null,
      contributors: [...seed.contributors, ...item.contributors],
      work: {
        title: seed.title,
        description: seed.description,
        originalLanguage: seed.originalLanguage,
        firstPublishedYear: seed.firstPublishedYear,
      },
    }),
  );
}

function lines<Item extends z.ZodType>(kind: string, item: Item): z.output<Item>[] {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${kind}-`) && name.endsWith(".jsonl"));
  return files.sort().flatMap((name) =>
    readFileSync(new URL(name, folder), "utf8")
      .split("\n")
      .flatMap((line, index) => {
        if (line.trim() === "") return [];
        try {
          return [item.parse(JSON.parse(line))];
        } catch (error) {
          throw new Error(`${name}:${index + 1}: ${error instanceof Error ? error.message : error}`);
        }
      }),
  );
}
