/** Open Library's works: one by key, and the hits of /search.json, which are works with what their editions share. */
import * as z from "zod/mini";
import { parsePartialDate } from "../../partial-date.ts";
import { creditsIn } from "../cleaning/contributors.ts";
import { openLibraryCover } from "../cleaning/cover.ts";
import { cleanEdition } from "../cleaning/edition.ts";
import { cleanIsbns } from "../cleaning/isbns.ts";
import { failed, open } from "./answer.ts";
import { key, list, number, text, texts } from "./lenient.ts";
import {
  foundOr,
  type HttpAnswer,
  type ProviderRecord,
  type ProviderResult,
  type ProviderWork,
} from "./provider.ts";

const work = z.object({
  key,
  type: z.catch(z.object({ key: z.string() }), { key: "/type/work" }),
  title: text,
  subtitle: text,
  description: text,
  first_publish_date: text,
  subjects: texts,
  covers: list(number),
  authors: list(
    z.union([
      z.pipe(
        z.object({ author: key }),
        z.transform((told) => told.author),
      ),
      key,
    ]),
  ),
});

const hit = z.object({
  key,
  title: text,
  subtitle: text,
  author_name: texts,
  author_key: texts,
  isbn: texts,
  first_publish_year: number,
  edition_count: number,
  edition_key: texts,
  cover_i: number,
  cover_edition_key: key,
  language: texts,
  publisher: texts,
  publish_date: texts,
  number_of_pages_median: number,
  subject: texts,
});

/** What a hit is read from; without naming them the service sends hundreds of kilobytes. */
export const searchFields = Object.keys(hit.shape).join(",");

/** A work by its key; a deleted or redirected one is not found. */
export function readWork(answer: HttpAnswer): ProviderResult<ProviderWork> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no such work" };
  if (opened.outcome !== "data") return opened;
  const told = work.safeParse(opened.data).data;
  if (!told) return failed("malformed", "the answer is not a work");
  if (told.type.key !== "/type/work")
    return { outcome: "not-found", message: `the record is a ${told.type.key}` };
  const record = cleanEdition({ isbn: null, ...told });
  if (record === null || told.key === null) return failed("malformed", "the work has no title");
  const published = told.first_publish_date === null ? null : parsePartialDate(told.first_publish_date);
  const found: ProviderWork = {
    provider: "OPEN_LIBRARY",
    reference: told.key,
    title: record.title,
    subtitle: record.subtitle,
    description: record.description,
    firstPublishedYear: published === null ? null : Number(published.slice(0, 4)),
    subjects: record.subjects,
    cover: openLibraryCover(told.covers.find((id) => id !== null && id > 0) ?? null),
    authors: told.authors.filter((one) => one !== null),
    raw: told,
  };
  return { outcome: "found", records: [found] };
}

/** The hits of a search: works, of which only what belongs to one edition is told as an edition's. */
export function readSearch(answer: HttpAnswer): ProviderResult<ProviderRecord> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no book fits" };
  if (opened.outcome !== "data") return opened;
  const parsed = z.object({ docs: z.array(z.unknown()) }).safeParse(opened.data);
  if (!parsed.success) return failed("malformed", "the answer is not a list of hits");
  return foundOr(
    list(hit)
      .parse(parsed.data.docs)
      .flatMap((told) => recordOf(told) ?? []),
    "no book fits",
  );
}

function recordOf(told: z.infer<typeof hit>): ProviderRecord | null {
  const isbns = cleanIsbns(told.isbn);
  // Publishers, dates and languages are those of all editions in no order: they say something only of a single one.
  const single = told.edition_count === 1 && isbns.length === 1;
  const credits = told.author_name.flatMap((name) => creditsIn(name));
  const isbn = single ? (isbns[0] ?? null) : null;
  const year = told.first_publish_year;
  const record = cleanEdition({
    isbn,
    title: told.title,
    subtitle: told.subtitle,
    publisher: single ? (told.publisher[0] ?? null) : null,
    published: single ? (told.publish_date[0] ?? null) : null,
    language: told.language.length === 1 ? (told.language[0] ?? null) : null,
    pages: single ? told.number_of_pages_median : null,
    subjects: told.subject,
    cover: openLibraryCover(told.cover_i),
    credits,
    work: { firstPublishedYear: year !== null && Number.isInteger(year) ? year : null },
  });
  if (record === null || told.key === null) return null;
  return {
    ...record,
    provider: "OPEN_LIBRARY",
    reference: told.key,
    identifiers: {
      openLibraryWork: told.key,
      openLibraryEdition: single ? (told.edition_key[0] ?? told.cover_edition_key) : null,
      googleVolume: null,
      otherIsbns: isbns.filter((other) => other !== isbn),
      authors: told.author_name.map((name, index) => ({
        name: creditsIn(name)[0]?.name ?? name,
        openLibrary: told.author_key[index] ?? null,
        wikidata: null,
        birthYear: null,
        deathYear: null,
      })),
    },
    raw: told,
  };
}
