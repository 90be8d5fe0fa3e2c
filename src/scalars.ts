/** The API's scalars: what each accepts, and the words in which it refuses. */
import { GraphQLError, GraphQLScalarType as Scalar } from "graphql";
import { GraphQLDateTime, GraphQLURL } from "graphql-scalars";
import { InvalidIsbn, type Isbn, parseIsbn } from "./isbn.ts";

/** In: any spelling of an ISBN-10 or ISBN-13. Out: the thirteen digits. */
export const ISBN = new Scalar<Isbn, string>({
  name: "ISBN",
  description:
    "An International Standard Book Number. In: ISBN-10 or ISBN-13 with or without hyphens and spaces. Out: always the 13 digits. A wrong checksum is a BAD_USER_INPUT error.",
  specifiedByURL: "https://www.isbn-international.org/content/isbn-users-manual",
  serialize: (value) => String(value),
  parseValue: (value) => {
    try {
      return parseIsbn(text("ISBN", value));
    } catch (error) {
      if (error instanceof InvalidIsbn) throw refusal(`${JSON.stringify(value)} is not an ISBN: ${error.message}`);
      throw error;
    }
  },
});

/** "1997", "1997-06" or "1997-06-26". */
export const PartialDate = new Scalar<string, string>({
  name: "PartialDate",
  description:
    'A date known to the year, the month or the day: "1997", "1997-06" or "1997-06-26". Publication dates are often partial, and no day is ever invented.',
  serialize: (value) => String(value),
  parseValue: (value) => {
    const date = text("PartialDate", value);
    const padded = `${date}-01-01`.slice(0, 10);
    const day = new Date(`${padded}T00:00:00Z`);
    if (!/^\d{4}(-\d{2}){0,2}$/.test(date) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(padded)) {
      throw refusal(`${JSON.stringify(date)} is not a date as YYYY, YYYY-MM or YYYY-MM-DD`);
    }
    return date;
  },
});

/** BCP 47 in its canonical case. */
export const LanguageCode = new Scalar<string, string>({
  name: "LanguageCode",
  description: 'A language as a BCP 47 tag: "en", "pt-BR", "zh-Hant".',
  specifiedByURL: "https://www.rfc-editor.org/info/bcp47",
  serialize: (value) => String(value),
  parseValue: (value) => {
    const tag = text("LanguageCode", value);
    try {
      const [canonical] = Intl.getCanonicalLocales(tag);
      if (canonical) return canonical;
    } catch {
      // RangeError: falls through to the refusal.
    }
    throw refusal(`${JSON.stringify(tag)} is not a language tag like "en" or "pt-BR" (BCP 47)`);
  },
});

/** A multipart upload; only ever an input. */
export const File = new Scalar<globalThis.File, never>({
  name: "File",
  description:
    "A file sent as a part of the request: https://github.com/jaydenseric/graphql-multipart-request-spec.",
  serialize: () => {
    throw refusal("a File cannot be read back");
  },
  parseValue: (value) => {
    if (value instanceof globalThis.File) return value;
    throw refusal("expected a file part of a multipart request");
  },
  parseLiteral: () => {
    throw refusal("a File must be given as a variable of a multipart request");
  },
});

/** RFC 3339, always in UTC. */
export const DateTime = GraphQLDateTime;
DateTime.description = 'A moment in UTC, RFC 3339: "2026-11-21T09:30:00.000Z".';

/** An absolute URL. */
export const URL = GraphQLURL;
URL.description = "An absolute URL (https://url.spec.whatwg.org).";

function text(scalar: string, value: unknown): string {
  if (typeof value === "string") return value.trim();
  throw refusal(`${scalar} takes a text, not ${JSON.stringify(value)}`);
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT" } });
}
