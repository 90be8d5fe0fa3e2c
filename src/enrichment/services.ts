/** The providers of this deployment: where they are, with which key, and which of them can be asked at all. */
import type { Provider } from "../books/record.ts";
import { googleBooks } from "./providers/google-books.ts";
import { isbndb } from "./providers/isbndb.ts";
import { openLibrary } from "./providers/open-library.ts";
import type { ProviderAdapter, ProviderConfig, ProviderName } from "./providers/provider.ts";
import { wikidata } from "./providers/wikidata.ts";

/** An adapter with the configuration to ask it by. */
export type Service = { adapter: ProviderAdapter; config: ProviderConfig };

/** The configuration that matters here; everything may be missing. */
export type ServiceVars = Partial<
  Record<
    | "GOOGLE_BOOKS_URL"
    | "OPEN_LIBRARY_URL"
    | "ISBNDB_URL"
    | "WIKIDATA_URL"
    | "GOOGLE_BOOKS_API_KEY"
    | "ISBNDB_API_KEY"
    | "PROVIDER_CONTACT",
    string
  >
>;

const adapters: Record<ProviderName, ProviderAdapter> = {
  ISBNDB: isbndb,
  GOOGLE_BOOKS: googleBooks,
  OPEN_LIBRARY: openLibrary,
  WIKIDATA: wikidata,
};

/** All four, in the order in which they are tried one by one. */
export const providerNames: readonly ProviderName[] = ["ISBNDB", "GOOGLE_BOOKS", "OPEN_LIBRARY", "WIKIDATA"];

/** A provider as configured, or null when it needs a key that this deployment does not have. */
export function serviceOf(vars: ServiceVars, name: ProviderName): Service | null {
  const adapter = adapters[name];
  const apiKey = {
    ISBNDB: vars.ISBNDB_API_KEY,
    GOOGLE_BOOKS: vars.GOOGLE_BOOKS_API_KEY,
    OPEN_LIBRARY: null,
    WIKIDATA: null,
  }[name];
  if (adapter.needsKey && !apiKey) return null;
  return {
    adapter,
    config: {
      baseUrl: vars[`${name}_URL`] || adapter.defaultBaseUrl,
      apiKey: apiKey || null,
      contact: vars.PROVIDER_CONTACT || "https://github.com/bookstrack/api",
    },
  };
}

/** Those that can be asked for a book by ISBN, out of `wanted` or of all. */
export function bookServices(vars: ServiceVars, wanted: readonly Provider[] = providerNames): Service[] {
  return providerNames.flatMap((name) => {
    const service = wanted.includes(name) ? serviceOf(vars, name) : null;
    return service?.adapter.book ? [service] : [];
  });
}
