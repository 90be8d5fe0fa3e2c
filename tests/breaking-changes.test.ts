import { buildSchema } from "graphql";
import { expect, it } from "vitest";
import { compare } from "../dev/breaking-changes/compare.ts";
import { unclearDeprecations } from "../dev/breaking-changes/deprecation.ts";
import { schema } from "../src/schema.ts";

const released = buildSchema(`
  type Query { book(isbn: ID!, edition: Int @deprecated(reason: "Says nothing; goes on 2027-01-31.")): Book }
  type Book { title: String!, cover: String, format: Format, thumbnail: String @deprecated(reason: "Use cover; goes on 2027-01-31.") }
  enum Format { PAPERBACK EBOOK SCROLL @deprecated(reason: "Nobody prints them; goes on 2027-01-31.") }
`);

const later = (sdl: string, today = "2027-01-30") => compare(released, buildSchema(sdl), today);
const formats = "enum Format { PAPERBACK EBOOK SCROLL }";
const book = "type Book { title: String!, cover: String, format: Format, thumbnail: String }";

it("additions and descriptions break nobody", async () => {
  const { breaking } = await later(`
    type Query { book(isbn: ID!, edition: Int, language: String): Book, authors: [String!]! }
    "An edition." type Book { title: String!, cover: String!, format: Format, thumbnail: String, pages: Int }
    enum Format { PAPERBACK EBOOK SCROLL MAP }
  `);
  expect(breaking).toEqual([]);
});

it.each([
  [
    "a removed field",
    `type Query { book(isbn: ID!, edition: Int): Book } type Book { title: String!, format: Format, thumbnail: String } ${formats}`,
  ],
  [
    "a field that may be null now",
    `type Query { book(isbn: ID!, edition: Int): Book } type Book { title: String, cover: String, format: Format, thumbnail: String } ${formats}`,
  ],
  [
    "a new argument that is needed",
    `type Query { book(isbn: ID!, edition: Int, language: String!): Book } ${book} ${formats}`,
  ],
  [
    "a removed enum value",
    `type Query { book(isbn: ID!, edition: Int): Book } ${book} enum Format { PAPERBACK SCROLL }`,
  ],
])("%s breaks a client", async (_what, sdl) => {
  expect((await later(sdl)).breaking).toHaveLength(1);
});

it("what was deprecated goes on its day and not before", async () => {
  const without = `
    type Query { book(isbn: ID!): Book }
    type Book { title: String!, cover: String, format: Format }
    enum Format { PAPERBACK EBOOK }
  `;
  expect((await later(without)).breaking).toHaveLength(3);
  expect((await later(without, "2027-01-31")).breaking).toEqual([]);
  expect((await later(without, "2027-01-31")).notable).toHaveLength(3);
});

it("every deprecation carries a reason and a day", () => {
  expect(unclearDeprecations(schema)).toEqual([]);
  const careless = buildSchema(`
    type Query {
      a: Int @deprecated
      b: Int @deprecated(reason: "Use c instead of this.")
      c: Int @deprecated(reason: "2027-01-31")
      d(e: Int @deprecated(reason: "Soon, on 2027-13-45 at least.")): Int @deprecated(reason: "Use f from now on; goes on 2027-01-31.")
    }
  `);
  expect(unclearDeprecations(careless)).toEqual(["Query.a", "Query.b", "Query.c", "Query.d.e"]);
});
