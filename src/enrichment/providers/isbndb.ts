/** ISBNdb, API v2: https://isbndb.com/isbndb-api-documentation-v2 */
import * as z from "zod/mini";
import type { Isbn } from "../../isbn.ts";
import { creditsIn } from "../cleaning/contributors.ts";
import { cleanEdition } from "../cleaning/edition.ts";
import { sortedIsbns } from "../cleaning/isbns.ts";
import { failed, open } from "./answer.ts";
import { list, text, texts } from "./lenient.ts";
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

const book = z.object({
  title: text,
  title_long: text,
  isbn: text,
  isbn10: text,
  isbn13: text,
  authors: texts,
  publisher: text,
  date_published: text,
  // The API has spelt it both ways.
  synopsis: text,
  synopsys: text,
  overview: text,
  language: text,
  pages: text,
  binding: text,
  subjects: texts,
  image: text,
  image_original: text,
  // For some records the number of pages ("97 p.").
  dimensions: text,
});

/** GET /book answers {book}, GET /books {books}, POST /books {data}. */
const answers = z.union([
  z.pipe(
    z.object({ book }),
    z.transform((told) => [told.book]),
  ),
  z.pipe(
    z.object({ books: z.array(z.unknown()) }),
    z.transform((told) => list(book).parse(told.books)),
  ),
  z.pipe(
    z.object({ data: z.array(z.unknown()) }),
    z.transform((told) => list(book).parse(told.data)),
  ),
]);

/** Editions by ISBN, one or many, and by words; needs a key, and allows one request a second on the basic plan. */
export const isbndb: ProviderAdapter = {
  name: "ISBNDB",
  defaultBaseUrl: "https://api2.isbndb.com",
  needsKey: true,
  book: {
    request: (isbn, config) => get(`/book/${isbn}`, {}, config),
    read: (answer, isbn) => read(answer, [isbn]),
  },
  books: {
    // The basic plan's limit; the larger plans allow 1,000.
    atMost: 100,
    request: (isbns, config) => ({
      ...get("/books", {}, config),
      method: "POST",
      headers: { ...get("/books", {}, config).headers, "content-type": "application/json" },
      // Not JSON, whatever the header says: this is what the documentation asks for.
      body: `isbns=${isbns.join(",")}`,
    }),
    read: (answer, isbns) => read(answer, isbns),
  },
  search: {
    request: ({ title, author, isbn, limit }, config) => {
      const words = isbn ?? [title, author].filter(Boolean).join(" ");
      const column = title && !author ? "title" : author && !title ? "author" : null;
      const pageSize = Math.max(1, Math.min(limit, 100));
      return get(
        `/books/${encodeURIComponent(words)}`,
        { page: 1, pageSize, column: isbn ? null : column },
        config,
      );
    },
    read: (answer) => read(answer, null),
  },
  work: null,
  author: null,
  authorsNamed: null,
};

function get(path: string, parameters: Record<string, string | number | null>, config: ProviderConfig) {
  return getJson(urlOf(config.baseUrl, path, parameters), config, { authorization: config.apiKey ?? "" });
}

function read(answer: HttpAnswer, asked: Isbn[] | null): ProviderResult<ProviderRecord> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "ISBNdb does not know it" };
  if (opened.outcome !== "data") return opened;
  const parsed = answers.safeParse(opened.data);
  if (!parsed.success) return failed("malformed", "the answer has neither book nor books nor data");
  const records = parsed.data.flatMap((told) => recordOf(told, asked ?? []) ?? []);
  return foundOr(
    asked === null ? records : records.filter(({ isbn }) => isbn !== null && asked.includes(isbn)),
    "ISBNdb has no record with a title and this ISBN",
  );
}

function recordOf(told: z.infer<typeof book>, asked: Isbn[]): ProviderRecord | null {
  const isbns = [told.isbn13, told.isbn10, told.isbn].filter((isbn) => isbn !== null);
  const { isbn, otherIsbns } = sortedIsbns(isbns, sortedIsbns(isbns, null).isbn);
  const credits = told.authors.flatMap((name) => creditsIn(name));
  const edition = cleanEdition({
    isbn,
    title: told.title ?? told.title_long,
    description: told.synopsis ?? told.synopsys ?? told.overview,
    publisher: told.publisher,
    published: told.date_published,
    language: told.language,
    pages: told.pages ?? pagesIn(told.dimensions),
    format: told.binding,
    subjects: told.subjects,
    cover: { medium: told.image, large: told.image_original ?? told.image },
    credits,
  });
  // Without an ISBN it is not a record of ISBNdb.
  if (edition === null || isbn === null) return null;
  return {
    ...edition,
    provider: "ISBNDB",
    reference: asked.find((one) => one === isbn) ?? isbn,
    identifiers: {
      openLibraryWork: null,
      openLibraryEdition: null,
      googleVolume: null,
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

function pagesIn(dimensions: string | null): string | null {
  return dimensions !== null && /\d\s*(p\.|pages)/i.test(dimensions) ? dimensions : null;
}
