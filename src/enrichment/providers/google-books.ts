/** Google Books, API v1: https://developers.google.com/books/docs/v1/using */
import * as z from "zod/mini";
import type { Isbn } from "../../isbn.ts";
import { creditsIn } from "../cleaning/contributors.ts";
import { cleanEdition } from "../cleaning/edition.ts";
import { sortedIsbns } from "../cleaning/isbns.ts";
import { failed, open } from "./answer.ts";
import { list, number, text, texts } from "./lenient.ts";
import {
  foundOr,
  getJson,
  type HttpAnswer,
  type ProviderAdapter,
  type ProviderConfig,
  type ProviderRecord,
  type ProviderResult,
  urlOf,
} from "./provider.ts";

/** The API's own limit for one page. */
const mostHits = 40;

const volume = z.object({
  id: text,
  volumeInfo: z.object({
    title: text,
    subtitle: text,
    authors: texts,
    publisher: text,
    publishedDate: text,
    description: text,
    industryIdentifiers: list(z.object({ type: text, identifier: text })),
    pageCount: number,
    categories: texts,
    mainCategory: text,
    language: text,
    imageLinks: z.catch(
      z.nullable(
        z.object({
          smallThumbnail: text,
          thumbnail: text,
          small: text,
          medium: text,
          large: text,
          extraLarge: text,
        }),
      ),
      null,
    ),
  }),
});

const volumes = z.object({ items: list(volume), totalItems: number });

/** Volumes by ISBN and by words. It has no authors of its own and answers one ISBN at a time. Works without a key, within a small shared quota. */
export const googleBooks: ProviderAdapter = {
  name: "GOOGLE_BOOKS",
  defaultBaseUrl: "https://www.googleapis.com/books/v1",
  needsKey: false,
  book: {
    request: (isbn, config) => volumesRequest(`isbn:${isbn}`, 5, config),
    read: (answer, isbn) => read(answer, isbn),
  },
  books: null,
  search: {
    request: ({ title, author, isbn, limit }, config) => {
      const words = [
        isbn && `isbn:${isbn}`,
        title && `intitle:${quoted(title)}`,
        author && `inauthor:${quoted(author)}`,
      ];
      return volumesRequest(words.filter(Boolean).join(" "), limit, config);
    },
    read: (answer) => read(answer, null),
  },
  work: null,
  author: null,
  authorsNamed: null,
};

function volumesRequest(q: string, limit: number, config: ProviderConfig) {
  const maxResults = Math.max(1, Math.min(limit, mostHits));
  return getJson(
    urlOf(config.baseUrl, "/volumes", { q, maxResults, printType: "books", key: config.apiKey }),
    config,
  );
}

/** A phrase; a quotation mark inside would end it. */
function quoted(words: string): string {
  return `"${words.replaceAll('"', " ").trim()}"`;
}

/** @param asked only volumes of this ISBN count: the search is fuzzy, and answers with other books too. */
function read(answer: HttpAnswer, asked: Isbn | null): ProviderResult<ProviderRecord> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no such volume" };
  if (opened.outcome !== "data") return opened;
  // A single volume is what `volumes/{id}` answers.
  const single = volume.safeParse(opened.data);
  const parsed = single.success
    ? { items: [single.data], totalItems: 1 }
    : volumes.safeParse(opened.data).data;
  if (!parsed || (parsed.items.length === 0 && (parsed.totalItems ?? 1) > 0 && !isEmptyList(opened.data))) {
    return failed("malformed", "the answer is not a list of volumes");
  }
  const records = parsed.items.flatMap((item) => recordOf(item, asked) ?? []);
  const wanted = asked === null ? records : records.filter(({ isbn }) => isbn === asked);
  return foundOr(wanted, asked === null ? "no volume fits" : `no volume has the ISBN ${asked}`);
}

/** Google leaves `items` out when there are none, also while `totalItems` counts hits that it will not show. */
function isEmptyList(data: unknown): boolean {
  return z
    .object({
      kind: z.literal("books#volumes"),
      items: z.optional(z.array(z.unknown()).check(z.maxLength(0))),
    })
    .safeParse(data).success;
}

function recordOf(
  { id, volumeInfo: told }: z.infer<typeof volume>,
  asked: Isbn | null,
): ProviderRecord | null {
  const isbns = told.industryIdentifiers.flatMap(({ type, identifier }) =>
    identifier !== null && (type?.startsWith("ISBN") ?? true) ? [identifier] : [],
  );
  const { isbn, otherIsbns } = sortedIsbns(isbns, asked);
  const credits = told.authors.flatMap((name) => creditsIn(name));
  const images = told.imageLinks;
  const edition = cleanEdition({
    isbn,
    title: told.title,
    subtitle: told.subtitle,
    description: told.description,
    publisher: told.publisher,
    published: told.publishedDate,
    language: told.language,
    pages: told.pageCount,
    // Not told: saleInfo.isEbook says that Google sells an e-book of it, in this country, not what the ISBN is of.
    subjects: [...told.categories, ...(told.mainCategory ? [told.mainCategory] : [])],
    cover: {
      small: images?.smallThumbnail ?? null,
      medium: images?.thumbnail ?? images?.small ?? null,
      large: images?.extraLarge ?? images?.large ?? images?.medium ?? images?.small ?? null,
    },
    credits,
  });
  if (edition === null || id === null) return null;
  return {
    ...edition,
    provider: "GOOGLE_BOOKS",
    reference: id,
    identifiers: {
      openLibraryWork: null,
      openLibraryEdition: null,
      googleVolume: id,
      otherIsbns,
      authors: credits.map(({ name, birthYear, deathYear }) => ({
        name,
        openLibrary: null,
        wikidata: null,
        birthYear,
        deathYear,
      })),
    },
    raw: told,
  };
}
