import { env, exports } from "cloudflare:workers";
import { getIntrospectionQuery, getOperationAST, print } from "graphql";
import { describe, expect, it } from "vitest";
import { documentLimits } from "../../src/graphql/document-limits.ts";
import { yoga } from "../../src/graphql.ts";
import { send } from "../support/api.ts";
import { sendWith } from "../support/deployment.ts";
import * as operations from "../support/operations.gen.ts";

const documents = Object.values(operations).filter((exported) => typeof exported === "object");

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(" ");
const chain = (levels: number, inner: string) =>
  `${"work { editions { edges { node { ".repeat(levels)}${inner}${" } } } }".repeat(levels)}`;
const pages = (levels: number): string =>
  levels === 0 ? "title" : `editions(first: 100) { edges { node { work { ${pages(levels - 1)} } } } }`;

/** What somebody might send, and the code that refuses it. */
const attacks: [name: string, code: string, document: string][] = [
  ["almost a megabyte of comment", "DOCUMENT_TOO_LARGE", `{ __typename } #${"x".repeat(900_000)}`],
  ["a huge literal", "DOCUMENT_TOO_LARGE", `{ suggest(prefix: "${"x".repeat(50_000)}") { text } }`],
  ["letters of many bytes", "DOCUMENT_TOO_LARGE", `{ suggest(prefix: "${"書".repeat(7_000)}") { text } }`],
  ["thousands of fields", "TOO_MANY_TOKENS", `{ ${times(3_000, (i) => `f${i}`)} }`],
  ["a flood of aliases", "TOO_MANY_ALIASES", `{ ${times(101, (i) => `a${i}: __typename`)} }`],
  [
    "a flood of searches",
    "TOO_MANY_ALIASES",
    `{ ${times(200, (i) => `a${i}: search(query: "x") { tookMs }`)} }`,
  ],
  ["a flood of directives", "TOO_MANY_DIRECTIVES", `{ __typename ${times(51, () => "@skip(if: false)")} }`],
  ["directives that nobody knows", "TOO_MANY_DIRECTIVES", `{ __typename ${times(900, (i) => `@x${i}`)} }`],
  ["one field again and again", "TOO_MANY_REPEATS", `{ ${times(700, () => "capabilities { version }")} }`],
  [
    "one field again and again in fragments",
    "TOO_MANY_REPEATS",
    `{ ${times(20, (i) => `...F${i}`)} } ${times(20, (i) => `fragment F${i} on Query { ${times(19, () => "capabilities { version }")} }`)}`,
  ],
  [
    "one field again and again below one",
    "TOO_MANY_REPEATS",
    `{ ${times(9, () => `capabilities { ${times(9, () => "limits { importRows }")} }`)} }`,
  ],
  ["inline fragments side by side", "TOO_MANY_REPEATS", `{ ${times(26, () => "... { __typename }")} }`],
  [
    "fragments that treble with each level",
    "QUERY_TOO_WIDE",
    `{ book(isbn: "9780261102217") { ...F0 } } ${times(9, (i) => `fragment F${i} on Work { a: authors { ...F${i + 1} } b: authors { ...F${i + 1} } c: authors { ...F${i + 1} } }`)} fragment F9 on Author { name }`,
  ],
  [
    "a hundred fragments",
    "TOO_MANY_FRAGMENTS",
    `{ ...F0 } ${times(100, (i) => `fragment F${i} on Query { ...F${i + 1} }`)} fragment F100 on Query { __typename }`,
  ],
  ["deep nesting", "QUERY_TOO_DEEP", `{ book(isbn: "9780261102217") { ${chain(3, "title")} } }`],
  [
    "deep nesting in fragments",
    "QUERY_TOO_DEEP",
    `{ book(isbn: "9780261102217") { ...A } } fragment A on Book { ${chain(1, "...B")} } fragment B on Book { ${chain(2, "title")} }`,
  ],
  ["bottomless braces", "QUERY_TOO_DEEP", "{a".repeat(1_400)],
  ["a bottomless list", "QUERY_TOO_DEEP", `{ books(isbns: ${"[".repeat(2_500)}`],
  ["a deep input object", "QUERY_TOO_DEEP", `{ search(query: "x", filter: ${"{languages: ".repeat(100)}`],
  ["a bottomless type", "QUERY_TOO_DEEP", `query ($x: ${"[".repeat(2_500)}Int`],
  ["a hundred by a hundred", "QUERY_TOO_COMPLEX", `{ book(isbn: "9780261102217") { work { ${pages(2)} } } }`],
  [
    "a hundred by a hundred in a fragment used twice",
    "QUERY_TOO_COMPLEX",
    `{ a: book(isbn: "9780261102217") { ...F } b: book(isbn: "9780261102217") { ...F } } fragment F on Book { work { ${pages(2)} } }`,
  ],
  [
    "a fragment within itself",
    "GRAPHQL_VALIDATION_FAILED",
    "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }",
  ],
  [
    "circular introspection",
    "GRAPHQL_VALIDATION_FAILED",
    `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
  ],
  ["text that is no GraphQL", "GRAPHQL_PARSE_FAILED", "{ book("],
  [
    "a subscription to nothing",
    "GRAPHQL_VALIDATION_FAILED",
    `subscription { jobProgress(id: "x") @skip(if: true) { sequence } }`,
  ],
];

describe("before anything is read, a document is refused that", () => {
  it.each(attacks)("is %s: %s", async (_name, code, document) => {
    const { data, errors, status, trips } = await send(document);
    expect({ data, status, trips }).toEqual({ data: undefined, status: 400, trips: 0 });
    expect(errors.map(({ extensions }) => extensions?.code)).toContain(code);
  });
});

describe("the limits", () => {
  it("leave room for every operation that clients send", async () => {
    for (const document of documents) {
      const name = getOperationAST(document)?.name?.value;
      const { errors } = await send(print(document));
      const codes = errors.map(({ extensions }) => extensions?.code);
      expect({ name, codes: codes.filter((code) => /TOO_|FAILED/.test(String(code))) }).toEqual({
        name,
        codes: [],
      });
    }
  });

  it("are named where they are broken", async () => {
    const { errors } = await send(`{ ${times(101, (i) => `a${i}: __typename`)} }`);
    expect(errors).toMatchObject([
      {
        message: "The document has more than the 100 aliases that are served.",
        extensions: { limit: { aliases: documentLimits.aliases } },
      },
    ]);
  });

  it("let pass what is just within them", async () => {
    const { errors } = await send(`{ ${times(100, (i) => `a${i}: __typename`)} }`);
    expect(errors).toEqual([]);
  });

  it("leave room for what GraphiQL and code generators ask of the schema", async () => {
    const everything = { inputValueDeprecation: true, specifiedByUrl: true, directiveIsRepeatable: true };
    const { errors } = await send(
      getIntrospectionQuery({ ...everything, schemaDescription: true, oneOf: true }),
    );
    expect(errors).toEqual([]);
  });

  it("leave room for a query ten levels deep", async () => {
    const { errors } = await send(
      `{ book(isbn: "9780261102217") { work { authors { works(first: 5) { edges { node { editions(first: 5) { edges { node { title } } } } } } } } } }`,
    );
    expect(errors).toEqual([]);
  });

  it("let a client see the same words when it asks the same wrong thing again", async () => {
    const wrong = '{ book(isbn: "not an ISBN") { title } }';
    const first = await send(wrong);
    expect((await send(wrong)).errors).toEqual(first.errors);
    expect(first.errors[0]?.message).toMatch(/^isbn: (?!isbn)/);
  });

  it("refuse a document again that they refused before", async () => {
    const document = `{ ${times(60, () => "again: __typename")} }`;
    const first = await send(document);
    expect((await send(document)).errors).toEqual(first.errors);
    expect(first.errors).toHaveLength(1);
  });
});

describe("variables are refused before they are looked at that", () => {
  const query = 'query ($f: SearchFilter) { search(query: "x", filter: $f) { tookMs } }';
  const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

  it.each([
    ["are too many", { languages: Array.from({ length: 100_000 }, () => "xx1") }],
    ["have too many names", Object.fromEntries(Array.from({ length: 80_000 }, (_, i) => [`k${i}`, 1]))],
    ["are too deep", { languages: nested(1_000) }],
  ])("%s", async (_name, f) => {
    const { errors, trips } = await send(query, { f });
    expect(errors).toMatchObject([{ extensions: { code: "VARIABLES_TOO_LARGE" } }]);
    expect(trips).toBe(0);
  });

  it("and of those that are wrong the first ten are told, in short", async () => {
    const f = { languages: Array.from({ length: 1_500 }, () => "x".repeat(600)) };
    const { errors, status } = await send(query, { f });
    expect(status).toBe(400);
    expect(errors.length).toBeLessThanOrEqual(11);
    for (const { message, extensions } of errors) {
      expect(message.length).toBeLessThan(510);
      expect(extensions?.code).toBe("BAD_USER_INPUT");
    }
  });

  it("and those within the limits are not", async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `id ${i}`);
    const { errors } = await send("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
    expect(errors.map(({ extensions }) => extensions?.code)).not.toContain("VARIABLES_TOO_LARGE");
  });
});

describe("the cost", () => {
  const search =
    'query ($first: Int!) { search(query: "x", first: $first) { edges { node { title contributors { creditedAs } } } } }';

  it("is told to who asks for it, and to nobody else", async () => {
    const asked = await send(search, { first: 10 }, { "x-graphql-cost": "1" });
    expect(asked.extensions).toMatchObject({ cost: { requested: 91, limit: 25_000 } });
    expect((await send(search, { first: 10 })).extensions).toEqual({});
  });

  it("counts page sizes that come as variables", async () => {
    const deep = `query ($n: Int!) { book(isbn: "9780261102217") { work { editions(first: $n) { edges { node { work { editions(first: $n) { edges { node { title subtitle publisher } } } } } } } } } }`;
    expect((await send(deep, { n: 5 })).errors).toEqual([]);
    const { errors } = await send(deep, { n: 100 }, { "x-graphql-cost": "1" });
    expect(errors).toMatchObject([{ extensions: { code: "QUERY_TOO_COMPLEX", limit: { cost: 25_000 } } }]);
  });

  it("is that of the operation that runs, not of the first in the document", async () => {
    const document = `query Cheap { __typename } query Dear { book(isbn: "9780261102217") { work { ${pages(2)} } } }`;
    const response = await exports.default.fetch("http://bookstrack.example/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: document, operationName: "Dear" }),
    });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "QUERY_TOO_COMPLEX" } }] });
  });

  it("leaves wrong variables to execution, which names them", async () => {
    const { errors } = await send(search, { first: "many" });
    expect(errors[0]?.message).toContain("$first");
  });
});

it("a batch of operations is refused", async () => {
  const response = await exports.default.fetch("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ query: "{ __typename }" }, { query: "{ __typename }" }]),
  });
  expect(response.status).toBe(400);
});

/** What a deployment that hides its schema says of variables. */
async function withVariables(variables: unknown): Promise<string> {
  const query = 'query ($f: SearchFilter) { search(query: "x", filter: $f) { tookMs } }';
  const hiding: Env = Object.create(env, { EXPLORE: { value: undefined } });
  const request = new Request("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return (await yoga.fetch(request, { env: hiding, waitUntil: () => undefined })).text();
}

describe("where EXPLORE does not say anyone", () => {
  const introspection = "{ __schema { queryType { name } } }";
  const misspelt = '{ book(isbn: "9780261102217") { titel } }';
  const key = { "x-api-key": env.ADMIN_API_KEY };

  it("nobody without a key can ask what the schema is", async () => {
    const { data, errors } = await sendWith({ EXPLORE: undefined }, introspection);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }, {}]);
    expect((await sendWith({ EXPLORE: undefined }, "{ __typename }")).errors).toEqual([]);
  });

  it("nor is told what a misspelt field might be called, whoever asked the same before", async () => {
    expect((await sendWith({}, misspelt)).errors[0]?.message).toContain('Did you mean "title"');
    expect((await sendWith({ EXPLORE: undefined }, misspelt)).errors[0]?.message).not.toContain("title");
    expect((await sendWith({ EXPLORE: undefined }, misspelt, key)).errors[0]?.message).toContain("title");
  });

  it("nor what a misspelt input field might be called", async () => {
    const query = "query ($f: SearchFilter = { langauges: [] }) { __typename } query B { __typename }";
    expect((await sendWith({ EXPLORE: undefined }, query)).errors[0]?.message).not.toContain("Did you mean");
    const said = await withVariables({ f: { langauges: [] } });
    expect(said).toContain('\\"langauges\\"');
    expect(said).not.toContain("Did you mean");
  });

  it("who has a key can", async () => {
    expect((await sendWith({ EXPLORE: undefined }, introspection, key)).errors).toEqual([]);
  });
});
