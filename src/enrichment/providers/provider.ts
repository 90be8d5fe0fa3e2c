/** What every provider adapter looks like: what it can be asked, how, and what its answers mean. No I/O here. */
import type { EditionRecord, Provider } from "../../books/record.ts";
import type { Isbn } from "../../isbn.ts";

export type ProviderName = Exclude<Provider, "IMPORT" | "MANUAL">;

/** Where a service is and who asks. `contact` is an address or URL that its operators can write to. */
export type ProviderConfig = { baseUrl: string; apiKey: string | null; contact: string };

/** An HTTP request as data, so that it can be cached by, counted and logged before it is sent. */
export type ProviderRequest = {
  method: "GET" | "POST";
  url: string;
  headers: Record<string, string>;
  body: string | null;
};

/** An HTTP answer as data: the body as text, whatever its type claims to be. */
export type HttpAnswer = { status: number; headers: Headers; body: string };

/** What a service calls things; each null where it does not say. Open Library's keys without their path: "OL27448W". */
export type RecordIdentifiers = {
  openLibraryWork: string | null;
  openLibraryEdition: string | null;
  googleVolume: string | null;
  /** The edition's further ISBNs (or, for a search hit that is a work, its editions'). */
  otherIsbns: Isbn[];
  authors: AuthorIdentifiers[];
};

/** What tells an author from namesakes. `name` is null where the service gave only a key. Years before Christ are negative. */
export type AuthorIdentifiers = {
  name: string | null;
  openLibrary: string | null;
  wikidata: string | null;
  birthYear: number | null;
  deathYear: number | null;
};

/** An edition as one service tells it. `reference` is the service's id of the record; `raw` what it sent. */
export type ProviderRecord = EditionRecord & {
  provider: ProviderName;
  reference: string;
  identifiers: RecordIdentifiers;
  raw: unknown;
};

/** A person as one service tells it. `otherNames` in display order; `photo` an https URL. */
export type ProviderAuthor = {
  provider: ProviderName;
  reference: string;
  name: string;
  otherNames: string[];
  bio: string | null;
  birthYear: number | null;
  deathYear: number | null;
  gender: string | null;
  nationality: string | null;
  /** Wikidata's id of the country ("Q30"), whose name is another question. */
  nationalityId: string | null;
  photo: string | null;
  identifiers: { openLibrary: string | null; wikidata: string | null };
  raw: unknown;
};

/** A work as one service tells it; authors by key only. */
export type ProviderWork = {
  provider: ProviderName;
  reference: string;
  title: string;
  subtitle: string | null;
  description: string | null;
  firstPublishedYear: number | null;
  subjects: string[];
  cover: EditionRecord["cover"];
  authors: string[];
  raw: unknown;
};

/**
 * Why there is no answer:
 * - `rate-limited`: too many requests; `retryAfterSeconds` as the service says, `quotaExhausted` when the day's quota is
 *   gone and asking again today is useless
 * - `unauthorised`: the key is missing, wrong or not allowed
 * - `server-error`: the service failed · `malformed`: it answered what nobody can read
 * - `blocked`: a page for people (captcha, outage notice) instead of data · `rejected`: it did not accept the question
 * - `unreachable`, `timeout`: no answer came at all; told by whoever sends the request
 */
export type FailureKind =
  | "rate-limited"
  | "unauthorised"
  | "server-error"
  | "malformed"
  | "blocked"
  | "rejected"
  | "unreachable"
  | "timeout";

export type Failure =
  | {
      outcome: "failed";
      kind: "rate-limited";
      message: string;
      retryAfterSeconds: number | null;
      quotaExhausted: boolean;
    }
  | { outcome: "failed"; kind: Exclude<FailureKind, "rate-limited">; message: string };

/** `found` has at least one record; `not-found` is the service's own word that it knows nothing, and says of what. */
export type ProviderResult<Found> =
  | { outcome: "found"; records: Found[] }
  | { outcome: "not-found"; message: string }
  | Failure;

/** One thing a service can be asked: how the question is put and how the answer is read. Both are pure; neither throws. */
export type Operation<Question, Found> = {
  request(question: Question, config: ProviderConfig): ProviderRequest;
  read(answer: HttpAnswer, question: Question): ProviderResult<Found>;
};

/** Words to search for; at least one is told. `limit` is the most hits wanted. */
export type SearchQuestion = {
  title: string | null;
  author: string | null;
  isbn: Isbn | null;
  limit: number;
};

/** A service: each thing it can be asked, or null where it cannot. */
export type ProviderAdapter = {
  name: ProviderName;
  /** Where the service is in reality. */
  defaultBaseUrl: string;
  /** True when nothing can be asked without a key. */
  needsKey: boolean;
  book: Operation<Isbn, ProviderRecord> | null;
  /** Several at once, no more than `atMost`; what it does not know is missing from the answer. */
  books: (Operation<Isbn[], ProviderRecord> & { atMost: number }) | null;
  search: Operation<SearchQuestion, ProviderRecord> | null;
  /** By the service's work id, "OL27448W". */
  work: Operation<string, ProviderWork> | null;
  /** By the service's author id, "OL26320A" or "Q892". */
  author: Operation<string, ProviderAuthor> | null;
  authorsNamed: Operation<{ name: string; limit: number }, ProviderAuthor> | null;
};

/** `found` for some records, `not-found` for none. */
export function foundOr<Found>(records: Found[], message: string): ProviderResult<Found> {
  return records.length > 0 ? { outcome: "found", records } : { outcome: "not-found", message };
}

/** A GET of data, by a client that says who it is. */
export function getJson(
  url: URL,
  config: ProviderConfig,
  headers: Record<string, string> = {},
): ProviderRequest {
  return {
    method: "GET",
    url: url.href,
    headers: { accept: "application/json", "user-agent": userAgent(config), ...headers },
    body: null,
  };
}

/** Open Library and Wikimedia ask for a contact here, and slow down or block clients without one. */
export function userAgent(config: ProviderConfig): string {
  return `BooksTrack/1.0 (${config.contact})`;
}

/** The URL of a path under the base URL, with parameters; those that are null are left out. */
export function urlOf(
  baseUrl: string,
  path: string,
  parameters: Record<string, string | number | null> = {},
): URL {
  const url = new URL(baseUrl.replace(/\/+$/, "") + path);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, String(value));
  }
  return url;
}
