/** Open Library: https://openlibrary.org/developers/api */
import * as z from "zod/mini";
import type { Isbn } from "../../isbn.ts";
import { failed, open } from "./answer.ts";
import { list } from "./lenient.ts";
import { author, foundAuthors } from "./open-library-author.ts";
import { edition, editionRecordOf } from "./open-library-edition.ts";
import { readSearch, readWork, searchFields } from "./open-library-work.ts";
import {
  foundOr,
  getJson,
  type HttpAnswer,
  type Operation,
  type ProviderAdapter,
  type ProviderConfig,
  type ProviderRecord,
  type ProviderResult,
  urlOf,
} from "./provider.ts";

/** Longer lists of bibkeys make URLs that proxies refuse. */
const mostIsbns = 50;

/** `details` wraps the edition; `data` is one of its own; `viewapi` (no jscmd) has neither title nor names. */
const bibkeys = z.record(z.string(), z.unknown());
const details = z.pipe(
  z.object({ details: edition }),
  z.transform((told) => told.details),
);

/** Editions, works and authors, without a key; `edition` and `editionsOfWork` are its own further questions. */
export const openLibrary: ProviderAdapter & {
  /** One edition by /isbn: the same record as `book` without the authors' names. */
  edition: Operation<Isbn, ProviderRecord>;
  /** All editions of a work, by its key. */
  editionsOfWork: Operation<{ work: string; limit: number; offset: number }, ProviderRecord>;
} = {
  name: "OPEN_LIBRARY",
  defaultBaseUrl: "https://openlibrary.org",
  needsKey: false,
  book: {
    request: (isbn, config) => bibkeysRequest([isbn], config),
    read: (answer, isbn) => readBibkeys(answer, [isbn]),
  },
  books: {
    atMost: mostIsbns,
    request: bibkeysRequest,
    read: readBibkeys,
  },
  search: {
    request: ({ title, author: name, isbn, limit }, config) => {
      const q = isbn ? `isbn:${isbn}` : null;
      const parameters = {
        q,
        title,
        author: name,
        limit: Math.max(1, Math.min(limit, 100)),
        fields: searchFields,
      };
      return getJson(urlOf(config.baseUrl, "/search.json", parameters), config);
    },
    read: readSearch,
  },
  work: {
    request: (work, config) =>
      getJson(urlOf(config.baseUrl, `/works/${encodeURIComponent(work)}.json`), config),
    read: readWork,
  },
  author: {
    request: (id, config) =>
      getJson(urlOf(config.baseUrl, `/authors/${encodeURIComponent(id)}.json`), config),
    read: (answer) =>
      foundAuthors(
        answer,
        z.pipe(
          author,
          z.transform((told) => [told]),
        ),
      ),
  },
  authorsNamed: {
    request: ({ name, limit }, config) =>
      getJson(urlOf(config.baseUrl, "/search/authors.json", { q: name, limit }), config),
    read: (answer) =>
      foundAuthors(
        answer,
        z.pipe(
          z.object({ docs: z.array(z.unknown()) }),
          z.transform((told) => list(author).parse(told.docs)),
        ),
      ),
  },
  edition: {
    request: (isbn, config) => getJson(urlOf(config.baseUrl, `/isbn/${isbn}.json`), config),
    read: readEdition,
  },
  editionsOfWork: {
    request: ({ work, limit, offset }, config) =>
      getJson(
        urlOf(config.baseUrl, `/works/${encodeURIComponent(work)}/editions.json`, { limit, offset }),
        config,
      ),
    read: readEditions,
  },
};

// jscmd=details rather than data: it has the language, the work's key and the description, and names authors too.
function bibkeysRequest(isbns: Isbn[], config: ProviderConfig) {
  const asked = isbns.map((isbn) => `ISBN:${isbn}`).join(",");
  return getJson(
    urlOf(config.baseUrl, "/api/books", { bibkeys: asked, jscmd: "details", format: "json" }),
    config,
  );
}

function readBibkeys(answer: HttpAnswer, asked: Isbn[]): ProviderResult<ProviderRecord> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no such book" };
  if (opened.outcome !== "data") return opened;
  const parsed = bibkeys.safeParse(opened.data);
  if (!parsed.success) return failed("malformed", "the answer is not an object of bibkeys");
  const told = Object.entries(parsed.data);
  const records = told.flatMap(([bibkey, value]) => {
    const found = details.safeParse(value).data ?? edition.safeParse(value).data;
    const isbn = asked.find((one) => bibkey === `ISBN:${one}`) ?? null;
    return (found && editionRecordOf(found, isbn)) ?? [];
  });
  if (told.length > 0 && records.length === 0)
    return failed("malformed", "the answer names books without their titles");
  return foundOr(records, "Open Library knows none of the ISBNs");
}

function readEdition(answer: HttpAnswer, asked: Isbn): ProviderResult<ProviderRecord> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: `no edition has the ISBN ${asked}` };
  if (opened.outcome !== "data") return opened;
  const parsed = edition.safeParse(opened.data);
  if (!parsed.success) return failed("malformed", "the answer is not an edition");
  const kind = parsed.data.type.key;
  // A deleted record keeps its key; a redirect is followed by the service for ISBNs, so that this one leads nowhere.
  if (kind !== "/type/edition") return { outcome: "not-found", message: `the record is a ${kind}` };
  const record = editionRecordOf(parsed.data, asked);
  return record ? { outcome: "found", records: [record] } : failed("malformed", "the edition has no title");
}

function readEditions(answer: HttpAnswer): ProviderResult<ProviderRecord> {
  const opened = open(answer);
  if (opened.outcome === "none") return { outcome: "not-found", message: "no such work" };
  if (opened.outcome !== "data") return opened;
  const parsed = z.object({ entries: z.array(z.unknown()) }).safeParse(opened.data);
  if (!parsed.success) return failed("malformed", "the answer is not a list of editions");
  const told = list(edition).parse(parsed.data.entries);
  return foundOr(
    told.flatMap((one) => editionRecordOf(one, null) ?? []),
    "the work has no editions",
  );
}
