import { env } from "cloudflare:workers";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { deployment } from "../support/deployment.ts";
import { shelve } from "../support/library.ts";
import { isbnAt, presentableBook } from "../support/shelf.ts";

type Reply = {
  data: Record<string, unknown> | null;
  errors?: { path: unknown[] }[];
  extensions?: { notes?: string[] };
};

const failing = () => Promise.reject(new Error("Out of order"));
const brokenIndex = { BOOK_VECTORS: { query: failing, getByIds: failing } };

async function ask(query: string, bindings: Record<string, unknown> = {}): Promise<Reply> {
  const response = await deployment(bindings)("http://bookstrack.example/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return response.json<Reply>();
}

beforeAll(async () => {
  await shelve([
    presentableBook(1, { cover: { small: null, medium: "https://covers.example/1.jpg", large: null } }),
    presentableBook(2),
  ]);
  await env.DB.prepare("UPDATE books SET cover_medium = 'not an address' WHERE isbn = ?")
    .bind(isbnAt(2))
    .run();
  await env.DB.prepare("UPDATE book_sources SET fields = '{' WHERE isbn = ?").bind(isbnAt(2)).run();
});
beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.restoreAllMocks();
});

it("a broken cover leaves a gap in its own place and the shelf as it was", async () => {
  const isbns = JSON.stringify([isbnAt(1), isbnAt(2)]);
  const { data, errors } = await ask(`{ books(isbns: ${isbns}) { title cover } }`);
  expect(data).toEqual({
    books: [
      { title: "Book 1", cover: "https://covers.example/1.jpg" },
      { title: "Book 2", cover: null },
    ],
  });
  expect(errors?.map(({ path }) => path)).toEqual([["books", 1, "cover"]]);
});

it("sources and similar books that cannot be had leave the book, and a note says so", async () => {
  const { data, errors, extensions } = await ask(
    `{ book(isbn: "${isbnAt(2)}") { title similar { score } sources { provider } work { title } } }`,
    brokenIndex,
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ book: { title: "Book 2", similar: [], sources: [], work: { title: "Book 2" } } });
  expect(extensions?.notes?.toSorted()).toEqual([
    "Similar books could not be had just now.",
    "Sources could not be had just now.",
  ]);
});

it("in a search, one book's broken parts leave the others", async () => {
  const { data, errors } = await ask(
    `{ search(query: "book") { totalCount edges { node { title cover sources { fields } similar { score } } } } }`,
    brokenIndex,
  );
  expect(data).toMatchObject({ search: { totalCount: 2, edges: [{ node: {} }, { node: {} }] } });
  expect(errors?.every(({ path }) => path.at(-1) === "cover")).toBe(true);
});

it("capabilities are told without the providers' state where it is not known", async () => {
  const gates = { idFromName: (name: string) => name, get: () => ({ look: failing }) };
  const { data, extensions } = await ask("{ capabilities { version providers { provider } } }", {
    PROVIDER_GATES: gates,
  });
  expect(data).toEqual({ capabilities: { version: "0.1.0", providers: [] } });
  expect(extensions?.notes).toEqual(["The providers' state could not be had just now."]);
});
