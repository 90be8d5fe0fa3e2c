/** The API's scalars: what each accepts, and the words in which it refuses. */
import { GraphQLError, GraphQLScalarType, type ValueNode, valueFromASTUntyped } from "graphql";
import { GraphQLDateTime, GraphQLURL } from "graphql-scalars";
import { InvalidIsbn, parseIsbn } from "./isbn.ts";

/** In: any spelling of an ISBN-10 or ISBN-13. Out: the thirteen digits. */
export const ISBN = textScalar({
  name: "ISBN",
  description:
    "An International Standard Book Number. In: ISBN-10 or ISBN-13 with or without hyphens and spaces. Out: always the 13 digits. A wrong checksum is a BAD_USER_INPUT error.",
  specifiedByURL: "https://www.isbn-international.org/content/isbn-users-manual",
  parse: (text) => {
    try {
      return parseIsbn(text);
    } catch (error) {
      if (error instanceof InvalidIsbn) {
        throw refusal(`${JSON.stringify(text)} is not an ISBN: ${error.message}`);
      }
      throw error;
    }
  },
});

/** A whole day. */
export const CalendarDate = textScalar({
  name: "Date",
  description: 'A day: "2026-11-23".',
  parse: (text) => {
    const day = new Date(`${text}T00:00:00Z`);
    if (!Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) && text.length === 10) return text;
    throw refusal(`${JSON.stringify(text)} is not a date as YYYY-MM-DD`);
  },
});

/** "1997", "1997-06" or "1997-06-26". */
export const PartialDate = textScalar({
  name: "PartialDate",
  description:
    'A date known to the year, the month or the day: "1997", "1997-06" or "1997-06-26". Publication dates are often partial, and no day is ever invented.',
  parse: (text) => {
    const padded = `${text}-01-01`.slice(0, 10);
    const day = new Date(`${padded}T00:00:00Z`);
    const exists = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(padded);
    if (exists && /^\d{4}(-\d{2}){0,2}$/.test(text)) return text;
    throw refusal(`${JSON.stringify(text)} is not a date as YYYY, YYYY-MM or YYYY-MM-DD`);
  },
});

/** BCP 47 in its canonical case. */
export const LanguageCode = textScalar({
  name: "LanguageCode",
  description: 'A language as a BCP 47 tag: "en", "pt-BR", "zh-Hant".',
  specifiedByURL: "https://www.rfc-editor.org/info/bcp47",
  parse: (text) => {
    try {
      return new Intl.Locale(text).toString();
    } catch {
      throw refusal(`${JSON.stringify(text)} is not a language tag like "en" or "pt-BR" (BCP 47)`);
    }
  },
});

/** A multipart upload; only ever an input. */
export const File = new GraphQLScalarType<globalThis.File, never>({
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
  parseLiteral: (node) => {
    throw refusal("a File must be a variable of a multipart request", node);
  },
});

/** RFC 3339, always in UTC. */
export const DateTime = new GraphQLScalarType<Date, Date | string>({
  ...GraphQLDateTime.toConfig(),
  description: 'A moment in UTC, RFC 3339: "2026-11-21T09:30:00.000Z".',
  // What D1 keeps is written like this already; the library's own would make a Date of each, to be written once more.
  serialize: (value) =>
    typeof value === "string" && written.test(value) ? value : GraphQLDateTime.serialize(value),
});
const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** An absolute URL. */
export const URL = new GraphQLScalarType({
  ...GraphQLURL.toConfig(),
  description: "An absolute URL (https://url.spec.whatwg.org).",
  // The library's own makes two URL objects of each, and a page has dozens: to ask whether it is one takes none.
  serialize: (value) => {
    if (globalThis.URL.canParse(String(value))) return String(value);
    throw new GraphQLError("The catalogue holds something here that is no URL.");
  },
});

/** A scalar that travels as text; `parse` gets it trimmed, and throws a {@link refusal}. */
function textScalar<T extends string>(options: {
  name: string;
  description: string;
  specifiedByURL?: string;
  parse: (text: string) => T;
}) {
  const { parse, ...config } = options;
  const parseValue = (value: unknown): T => {
    if (typeof value === "string") return parse(value.trim());
    throw refusal(`${config.name} takes a text, not ${JSON.stringify(value)}`);
  };
  return new GraphQLScalarType<T, string>({
    ...config,
    serialize: String,
    parseValue,
    // A refused literal tells where it stands, from which `useArgumentNames` reads the argument's name.
    parseLiteral: (node, variables) => {
      try {
        return parseValue(valueFromASTUntyped(node, variables));
      } catch (error) {
        throw error instanceof GraphQLError ? refusal(error.message, node) : error;
      }
    },
  });
}

function refusal(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { nodes: node ?? null, extensions: { code: "BAD_USER_INPUT" } });
}
