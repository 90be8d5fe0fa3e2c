/** What is driven: an operation as the app sends it, and the same data from the baseline by hand. */
import { readFileSync } from "node:fs";
import { type DocumentNode, Kind, parse, type SelectionSetNode } from "graphql";
import { isbnOf } from "./catalogue.ts";
import { generator, oneOf } from "./random.ts";

/** A request for a load generator. */
export type Asked = { method: "GET" | "POST"; path: string; body?: string };

/** One operation with many different inputs; `api` and `baseline` correspond by place. */
export type Operation = {
  name: string;
  api: Asked[];
  baseline: Asked[];
  /** Where the answer of the API has what the baseline answers. */
  answer: (data: Record<string, unknown>) => unknown;
  /** How deep its fields lie; trips to D1 are at most one more. */
  depth: number;
};

/** Different inputs an operation. */
const inputs = 200;

type Known = {
  size: number;
  authorIds: string[];
  job: { id: string; token: string };
  queries: string[];
  titles: string[];
};

/** Every operation over a catalogue of this size. */
export function operationsOver({ size, authorIds, job, queries, titles }: Known): Operation[] {
  const random = generator(size);
  const many = <Item>(make: () => Item) => Array.from({ length: inputs }, make);
  const isbn = () => isbnOf(Math.floor(random() * size));
  const jobQuery = `query ($id: ID!, $token: String) {
    job(id: $id, token: $token) { id status createdAt finishedAt progress { total processed succeeded failed percent } }
  }`;
  return [
    operation(
      "book page",
      "Book",
      ({ book }) => book,
      many(() => ({ isbn: isbn() })),
      ({ isbn }) => ["/book", { isbn }],
    ),
    operation(
      "home screen",
      "Home",
      (data) => data,
      many(() => ({ query: oneOf(queries, random), one: isbn(), two: isbn(), three: isbn() })),
      ({ query, one, two, three }) => ["/home", { query, isbns: `${one},${two},${three}` }],
    ),
    operation(
      "text search",
      "Search",
      ({ search }) => search,
      many(() => ({ query: oneOf(queries, random) })),
      ({ query }) => ["/search", { query }],
    ),
    operation(
      "suggest",
      "Suggest",
      ({ suggest }) => suggest,
      many(() => ({ prefix: oneOf(titles, random).slice(0, 3 + Math.floor(random() * 6)) })),
      ({ prefix }) => ["/suggest", { prefix }],
    ),
    operation(
      "semantic search",
      "Search",
      ({ search }) => search,
      queries.slice(0, 50).map((query) => ({ query, mode: "SEMANTIC" })),
      ({ query, mode }) => ["/search", { query, mode }],
    ),
    operation(
      "50 books",
      "Books",
      ({ books }) => books,
      many(() => ({ isbns: Array.from({ length: 50 }, isbn) })),
      ({ isbns }) => ["/books", { isbns: isbns.join(",") }],
    ),
    operation(
      "author with works",
      "Author",
      ({ author }) => author,
      authorIds.map((id) => ({ id })),
      ({ id }) => ["/author", { id: Buffer.from(id, "base64").toString().slice("Author:".length) }],
    ),
    operation(
      "job",
      { query: jobQuery },
      ({ job }) => job,
      [job],
      ({ id, token }) => ["/job", { id: Buffer.from(id, "base64").toString().split(":")[1] ?? "", token }],
    ),
  ];
}

/** The home screen's data as a client of separate calls asks for it, one call after the other. */
export function homeByCalls(home: Operation): Asked[][] {
  return home.baseline.map(({ path }) => {
    const params = new URL(path, "http://baseline").searchParams;
    const isbns = (params.get("isbns") ?? "").split(",");
    return [
      get("/week", {}),
      get("/found", { query: params.get("query") ?? "" }),
      ...isbns.map((isbn) => get("/books", { isbns: isbn })),
    ];
  });
}

function operation<Variables>(
  name: string,
  document: string | { query: string },
  answer: Operation["answer"],
  variables: Variables[],
  route: (variables: Variables) => [path: string, params: Record<string, string>],
): Operation {
  const query = typeof document === "string" ? operationNamed(document) : document.query;
  return {
    name,
    answer,
    depth: depthOf(parse(query)),
    api: variables.map((given) => ({
      method: "POST",
      path: "/graphql",
      body: JSON.stringify({ query, variables: given }),
    })),
    baseline: variables.map((given) => get(...route(given))),
  };
}

/** An operation of the app's, with the fragments that stand in files of their own. */
function operationNamed(name: string): string {
  const read = (file: string) => readFileSync(`schema/operations/${file}.graphql`, "utf8");
  const text = read(name);
  const spread = new Set([...text.matchAll(/\.\.\.([A-Z]\w+)/g)].map(([, fragment = ""]) => fragment));
  return [text, ...[...spread].map(read)].join("\n");
}

function get(path: string, params: Record<string, string>): Asked {
  return { method: "GET", path: `${path}?${new URLSearchParams(params)}` };
}

/** Levels of fields from the root to the deepest leaf. */
function depthOf({ definitions }: DocumentNode): number {
  const below = (selections: SelectionSetNode | undefined): number =>
    Math.max(
      0,
      ...(selections?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FIELD) return 1 + below(selection.selectionSet);
        if (selection.kind === Kind.INLINE_FRAGMENT) return below(selection.selectionSet);
        const named = definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
        );
        return named?.kind === Kind.FRAGMENT_DEFINITION ? below(named.selectionSet) : 0;
      }),
    );
  const operation = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  return operation?.kind === Kind.OPERATION_DEFINITION ? below(operation.selectionSet) : 0;
}
